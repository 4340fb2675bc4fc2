"""How long the equilibrium of a resale chain takes: `python -m bench.resale [--write] [--json FILE]`.

Every figure is the best of several runs, in milliseconds. What is compiled has been compiled before the clock starts,
and models are in the form that a contestant wants.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import platform
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.resale_contestants import CONTESTANTS, Contestant, Size
from databourse.mechanisms import compiled
from databourse.mechanisms.resale import average, solve_flat
from tools import pages

SIZES = (Size(5, 10), Size(5, 40), Size(20, 20), Size(20, 100), Size(5, 500), Size(20, 500), Size(20, 500, steps=2))
SECONDS_EACH = 1.0
MOST_RUNS = 5_000
NAME = "resale-speed"


@dataclass(frozen=True, slots=True)
class Figure:
    """One contestant on one chain: milliseconds of the best run."""

    contestant: str
    chain: str
    milliseconds: float


def measure(contestant: Contestant, size: Size, seconds: float) -> Figure:
    """Runs for so many seconds, and once at least."""
    run = contestant.prepare(size)
    times: list[float] = []
    while not times or (sum(times) < seconds and len(times) < MOST_RUNS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return Figure(contestant.name, size.name, min(times) * 1e3)


def measure_all(sizes: Sequence[Size], seconds: float) -> Iterator[Figure]:
    """Every contestant on every chain that it can be expected to solve."""
    for size in sizes:
        for contestant in CONTESTANTS:
            if size.pairs <= contestant.most:
                print(f"{size.name}: {contestant.name} …", file=sys.stderr, flush=True)
                yield measure(contestant, size, seconds)


def table(figures: Sequence[Figure]) -> str:
    """The figures as the README has them: a row a chain, a column a contestant."""
    contestants = list(dict.fromkeys(figure.contestant for figure in figures))
    found = {(figure.chain, figure.contestant): _short(figure.milliseconds) for figure in figures}
    rows = [
        [chain, *(found.get((chain, contestant), "") for contestant in contestants)]
        for chain in dict.fromkeys(figure.chain for figure in figures)
    ]
    return pages.markdown(["ms for trades, states", *contestants], rows)


def _short(milliseconds: float) -> str:
    digits = 3 if milliseconds < 0.1 else 2 if milliseconds < 1 else 1 if milliseconds < 10 else 0
    return f"{milliseconds:,.{digits}f}"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file as well")
    parser.add_argument("--write", action="store_true", help="write the table into README.md")
    chosen = parser.parse_args()

    compiled.COMPILED_FROM = 0
    solve_flat(Size(1, 1).flat(), average(1))  # compiles
    figures = list(measure_all(SIZES, SECONDS_EACH))
    print(table(figures))
    if chosen.json:
        everything = {
            "processors": multiprocessing.cpu_count(),
            "machine": platform.machine(),
            "python": platform.python_version(),
            "figures": [asdict(figure) for figure in figures],
        }
        chosen.json.write_text(json.dumps(everything, indent=2) + "\n", encoding="utf-8")
    if chosen.write:
        pages.write(NAME, table(figures))


if __name__ == "__main__":
    main()
