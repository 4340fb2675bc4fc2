"""How long coalitions take: the contract game, the leakage game, the exact optimum, and how types are discovered.

    python -m bench.speed.coalition [--write] [--json FILE]

Every figure is the best of several runs, in milliseconds. What is compiled has been compiled before the clock starts,
and games are in the form that a contestant wants.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.speed.coalition_contestants import TASKS, Contestant, Task
from bench.speed.figures import best_time, command_line, publish, short
from databourse.mechanisms import compiled
from tools import pages

SECONDS_EACH = 1.0
MOST_RUNS = 1_000
NAME = "coalition-speed"


@dataclass(frozen=True, slots=True)
class Figure:
    """One contestant at one task of one size: milliseconds of the best run."""

    task: str
    contestant: str
    size: int
    milliseconds: float


def measure(task: Task, contestant: Contestant, size: int, seconds: float) -> Figure:
    """Runs for so many seconds, and once at least; what is compiled was compiled by a run before."""
    print(f"{task.name}, {size:,}: {contestant.name} …", file=sys.stderr, flush=True)
    run = contestant.prepare(size)
    if contestant.compiled:
        run()
    return Figure(task.name, contestant.name, size, best_time(run, seconds, 1, MOST_RUNS))


def measure_all(tasks: Sequence[Task], seconds: float) -> Iterator[Figure]:
    """Every contestant at every size that it can be expected to finish."""
    for task in tasks:
        for contestant in task.contestants:
            for size in task.sizes:
                if size <= contestant.most:
                    yield measure(task, contestant, size, seconds)


def table(figures: Sequence[Figure], things: str = "devices") -> str:
    """The figures as the README has them: a table a list of sizes, a row a task and contestant."""
    tasks: dict[str, list[Figure]] = {}
    for figure in figures:
        tasks.setdefault(figure.task, []).append(figure)
    by_sizes: dict[tuple[int, ...], list[list[Figure]]] = {}
    for found in tasks.values():
        by_sizes.setdefault(tuple(sorted({figure.size for figure in found})), []).append(found)
    return "\n\n".join(_table(sizes, found, things) for sizes, found in by_sizes.items())


def _table(sizes: Sequence[int], tasks: Sequence[Sequence[Figure]], things: str) -> str:
    rows = []
    for figures in tasks:
        found = {(figure.contestant, figure.size): short(figure.milliseconds) for figure in figures}
        for contestant in dict.fromkeys(figure.contestant for figure in figures):
            rows.append([f"{figures[0].task}, {contestant}", *(found.get((contestant, size), "") for size in sizes)])
    return pages.markdown([f"ms for {things}", *(f"{size:,}" for size in sizes)], rows)


def main() -> None:
    """The command line."""
    chosen = command_line(__doc__).parse_args()
    compiled.COMPILED_FROM = 0
    figures = list(measure_all(TASKS, SECONDS_EACH))
    publish(figures, table(figures), NAME, chosen)


if __name__ == "__main__":
    main()
