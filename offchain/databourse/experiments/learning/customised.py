"""Fig 4: models for one task only, and what the strength λ of the second term does."""

from __future__ import annotations

from typing import Any

import numpy as np

from databourse.experiments.learning.pictures import LABELS, Source
from databourse.experiments.learning.settings import Settings
from databourse.experiments.parts import Part
from databourse.experiments.statistics import rounded
from databourse.learning import customise

STRENGTHS = (0.0, 1.0, 2.0, 4.0, 8.0, 16.0)
#: The strength whose accuracies are shown for every model and task.
SHOWN = 8.0
#: How many places round the circle of digits two tasks are apart: 0 is the own one.
KINDS = {"own": (0,), "sharing a label": (1, 9), "other": (2, 3, 4, 5, 6, 7, 8)}


def _splits(settings: Settings) -> int:
    """Models take as long as networks do."""
    return max(1, settings.networks // 2)


def pair(party: int) -> set[str]:
    """A party's labels: its own and the next, as in the paper."""
    return {LABELS[party], LABELS[(party + 1) % len(LABELS)]}


def _train(source: Source, at: int, party: int) -> list[list[float]]:
    """Accuracy on every party's task, the own one first, for each strength and at last of a model of own data only."""
    train, task = source.split("customised", at)
    tasks = [task.only(pair(other)) for other in range(len(LABELS))]
    others = tasks[:party] + tasks[party + 1 :]
    models = [customise(train, tasks[party], others, strength) for strength in STRENGTHS]
    models.append(customise(train.only(pair(party)), tasks[party], [], 0.0))
    around = tasks[party:] + tasks[:party]
    return [[rounded(model.accuracy(other)) for other in around] for model in models]


def _combine(settings: Settings, found: list[list[list[float]]]) -> dict[str, Any]:
    # models of all splits and parties, strengths, places round the circle
    every = np.array(found).reshape(_splits(settings), len(LABELS), len(STRENGTHS) + 1, len(LABELS))
    means = every.mean(axis=(0, 1))
    rows = [{kind: rounded(float(row[list(places)].mean())) for kind, places in KINDS.items()} for row in means]
    shown = every[:, :, STRENGTHS.index(SHOWN)].mean(axis=0)
    return {
        "splits": _splits(settings),
        "strengths": [{"strength": strength, **row} for strength, row in zip(STRENGTHS, rows[:-1], strict=True)],
        "own data only": rows[-1],
        "matrix": [[rounded(float(value)) for value in np.roll(row, party)] for party, row in enumerate(shown)],
    }


PART = Part[Settings](
    name="customised",
    title="Fig 4: models of use for one task only",
    needs=("seed", "data", "rows", "networks"),
    tasks=lambda settings: [
        (settings.source, at, party) for at in range(_splits(settings)) for party in range(len(LABELS))
    ],
    work=_train,
    combine=_combine,
)
