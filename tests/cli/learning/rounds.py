"""Learning rounds of these tests: people whom nobody else uses, their data, and what they do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from databourse.learning import Rows
from tests.cli.conftest import act, ok
from tests.learning.data import blobs

KIND = "scans"
RUNNER = "dev19"
PARTIES = ("dev13", "dev15", "dev17", "dev18")
JUDGE = "dev12"
EVERYBODY = (*PARTIES, JUDGE)
"""Five, so that their table has more than one word; nothing keeps an arbiter from having data."""
BUDGET = 9


def write(file: Path, rows: Rows) -> Path:
    """A CSV file of points."""
    lines = [
        f"{','.join(map(repr, row))},{label}" for row, label in zip(rows.features.tolist(), rows.labels, strict=True)
    ]
    file.write_text("a,b,c,kind\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return file


def data_of(name: str) -> tuple[Rows, Rows]:
    """What somebody brings: data, and validation rows."""
    place = EVERYBODY.index(name)
    return blobs(10 + 5 * place, place), blobs(12, 50 + place)


def files_of(folder: Path, name: str) -> tuple[Path, Path]:
    """The same in files."""
    train, validation = data_of(name)
    return write(folder / f"{name}.csv", train), write(folder / f"{name}-v.csv", validation)


def new_series(name: str, *options: object) -> str:
    """Creates a series of this kind of data, for every rule, with somebody who decides disputes."""
    act("operator", "series", "create", name, "--kind", KIND, "--arbiter", JUDGE, *options)
    return name


def open_round(series: str, runner: str, *options: object) -> str:
    """Opens a round in which ridge is trained; how it is named."""
    words = ("--runner", runner, "--budget", BUDGET, "--model", "ridge", "--close-in", "10m")
    return f"{series}/{act('operator', 'learning', 'open', series, *words, *options)['round']}"


def join(slot: str, folder: Path, name: str, *options: object) -> Any:
    """Lets somebody join."""
    train, validation = files_of(folder, name)
    return act(name, "learning", "join", slot, "--train", train, "--validation", validation, *options)


def joined(series: str, runner: str, folder: Path, names: tuple[str, ...] = PARTIES[:3], *options: object) -> str:
    """A round that some have joined."""
    slot = open_round(new_series(series), runner, *options)
    for name in names:
        join(slot, folder, name)
    return slot


def train(slot: str) -> Any:
    """Has a round trained without waiting for its close, and its table posted."""
    return act("operator", "learning", "train", slot, "--advance")


def settle(slot: str) -> Any:
    """Settles a round without waiting, or proposes its outcome."""
    return act("solver", "learning", "settle", slot, "--advance")


def show(slot: str) -> Any:
    """What programs see of a round."""
    return ok("learning", "show", slot, "--json").json
