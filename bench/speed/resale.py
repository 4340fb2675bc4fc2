"""How long the equilibrium of a resale chain takes, and the search for the best matrix.

    python -m bench.speed.resale [--write] [--json FILE]

Every figure is the best of several runs, in milliseconds. What is compiled has been compiled before the clock starts,
and models are in the form that a contestant wants.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from bench.speed.figures import best_time, command_line, publish, short
from bench.speed.resale_contestants import COMPILED, CONTESTANTS, PAPER, Run, Size, fast, paper
from databourse.mechanisms import compiled
from databourse.mechanisms.resale import average, published, solve_flat
from databourse.mechanisms.resale.optimise import Settings, optimise
from tools import pages

SIZES = (Size(5, 10), Size(5, 40), Size(20, 20), Size(20, 100), Size(5, 500), Size(20, 500), Size(20, 500, steps=2))
SECONDS_EACH = 1.0
MOST_RUNS = 5_000
MODELS = ("1", "2", "3", "4")
NAME = "resale-speed"


@dataclass(frozen=True, slots=True)
class Figure:
    """One contestant on one chain: milliseconds of the best run."""

    contestant: str
    chain: str
    milliseconds: float


def measure(contestant: str, chain: str, run: Run, seconds: float) -> Figure:
    """Runs for so many seconds, and once at least."""
    print(f"{chain}: {contestant} …", file=sys.stderr, flush=True)
    return Figure(contestant, chain, best_time(run, seconds, 1, MOST_RUNS))


def measure_all(sizes: Sequence[Size], seconds: float) -> Iterator[Figure]:
    """Every contestant on every chain that it can be expected to solve."""
    for size in sizes:
        for contestant in CONTESTANTS:
            if size.pairs <= contestant.most:
                yield measure(contestant.name, size.name, contestant.prepare(size), seconds)


def measure_optima(names: Sequence[str], trades: int, settings: Settings, seconds: float) -> Iterator[Figure]:
    """The paper's models: one matrix, and the search for the best one."""
    for name in names:
        model = published(name, trades)
        for contestant, run in ((PAPER, paper(model)), (COMPILED, fast(model.flat))):
            yield measure(contestant, f"model {name}, {trades} trades", run, seconds)
        tried = optimise(model, settings).evaluations  # compiles
        chain = f"model {name}, {trades} trades, best of {tried:,} matrices"
        yield measure(COMPILED, chain, partial(optimise, model, settings), seconds)


def table(figures: Sequence[Figure]) -> str:
    """The figures as the README has them: a row a chain, a column a contestant."""
    contestants = list(dict.fromkeys(figure.contestant for figure in figures))
    found = {(figure.chain, figure.contestant): short(figure.milliseconds) for figure in figures}
    rows = [
        [chain, *(found.get((chain, contestant), "") for contestant in contestants)]
        for chain in dict.fromkeys(figure.chain for figure in figures)
    ]
    return pages.markdown(["ms for trades, states", *contestants], rows)


def main() -> None:
    """The command line."""
    chosen = command_line(__doc__).parse_args()
    compiled.COMPILED_FROM = 0
    solve_flat(Size(1, 1).flat(), average(1))  # compiles
    figures = [*measure_all(SIZES, SECONDS_EACH), *measure_optima(MODELS, 5, Settings(), SECONDS_EACH)]
    publish(figures, table(figures), NAME, chosen)


if __name__ == "__main__":
    main()
