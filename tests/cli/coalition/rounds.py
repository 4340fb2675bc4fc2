"""Coalition rounds of these tests: people whom nobody else uses, their datasets, and what they do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.cli.conftest import act, ok

KIND = "vibration"
UNITS = {"dev20": (30, 12), "dev21": (20, 8), "dev22": (25, 5)}
"""Who has devices, and how many units the dataset of each device has."""

OUTSIDER = "dev23"
"""Somebody without a token."""

INFLUENCE = [[0.9, 0.2], [0.2, 0.7]]
"""Among two types."""


def register_all(folder: Path) -> dict[str, tuple[int, int]]:
    """Registers two datasets of everybody; their numbers."""
    found = {}
    for name, sizes in UNITS.items():
        ok("account", "fund", name, "--yes")
        numbers = [_register(folder, name, units) for units in sizes]
        found[name] = (numbers[0], numbers[1])
    return found


def _register(folder: Path, name: str, units: int) -> int:
    file = folder / f"{name}-{units}.csv"
    rows = [f"{row},{row * units % 17}{name[-1]}" for row in range(units)]
    file.write_text("\n".join(["time,amplitude", *rows]) + "\n", encoding="utf-8")
    number: int = act(name, "dataset", "register", file, "--kind", KIND)["dataset"]
    return number


def new_series(name: str, *options: object) -> str:
    """Creates a series of the devices' kind of data, for every rule."""
    act("operator", "series", "create", name, "--kind", KIND, *options)
    return name


def open_round(series: str, *options: object, contracts: tuple[str, ...] = ("0:60", "0:31")) -> str:
    """Opens a round of the contract game, if the options do not say otherwise; how it is named."""
    words = [word for contract in contracts for word in ("--contract", contract)]
    opened = act("operator", "coalition", "open", series, "--close-in", "10m", *words, *options)
    return f"{series}/{opened['round']}"


def open_leakage(series: str, folder: Path, *options: object, contracts: tuple[str, ...] = ("0:60", "1:40")) -> str:
    """Opens a round of the leakage game among two types."""
    file = folder / "influence.json"
    file.write_text(str({"influence": INFLUENCE}).replace("'", '"'), encoding="utf-8")
    return open_round(series, "--game", "leakage", "--influence", file, *options, contracts=contracts)


def join(slot: str, name: str, dataset: int, kind: int = 0, *options: object) -> Any:
    """Lets somebody join with a device."""
    return act(name, "coalition", "join", slot, "--dataset", dataset, "--type", kind, *options)


def reveal_all(slot: str) -> Any:
    """Opens everything that is sealed in a round, without waiting for its close."""
    return act("operator", "coalition", "reveal", slot, "--all", "--advance")


def settle(slot: str, *options: object) -> Any:
    """Settles a round, or proposes or finalises, without waiting."""
    return act("solver", "coalition", "settle", slot, "--advance", *options)


def show(slot: str) -> Any:
    """What programs see of a round."""
    return ok("coalition", "show", slot, "--json").json
