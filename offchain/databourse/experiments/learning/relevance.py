"""Fig 3a: Shapley values of u when each party has two labels, and the selection of data by them (section 5)."""

from __future__ import annotations

from typing import Any

from databourse.experiments.learning.pictures import LABELS, Source, dealt
from databourse.experiments.learning.settings import Settings
from databourse.experiments.parts import Part
from databourse.experiments.statistics import rounded
from databourse.learning import Problem, classifier, measure
from databourse.mechanisms.learning import Table, select, shapley

PARTIES = 8
#: The labels of the second task, as in the paper.
TASK = ("0", "1", "2", "3", "6", "8")
THRESHOLDS = (0.0, 0.01, 0.05, 0.1)


def draw_labels(source: Source, at: int) -> list[list[str]]:
    """Two labels a party, so that somebody has each label."""
    draw = source.chance("relevance", at)
    while True:
        wanted = [sorted(draw.choice(LABELS, 2, replace=False).tolist()) for _ in range(PARTIES)]
        if {label for labels in wanted for label in labels} == set(LABELS):
            return wanted


def _value(source: Source, at: int) -> dict[str, Any]:
    train, task = source.split("relevance", at)
    wanted = draw_labels(source, at)
    held = [label for labels in wanted for label in labels]
    # one training serves both tasks: the second stands in the place of all parties but the first
    tasks = [task, *[task.only(set(TASK))] * (PARTIES - 1)]
    every, some, *_ = measure(Problem.of(dealt(train, wanted), tasks), classifier("logistic"), jobs=1).tables
    return {
        "labels": wanted,
        "unique": [any(held.count(label) == 1 for label in labels) for labels in wanted],
        "relevant": [bool(set(labels) & set(TASK)) for labels in wanted],
        "every": _values(every),
        "some": _values(some),
        "selected": {f"{one:g}": _select(some, one) for one in THRESHOLDS},
    }


def _values(table: Table) -> list[float]:
    """As published: of the measured table, not its closure."""
    return [rounded(float(value / table.validation_size)) for value in shapley(table.correct, PARTIES)]


def _select(table: Table, threshold: float) -> dict[str, Any]:
    """The parties that are kept, and the accuracy of a model of their data beside that of all data."""
    kept = select(table, threshold)
    found = {name: rounded(float(table.accuracy(mask))) for name, mask in (("kept", kept), ("everybody", -1))}
    return {"parties": [bool(kept >> party & 1) for party in range(PARTIES)], **found}


def _combine(settings: Settings, found: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: ARG001 - as all parts
    pairs = higher = 0
    for draw in found:
        unique, others = (
            [value for value, one in zip(draw["every"], draw["unique"], strict=True) if one is wanted]
            for wanted in (True, False)
        )
        pairs += len(unique) * len(others)
        higher += sum(value > other for value in unique for other in others)
    idle = [
        value for draw in found for value, relevant in zip(draw["some"], draw["relevant"], strict=True) if not relevant
    ]
    busy = [value for draw in found for value, relevant in zip(draw["some"], draw["relevant"], strict=True) if relevant]
    return {
        "draws": len(found),
        "unique higher": higher,
        "unique pairs": pairs,
        "irrelevant": {"parties": len(idle), "least": min(idle, default=0), "most": max(idle, default=0)},
        "relevant, least": min(busy),
        "example": next((draw for draw in found if not all(draw["relevant"])), found[0]),
        "selected": {f"{one:g}": _selected(found, f"{one:g}") for one in THRESHOLDS},
    }


def _selected(found: list[dict[str, Any]], threshold: str) -> dict[str, Any]:
    """Over all draws: right and wrong selections of parties, and what is lost of accuracy."""
    kept = [
        (inside, relevant)
        for draw in found
        for inside, relevant in zip(draw["selected"][threshold]["parties"], draw["relevant"], strict=True)
    ]
    lost = [draw["selected"][threshold]["everybody"] - draw["selected"][threshold]["kept"] for draw in found]
    return {
        "relevant kept": sum(inside and relevant for inside, relevant in kept),
        "relevant": sum(relevant for _, relevant in kept),
        "irrelevant kept": sum(inside and not relevant for inside, relevant in kept),
        "irrelevant": sum(not relevant for _, relevant in kept),
        "lost": rounded(sum(lost) / len(lost)),
        "worst": rounded(max(lost)),
    }


PART = Part[Settings](
    name="relevance",
    title="Fig 3a: values of parties with two labels each",
    needs=("seed", "data", "rows", "splits"),
    tasks=lambda settings: [(settings.source, at) for at in range(max(3, settings.splits // 2))],
    work=_value,
    combine=_combine,
)
