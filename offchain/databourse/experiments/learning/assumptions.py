"""Section 2: how far real models keep what is assumed of them: copies do nothing, more data never harms, (iii)."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from databourse.experiments.learning.pictures import Source, joined, uneven
from databourse.experiments.learning.settings import Settings
from databourse.experiments.parts import Part
from databourse.experiments.statistics import rounded
from databourse.learning import Problem, Ridge, Trainer, classifier, measure
from databourse.mechanisms.learning import Table, conditions

PARTIES = 5
LEARNERS = ("nearest neighbour", "naive Bayes", "logistic regression", "ridge regression")


def learner(name: str) -> Trainer:
    """The trainer of this name."""
    if name == "ridge regression":
        return Ridge()
    known = {"nearest neighbour": "knn", "naive Bayes": "bayes", "logistic regression": "logistic"}
    return classifier(known[name])


def _look(source: Source, name: str, at: int) -> dict[str, Any]:
    _, parties, task = uneven(source, PARTIES, "assumptions", at)
    trainer = learner(name)
    problem = Problem.of(parties, [task])
    (table,) = measure(problem, trainer, jobs=1).tables
    found = conditions(table)
    return {
        "learner": name,
        "counts": {
            "tables": 1,
            **steps(table),
            "tables not monotone": int(not table.is_closed()),
            "tables with somebody harmed": int(bool(found.harmed)),
            "tables with a negative value": int(bool(found.negative)),
            "cells raised": found.raised,
            "cells": len(table.correct) - 1,
        },
        **_doubled(problem, trainer),
    }


def _doubled(problem: Problem, trainer: Trainer) -> dict[str, float]:
    """The share of answers that change when all data come twice, and when one party's do."""

    def answers(parties: list[Any]) -> Any:
        data = joined(parties)
        return trainer.predict(data.features, np.searchsorted(problem.labels, data.labels), problem.asked)

    once = list(problem.parties)
    first = answers(once)
    every, one = answers(once + once), answers([*once, once[0]])
    return {"all twice": float((every != first).mean()), "one twice": float((one != first).mean())}


def steps(table: Table) -> dict[str, int]:
    """Steps to one party more that lose accuracy, and pairs of parties whose contributions (iii) compares.

    A model without data answers nothing, so that the first party always adds most: steps from it are left out.
    """
    counts: Counter[str] = Counter()
    masks, g = np.arange(1, len(table.correct)), table.correct
    for one in range(table.parties):
        free = masks[masks >> one & 1 == 0]
        counts["steps"] += len(free)
        counts["steps down"] += int((g[free | 1 << one] < g[free]).sum())
        for other in range(one):
            both = free[free >> other & 1 == 0]
            early = g[both | 1 << one] - g[both]
            late = g[both | 1 << one | 1 << other] - g[both | 1 << other]
            counts["pairs"] += len(both)
            counts["pairs supermodular"] += int((early <= late).sum())
            counts["pairs submodular"] += int((early >= late).sum())
    return dict(counts)


def _combine(settings: Settings, found: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: ARG001 - as all parts
    told = {}
    for name in LEARNERS:
        runs = [run for run in found if run["learner"] == name]
        counts: Counter[str] = Counter()
        for run in runs:
            counts.update(run["counts"])
        means = {way: rounded(sum(run[way] for run in runs) / len(runs)) for way in ("all twice", "one twice")}
        told[name] = {**counts, **means}
    return told


PART = Part[Settings](
    name="assumptions",
    title="Section 2: what real models keep of the assumptions",
    needs=("seed", "data", "rows", "markets"),
    tasks=lambda settings: [
        (settings.source, name, at) for name in LEARNERS for at in range(max(2, settings.markets // 2))
    ],
    work=_look,
    combine=_combine,
)
