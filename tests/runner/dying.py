"""A process that trains a round up to a point and then waits there: `python -m tests.runner.dying FOLDER SETS`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from databourse.market.entries import Entry
from tests.runner.rounds import NUMBER, SERIES, Chain, facts, params, runner_of

ENTRIES = "entries.json"


def chain_of(folder: Path) -> Chain:
    """The round whose entries are in a file of the folder, closed."""
    told = json.loads((folder / ENTRIES).read_text())
    entries = tuple(Entry(index, who, lock, bytes.fromhex(word)) for index, (who, lock, word) in enumerate(told))
    return Chain(facts(entries=entries, closed=True, params=params(model="logistic")))


def main(folder: Path, sets: int) -> None:
    counted = 0

    def wait(more: int, _total: int) -> None:
        nonlocal counted
        counted += more
        if counted >= sets:
            print(counted, flush=True)
            sys.stdin.readline()

    runner_of(chain_of(folder), folder / "runner").train(SERIES, NUMBER, wait)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
