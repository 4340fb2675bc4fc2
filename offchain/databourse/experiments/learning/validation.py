"""Section 3.1: is the true validation set the best bid? Every party tries one that it has nearly solved already."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from databourse.experiments.learning.pictures import LABELS, Source, chosen, joined
from databourse.experiments.learning.settings import Settings
from databourse.experiments.parts import Part
from databourse.experiments.statistics import rounded
from databourse.learning import Problem, Ridge, Rows, customise, measure
from databourse.mechanisms.learning import Weighting, multi_task

PARTIES = 4
#: Each party has so many pictures of each of five labels, and its task is all pictures of these labels.
_PICTURES, _LABELS = 6, 5
RULES: tuple[Weighting, ...] = ("literal", "gap")


def market(source: Source, at: int) -> tuple[list[Rows], list[Rows]]:
    """Data and true tasks: parties with few pictures, whose labels overlap."""
    train, task = source.split("validation", at)
    draw = source.chance("validation", "labels", at)
    parties, tasks = [], []
    free = np.ones(len(train), dtype=bool)
    for _ in range(PARTIES):
        labels = draw.choice(LABELS, _LABELS, replace=False).tolist()
        taken = [np.flatnonzero(free & (train.labels == label))[:_PICTURES] for label in labels]
        places = np.concatenate(taken)
        free[places] = False
        parties.append(chosen(train, places))
        tasks.append(task.only(set(labels)))
    return parties, tasks


def easy(data: Rows, task: Rows) -> Rows:
    """The rows of a task that a model of these data gets right, and one of each label that it gets all wrong.

    The labels stay the same, and they are all that a customised model knows of a task.
    """
    codes, labels = np.unique(data.labels, return_inverse=True)
    right = codes[Ridge().predict(data.features, labels, task.features)] == task.labels
    for label in set(task.labels[~right].tolist()) - set(task.labels[right].tolist()):
        right[np.flatnonzero(task.labels == label)[0]] = True
    return chosen(task, right)


def _lie(source: Source, at: int) -> dict[str, Any]:
    parties, tasks = market(source, at)
    data = joined(parties)
    counts: Counter[str] = Counter()
    gains = []
    honest = measure(Problem.of(parties, tasks), Ridge(), jobs=1).tables
    for party in range(PARTIES):
        others = tasks[:party] + tasks[party + 1 :]
        told = easy(parties[party], tasks[party])
        reported = [*tasks[:party], told, *tasks[party + 1 :]]
        lied = measure(Problem.of(parties, reported), Ridge(), jobs=1).tables
        models = [customise(data, task, others).accuracy(tasks[party]) for task in (tasks[party], told)]
        counts["cases"] += 1
        counts["model not worse"] += models[1] >= models[0]
        case: dict[str, float] = {"accuracy": models[1] - models[0]}
        for rule in RULES:
            truth, lie = multi_task(honest, rule), multi_task(lied, rule)
            case["fee"] = float(truth.gains[party] - lie.gains[party])
            case[rule] = models[1] - models[0] + float(lie.net[party] - truth.net[party])
            counts[f"pays, {rule}"] += case[rule] > 0
        gains.append({name: rounded(value) for name, value in case.items()})
    return {"counts": dict(counts), "gains": gains}


def _combine(settings: Settings, found: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: ARG001 - as all parts
    counts: Counter[str] = Counter()
    for run in found:
        counts.update(run["counts"])
    every = [gain for run in found for gain in run["gains"]]
    means = {name: rounded(sum(gain[name] for gain in every) / len(every)) for name in every[0]}
    return {**counts, "mean": means, "largest": {rule: max(gain[rule] for gain in every) for rule in RULES}}


PART = Part[Settings](
    name="validation",
    title="Validation sets that are nearly solved",
    needs=("seed", "data", "rows", "markets"),
    tasks=lambda settings: [(settings.source, at) for at in range(max(2, settings.markets // 2))],
    work=_lie,
    combine=_combine,
)
