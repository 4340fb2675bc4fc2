"""Values of single rows against the value of the party that has them, for a nearest-neighbour model."""

from __future__ import annotations

from typing import Any

import numpy as np

from databourse.experiments.learning.pictures import Source, chosen
from databourse.experiments.learning.settings import Settings
from databourse.experiments.parts import Part
from databourse.experiments.statistics import estimate, rounded
from databourse.learning import Problem, classifier, measure, row_values
from databourse.mechanisms.learning import shapley

#: Each party has about twice the pictures of the one before it, 2^6 − 1 parts in all.
PARTIES = 6


def _value(source: Source, at: int) -> dict[str, list[float]]:
    train, task = source.split("values", at)
    pieces = np.array_split(source.chance("values", at).permutation(len(train)), (1 << PARTIES) - 1)
    parties = [chosen(train, np.concatenate(pieces[(1 << party) - 1 : (2 << party) - 1])) for party in range(PARTIES)]
    problem = Problem.of(parties, [task])
    (table,) = measure(problem, classifier("knn"), jobs=1).tables
    return {
        "rows": [rounded(float(values.sum())) for values in row_values(parties, task)],
        "party": [rounded(float(value / table.validation_size)) for value in shapley(table.correct, PARTIES)],
        "sizes": [float(len(rows)) for rows in parties],
        "everybody": [rounded(float(table.accuracy(-1)))],
    }


def _combine(settings: Settings, found: list[dict[str, list[float]]]) -> dict[str, Any]:  # noqa: ARG001 - as all parts
    return {
        "splits": len(found),
        "sizes": [int(size) for size in found[0]["sizes"]],
        "everybody": vars(estimate([run["everybody"][0] for run in found])),
        **{
            way: [vars(estimate(runs)) for runs in zip(*(run[way] for run in found), strict=True)]
            for way in ("rows", "party")
        },
        "largest error of a sum": max(abs(sum(run["rows"]) - run["everybody"][0]) for run in found),
    }


PART = Part[Settings](
    name="values",
    title="Values of rows and of parties",
    needs=("seed", "data", "rows", "networks"),
    tasks=lambda settings: [(settings.source, at) for at in range(settings.networks)],
    work=_value,
    combine=_combine,
)
