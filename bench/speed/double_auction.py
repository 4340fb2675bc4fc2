"""How long a slot takes to solve, and how much memory.

    python -m bench.speed.double_auction [--write] [--json FILE]

Every figure is the best of several warm runs in a process of its own: what is compiled has been compiled and loaded
before the clock starts. Memory is the most that this process ever held, interpreter and compiler included.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from bench.speed.double_auction_contestants import CONTESTANTS, book
from bench.speed.figures import best_time, command_line, publish, short
from databourse.mechanisms import compiled
from tools import pages

SIZES = (100, 1_000, 10_000, 100_000, 1_000_000)
SECONDS_EACH = 2.0
FEWEST_RUNS = 3
MOST_RUNS = 500
NAME = "speed"


@dataclass(frozen=True, slots=True)
class Figure:
    """One contestant at one size (bids + asks): milliseconds of the best run, mebibytes of the process."""

    contestant: str
    size: int
    milliseconds: float
    memory: float


def measure(contestant: str, size: int, seconds: float = SECONDS_EACH) -> Figure:
    """Measures in this process; the first run, which may compile, is not counted."""
    run = next(one for one in CONTESTANTS if one.name == contestant).prepare(*book(size))
    run()
    best = best_time(run, seconds, FEWEST_RUNS, MOST_RUNS)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Figure(contestant, size, best, held / unit)


def measure_warm(contestant: str, size: int, seconds: float) -> Figure:
    """Measures as in a process that has solved for a while: whatever can be compiled is."""
    compiled.COMPILED_FROM = 0
    return measure(contestant, size, seconds)


def measure_all(sizes: Sequence[int], patient: bool, seconds: float) -> Iterator[Figure]:
    """Every contestant at every size that it can be expected to solve, each in a fresh process."""
    fresh = multiprocessing.get_context("spawn")
    for contestant in CONTESTANTS:
        for size in sizes:
            if size <= max(contestant.largest, contestant.patient if patient else 0):
                print(f"{contestant.name}, {size:,} orders …", file=sys.stderr, flush=True)
                with ProcessPoolExecutor(1, mp_context=fresh) as process:
                    yield process.submit(measure_warm, contestant.name, size, seconds).result()


def table(figures: Sequence[Figure]) -> str:
    """The figures as the README has them: a row a contestant, a column a size, and the memory at the largest one."""
    sizes = sorted({figure.size for figure in figures})
    rows = []
    for name in dict.fromkeys(figure.contestant for figure in figures):
        own = {figure.size: figure for figure in figures if figure.contestant == name}
        times = [short(own[size].milliseconds) if size in own else "" for size in sizes]
        rows.append([name, *times, f"{own[max(own)].memory:,.0f}"])
    return pages.markdown(["ms for bids + asks of", *(f"{size:,}" for size in sizes), "MiB at the largest"], rows)


def main() -> None:
    """The command line."""
    parser = command_line(__doc__)
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="leave out larger books (bids + asks)")
    parser.add_argument("--patient", action="store_true", help="slow ones at larger sizes too: some take minutes")
    chosen = parser.parse_args()

    sizes = [size for size in SIZES if size <= chosen.largest]
    figures = list(measure_all(sizes, chosen.patient, SECONDS_EACH))
    publish(figures, table(figures), NAME, chosen)


if __name__ == "__main__":
    main()
