"""Section 4.2: copies and phantom tasks where everybody has a task, by the published w and by the gap-weighted one."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

from databourse.experiments.learning.pictures import chance
from databourse.experiments.learning.settings import Settings
from databourse.experiments.parts import Part, chunks
from databourse.experiments.statistics import rounded
from databourse.mechanisms.learning.attacks import SHAPES, Shape, copy_multi_task, phantom_tasks, random_table

PARTIES = 3
#: What a copy or a phantom is tried against: the published w over all tasks, over those that there were before, ours.
RULES = ("all tasks", "original tasks", "gap-weighted")
_A_TASK = 15


def _check(seed: int, shape: Shape, markets: range) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    largest: dict[str, float] = {}

    def note(what: str, profit: Fraction) -> None:
        counts[what] += profit > 0
        largest[what] = max(largest.get(what, 0.0), rounded(float(profit)))

    for at in markets:
        draw = chance(seed, "tasks", shape, at)
        tables = [random_table(shape, PARTIES, int(draw.integers(1 << 31))) for _ in range(PARTIES)]
        for party in range(PARTIES):
            counts["cases"] += 1
            note("copy, all tasks", copy_multi_task(tables, party, 1, "literal").profit)
            note("copy, original tasks", copy_multi_task(tables, party, 1, "literal", False).profit)
            note("copy, gap-weighted", copy_multi_task(tables, party, 1, "gap").profit)
        note("phantom, all tasks", phantom_tasks(tables, 0, 1, "literal").profit)
        note("phantom, gap-weighted", phantom_tasks(tables, 0, 1, "gap").profit)
    return {"shape": shape, "counts": dict(counts), "largest": largest}


def _combine(settings: Settings, found: list[dict[str, Any]]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for shape in SHAPES:
        runs = [run for run in found if run["shape"] == shape]
        counts: Counter[str] = Counter()
        for run in runs:
            counts.update(run["counts"])
        told[shape] = {
            "counts": dict(counts),
            "largest": {what: max(run["largest"][what] for run in runs) for what in runs[0]["largest"]},
        }
    return {"markets": settings.tables, "shapes": told}


PART = Part[Settings](
    name="tasks",
    title="Section 4.2: copies and phantom tasks",
    needs=("seed", "tables"),
    tasks=lambda settings: [
        (settings.seed, shape, markets) for shape in SHAPES for markets in chunks(settings.tables, _A_TASK)
    ],
    work=_check,
    combine=_combine,
)
