"""Other ways to enter: in two halves, with half of the data, or two parties as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from databourse.experiments.learning.pictures import Source, chance, chosen, uneven
from databourse.experiments.learning.settings import Settings
from databourse.experiments.parts import Part, chunks
from databourse.experiments.statistics import rounded
from databourse.learning import Problem, Ridge, measure
from databourse.mechanisms.learning import Market, Table, single_task
from databourse.mechanisms.learning.attacks import SHAPES, Shape, random_table

PARTIES = 3
REAL = "digits"
WAYS = ("split", "withhold", "merge")
_A_TASK = 20


def regrouped(table: Table, identities: Sequence[int]) -> Table:
    """The table of identities that bring these sets of pieces, which are the parties of a table."""
    masks = np.arange(1 << len(identities))
    pieces = np.zeros_like(masks)
    for place, identity in enumerate(identities):
        pieces |= np.where(masks >> place & 1, identity, 0)
    return Table(len(identities), table.correct[pieces], table.validation_size)


def profits(pieces: Table) -> dict[str, list[Fraction]]:
    """What each way brings, beyond entering as one is, for all that can go it; party i has the pieces 2i and 2i + 1.

    A party has the accuracy of the best model that it can use, and its net money, in accuracy.
    """
    whole = [3 << 2 * party for party in range(PARTIES)]
    market = single_task(regrouped(pieces, whole))
    reached = Fraction(market.together[0], market.whole)
    found: dict[str, list[Fraction]] = {way: [] for way in WAYS}
    for party in range(PARTIES):
        first, second = 1 << 2 * party, 2 << 2 * party
        others = whole[:party] + whole[party + 1 :]
        halves = single_task(regrouped(pieces, [first, second, *others]))
        found["split"].append(halves.net[0] + halves.net[1] - market.net[party])
        for half in (first, second):
            less = single_task(regrouped(pieces, [half, *others]))
            model = max(Fraction(less.together[0], less.whole), Fraction(market.alone[party], market.whole))
            found["withhold"].append(model + less.net[0] - reached - market.net[party])
    for one in range(PARTIES):
        for other in range(one):
            rest = [mask for party, mask in enumerate(whole) if party not in (one, other)]
            together: Market = single_task(regrouped(pieces, [whole[one] | whole[other], *rest]))
            found["merge"].append(together.net[0] - market.net[one] - market.net[other])
    return found


def complementary_halves() -> Table:
    """Pieces of which only the two of party 0 together are worth something: then halves gain by each other."""
    return Table.of(2 * PARTIES, [int(mask & 3 == 3) for mask in range(1 << 2 * PARTIES)], 1)


def _halves() -> dict[str, str]:
    """What party 0 nets as one and as two halves that complement each other."""
    pieces = complementary_halves()
    profit = profits(pieces)["split"][0]
    whole = single_task(regrouped(pieces, [3 << 2 * party for party in range(PARTIES)])).net[0]
    return {"as one": str(whole), "in halves": str(whole + profit)}


def _random(shape: Shape, seed: int, at: int) -> Table:
    return random_table(shape, 2 * PARTIES, int(chance(seed, "pieces", shape, at).integers(1 << 31)))


def real(source: Source, at: int) -> Table:
    """Halves of three parties' pictures, with ridge regression."""
    _, parties, task = uneven(source, PARTIES, "identities", at)
    pieces = [chosen(rows, np.arange(half, len(rows), 2)) for rows in parties for half in (0, 1)]
    return measure(Problem.of(pieces, [task]), Ridge(), jobs=1).tables[0].closure()


def _check(kind: Any, source: Source, markets: range) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    largest = dict.fromkeys(WAYS, 0.0)
    for at in markets:
        table = real(source, at) if kind == REAL else _random(kind, source.seed, at)
        for way, found in profits(table).items():
            counts[f"{way}, cases"] += len(found)
            counts[f"{way}, pays"] += sum(profit > 0 for profit in found)
            largest[way] = max(largest[way], *(rounded(float(profit)) for profit in found))
    return {"kind": kind, "counts": dict(counts), "largest": largest}


def _combine(settings: Settings, found: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: ARG001 - as all parts
    told: dict[str, Any] = {}
    for kind in (*SHAPES, REAL):
        runs = [run for run in found if run["kind"] == kind]
        counts: Counter[str] = Counter()
        for run in runs:
            counts.update(run["counts"])
        told[kind] = {
            way: {
                "cases": counts[f"{way}, cases"],
                "pays": counts[f"{way}, pays"],
                "largest": max(run["largest"][way] for run in runs),
            }
            for way in WAYS
        }
    return {"kinds": told, "halves": _halves()}


PART = Part[Settings](
    name="identities",
    title="Entering in halves, with half, or as one",
    needs=("seed", "data", "rows", "tables", "markets"),
    tasks=lambda settings: [
        *((shape, settings.source, markets) for shape in SHAPES for markets in chunks(settings.tables, _A_TASK)),
        *((REAL, settings.source, markets) for markets in chunks(settings.markets, _A_TASK)),
    ],
    work=_check,
    combine=_combine,
)
