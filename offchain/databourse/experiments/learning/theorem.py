"""Theorem 1 in random tables: whether copies pay, whether the index told so, and what its lemmas say."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from databourse.experiments.learning.pictures import chance
from databourse.experiments.learning.settings import Settings
from databourse.experiments.parts import Part, chunks
from databourse.experiments.statistics import rounded
from databourse.mechanisms.learning import Table, index_of_copies, single_task
from databourse.mechanisms.learning.attacks import (
    SHAPES,
    Shape,
    copy_single_task,
    is_supermodular,
    random_table,
    with_copies,
)
from databourse.mechanisms.learning.literal import v_by_definition

COPIES = (1, 2, 3)
#: Random tables of accuracy by the number of parties alone, beside the shapes of the solver.
ALIKE = "by number of parties"
_A_TASK = 10
_LARGEST = 20


def table_of(seed: int, shape: str, at: int) -> Table:
    """Three to five parties, of this shape."""
    draw = chance(seed, "theorem", shape, at)
    parties = int(draw.integers(3, 6))
    if shape != ALIKE:
        known: Shape = next(one for one in SHAPES if one == shape)
        return random_table(known, parties, int(draw.integers(1 << 31)))
    by_size = np.sort(draw.integers(1, _LARGEST, parties + 1))
    by_size[0] = 0
    return Table(parties, by_size[[mask.bit_count() for mask in range(1 << parties)]], _LARGEST)


def look(table: Table) -> tuple[Counter[str], float]:
    """Counts over parties whose copies are tried, and the largest profit of copies."""
    counts: Counter[str] = Counter()
    largest = 0.0
    market = single_task(table)
    gains = market.gains
    for party in range(table.parties):
        counts["cases"] += 1
        counts["index above 0"] += market.replication_index[party] > 0
        for copies in COPIES:
            profit = copy_single_task(table, party, copies).profit
            applies = index_of_copies(market.sums, copies)[party] <= 0
            counts[f"{copies} copies pay"] += profit > 0
            counts[f"{copies} copies cost"] += profit < 0
            counts["pays though the index is at most 0"] += profit > 0 and applies
            largest = max(largest, float(profit))
        counts["later copies add more than a_i"] += later_copy_adds(table, party) > gains[party]
    counts["tables"] += 1
    counts["supermodular"] += is_supermodular(table)
    adds = (table.correct[1::2] > table.correct[::2]).any()
    counts["supermodular, a copy being an element"] += bool(adds) and is_supermodular(with_copies(table, 0, 1))
    return counts, largest


def later_copy_adds(table: Table, party: int) -> Any:
    """The most that a copy adds to v of a set that has the party (Lemma 1)."""
    more = with_copies(table, party, 1)
    v = v_by_definition([more.accuracy(mask) for mask in range(len(more.correct))])
    copy = 1 << table.parties
    return max(v(mask | copy) - v(mask) for mask in range(copy) if mask >> party & 1)


def _check(seed: int, shape: str, tables: range) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    largest = 0.0
    for at in tables:
        found, most = look(table_of(seed, shape, at))
        counts.update(found)
        largest = max(largest, most)
    return {"shape": shape, "counts": dict(counts), "largest": rounded(largest)}


def _combine(settings: Settings, found: list[dict[str, Any]]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for shape in (*SHAPES, ALIKE):
        tasks = [task for task in found if task["shape"] == shape]
        counts: Counter[str] = Counter()
        for task in tasks:
            counts.update(task["counts"])
        told[shape] = {**counts, "largest": max(task["largest"] for task in tasks)}
    return {"tables": settings.tables, "shapes": told}


PART = Part[Settings](
    name="theorem",
    title="Theorem 1 in random tables",
    needs=("seed", "tables"),
    tasks=lambda settings: [
        (settings.seed, shape, tables) for shape in (*SHAPES, ALIKE) for tables in chunks(settings.tables, _A_TASK)
    ],
    work=_check,
    combine=_combine,
)
