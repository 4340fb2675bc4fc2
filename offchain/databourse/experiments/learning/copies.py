"""Copies of real data, with models that are trained on them: does it pay, and does Theorem 1 tell?"""

from __future__ import annotations

from collections import Counter
from typing import Any

from databourse.experiments.learning.assumptions import LEARNERS, learner
from databourse.experiments.learning.pictures import Source, uneven
from databourse.experiments.learning.settings import Settings
from databourse.experiments.parts import Part
from databourse.experiments.statistics import rounded
from databourse.learning import Memo, Problem, measure
from databourse.mechanisms.learning import single_task
from databourse.mechanisms.learning.attacks import copy_single_task

PARTIES = 4


def _enter(source: Source, name: str, at: int) -> dict[str, Any]:
    """Every party of one market enters twice, one after the other."""
    kind, parties, task = uneven(source, PARTIES, "copies", at)
    trainer = learner(name)
    counts: Counter[str] = Counter()
    profits = []
    with Memo() as memo:  # sets without the copy are trained once
        (table,) = measure(Problem.of(parties, [task]), trainer, memo=memo, jobs=1).tables
        honest = single_task(table)
        for party in range(PARTIES):
            (doubled,) = measure(Problem.of([*parties, parties[party]], [task]), trainer, memo=memo, jobs=1).tables
            attacked = single_task(doubled)
            profit = attacked.net[party] + attacked.net[-1] - honest.net[party]
            ideal = copy_single_task(table.closure(), party, 1).profit
            above = honest.replication_index[party] > 0
            counts["cases"] += 1
            counts["pays"] += profit > 0
            counts[f"cases, {kind}"] += 1
            counts[f"pays, {kind}"] += profit > 0
            counts["pays, index at most 0"] += profit > 0 and not above
            counts["would pay if copies added nothing"] += ideal > 0
            counts["index above 0"] += above
            counts["table differs from that of copies that add nothing"] += profit != ideal
            profits.append(rounded(float(profit)))
    return {"learner": name, "counts": dict(counts), "profits": profits}


def _combine(settings: Settings, found: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: ARG001 - as all parts
    told = {}
    for name in LEARNERS:
        counts: Counter[str] = Counter()
        profits: list[float] = []
        for run in found:
            if run["learner"] == name:
                counts.update(run["counts"])
                profits += run["profits"]
        told[name] = {**counts, "largest": max(profits), "profits": sorted(profits)}
    return told


PART = Part[Settings](
    name="copies",
    title="Copies of real data",
    needs=("seed", "data", "rows", "markets"),
    tasks=lambda settings: [(settings.source, name, at) for name in LEARNERS for at in range(settings.markets)],
    work=_enter,
    combine=_combine,
)
