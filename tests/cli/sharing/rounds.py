"""Sharing rounds of these tests: people whom nobody else uses, their datasets, and what they do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.cli.conftest import act, ok

KIND = "admissions"
UNITS = {"dev24": 50, "dev25": 40, "dev26": 30, "dev27": 20, "dev28": 10}
"""Who shares, and how many units the dataset of each has."""

TABLE = "0,10,17,22,25,26.5"
"""What lots of 20 units are worth, in tokens."""

LOT = 20


def register_all(folder: Path) -> dict[str, int]:
    """Registers a dataset of everybody; their numbers."""
    found = {}
    for name, units in UNITS.items():
        file = folder / f"{name}.csv"
        rows = [f"{row},{row * units % 17}{name[-1]}" for row in range(units)]
        file.write_text("\n".join(["day,count", *rows]) + "\n", encoding="utf-8")
        found[name] = int(act(name, "dataset", "register", file, "--kind", KIND)["dataset"])
    return found


def new_series(name: str, *options: object) -> str:
    """Creates a series of this kind of data, for every rule."""
    act("operator", "series", "create", name, "--kind", KIND, *options)
    return name


def open_round(series: str, *options: object, table: str = TABLE) -> str:
    """Opens a bilateral round; how it is named."""
    words = ("--table", table, "--lot", LOT, "--close-in", "10m")
    return f"{series}/{act('operator', 'sharing', 'open', series, *words, *options)['round']}"


def report(slot: str, name: str, dataset: int, cost: object, *options: object) -> Any:
    """Lets somebody report."""
    return act(name, "sharing", "report", slot, "--dataset", dataset, "--cost", cost, *options)


def settle(slot: str) -> Any:
    """Settles a round without waiting."""
    return act("solver", "sharing", "settle", slot, "--advance")


def show(slot: str) -> Any:
    """What programs see of a round."""
    return ok("sharing", "show", slot, "--json").json


def open_costs(series: str, mode: str, *options: object) -> str:
    """Opens a round for money at any costs, lots of 10 units; how it is named."""
    words = ("--mode", mode, "--any-costs", "--lot", 10, "--close-in", "10m", *options)
    return f"{series}/{act('operator', 'sharing', 'open', series, *words)['round']}"


def report_costs(slot: str, datasets: dict[str, int]) -> None:
    """Lets five report, as worked out in `tests/market/sharing/costs/test_rule.py`, in tokens.

    dev24 and dev25 sell a lot at 1 each, dev24 to dev26 at 4; dev27 sells two at 7. For dev26 two lots are complements,
    and what dev28 wants adds up over sellers.
    """
    for name in UNITS:
        act("operator", "account", "fund", name)
    sold = {"dev24": (10, 1, "dev26:4"), "dev25": (10, 1, None), "dev27": (20, 7, None)}
    values = [word for said in ("dev24:3", "dev25:1", "dev27:9") for word in ("--value", said)]
    for name in UNITS:
        if name in sold:
            size, cost, exception = sold[name]
            words = ("--size", size, *(("--cost-for", exception) if exception else ()))
            report(slot, name, datasets[name], cost, *words)
        else:
            act(name, "sharing", "report", slot, *(("--table", "0,0,10") if name == "dev26" else values))
