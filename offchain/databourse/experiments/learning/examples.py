"""Smallest markets that decide what holds, to be followed by hand; rationals, as texts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from databourse.experiments.learning.settings import Settings
from databourse.experiments.parts import Part
from databourse.mechanisms.learning import Table, Weighting, single_task
from databourse.mechanisms.learning.attacks import (
    copy_multi_task,
    copy_single_task,
    multi_task_counterexample,
    phantom_tasks,
    shared_label,
    single_task_counterexample,
)
from databourse.mechanisms.learning.literal import shapley_by_definition, v_by_definition

COPIES = range(6)
WEIGHTINGS: dict[str, Weighting] = {"all tasks": "literal", "gap-weighted": "gap"}


def chance_level() -> dict[str, Any]:
    """Two parties, and a model without data that is right in one case of ten: published shares, and those of ours."""
    accuracy = [Fraction(1, 10), Fraction(1, 2), Fraction(1, 2), Fraction(1)]
    v = v_by_definition(accuracy)
    published = sum(value / v(3) for value in shapley_by_definition(v, 2))
    ours = sum(single_task(Table.of(2, [int(10 * one) for one in accuracy], 10)).shares)
    return {"accuracy": list(map(str, accuracy)), "published": str(published), "ours": str(ours)}


def examples() -> dict[str, Any]:
    """All of them: what a party nets with each number of copies."""
    single, several, figure = single_task_counterexample(), multi_task_counterexample(), shared_label()
    return {
        "single": {
            "nets": [str(copy_single_task(single, 0, copies).attacking) for copies in COPIES],
            "index": [str(index) for index in single_task(single).replication_index],
            "shares": [str(share) for share in single_task(single).shares],
        },
        "several": {
            "all tasks": [str(copy_multi_task(several, 0, copies, "literal").attacking) for copies in COPIES],
            "original tasks": [
                str(copy_multi_task(several, 0, copies, "literal", False).attacking) for copies in COPIES
            ],
            "gap-weighted": [str(copy_multi_task(several, 0, copies, "gap").attacking) for copies in COPIES],
            "deposits": str(copy_multi_task(several, 0, COPIES[-1], "literal").deposits),
        },
        "phantoms": {
            name: [str(phantom_tasks(several, 1, phantoms, weighting).attacking) for phantoms in COPIES]
            for name, weighting in WEIGHTINGS.items()
        },
        "figure 3c": [str(copy_single_task(figure, 1, copies).attacking) for copies in COPIES],
        "chance": chance_level(),
    }


PART = Part[Settings](
    name="examples",
    title="Smallest counterexamples",
    needs=(),
    tasks=lambda _: [()],
    work=examples,
    combine=lambda _, found: found[0],
)
