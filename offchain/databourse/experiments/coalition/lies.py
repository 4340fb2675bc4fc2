"""What the contract game does not stop: more samples than there are, fewer, and two identities; all lies tried."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from databourse.experiments.coalition.settings import Settings
from databourse.experiments.parts import Part, chunks
from databourse.mechanisms.coalition.analysis import (
    Gains,
    Lie,
    RandomGames,
    best_over_report,
    best_split,
    best_under_report,
    count_gains,
    earns,
)
from databourse.mechanisms.coalition.analysis.lies import Pair

GAMES = RandomGames()
_MOST = 2 * GAMES.samples
_A_TASK = 100


def in_halves(devices: list[Pair], contracts: list[Pair], device: int) -> Lie | None:
    """What a device gains by appearing as two with half of its samples each; None if that does not pay."""
    count, kind = devices[device]
    if count < 2:
        return None
    reports = (count - count // 2, count // 2)
    changed = [*devices[:device], (reports[0], kind), *devices[device + 1 :], (reports[1], kind)]
    lie = Lie(reports, earns(changed, contracts, [device, len(devices)]), earns(devices, contracts, [device]))
    return lie if lie.earned > lie.truthful else None


LIES: dict[str, Callable[..., Any]] = {
    "more samples": partial(best_over_report, most=_MOST),
    "fewer samples": best_under_report,
    "two identities": best_split,
    "two equal identities": in_halves,
}


def _search(seed: int, name: str, games: range) -> dict[str, Any]:
    drawn = int(seed % 2**32) * 1_000_003 + games.start  # the same games for every lie
    found = count_gains(LIES[name], GAMES, len(games), drawn)
    first = count_gains(LIES[name], GAMES, len(games), drawn, liars=1)
    return {"paying": found.paying, "first": first.paying, "example": _example(found)}


def _example(found: Gains) -> dict[str, Any] | None:
    if found.example is None or found.lie is None:
        return None
    devices, contracts = found.example
    return {
        "samples": [count for count, _ in devices],
        "budgets": [budget for _, budget in contracts],
        "device": found.device,
        "reports": list(found.lie.reports),
        "truthful": str(found.lie.truthful),
        "earned": str(found.lie.earned),
        "factor": float(f"{float(found.lie.earned / found.lie.truthful):.6g}"),
    }


def _combine(settings: Settings, found: list[dict[str, Any]]) -> dict[str, Any]:
    told: dict[str, Any] = {"games": settings.lies}
    tasks = len(found) // len(LIES)
    for place, name in enumerate(LIES):
        mine = found[place * tasks : (place + 1) * tasks]
        examples = [one["example"] for one in mine if one["example"]]
        told[name] = {
            "paying": sum(one["paying"] for one in mine),
            "first": sum(one["first"] for one in mine),
            "example": max(examples, key=lambda example: example["factor"], default=None),
        }
    return told


PART = Part[Settings](
    name="lies",
    title="Lies in the contract game",
    needs=("seed", "lies"),
    tasks=lambda settings: [(settings.seed, name, games) for name in LIES for games in chunks(settings.lies, _A_TASK)],
    work=_search,
    combine=_combine,
)
