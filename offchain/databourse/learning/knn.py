"""The Shapley value of every single row for a nearest-neighbour model, in closed form: O(n log n) a question.

Jia et al., "Efficient Task-Specific Data Valuation for Nearest Neighbor Algorithms" (2019), theorem 1. What a model is
worth for a question is the share of its k nearest rows that have the right label; the mean over questions is divided.

The values of a party's rows do not add up to the party's Shapley value: there the players are parties, here they are
rows, and rows of one party replace each other.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from databourse.learning.problem import Problem
from databourse.learning.rows import Floats, Rows
from databourse.mechanisms.coalition.checking import check_integer

#: So many distances at a time.
_AT_ONCE = 4_000_000


def row_values(parties: Sequence[Rows], task: Rows, neighbours: int = 1) -> list[Floats]:
    """The value of each row of each party, in accuracy; all of them add up to that of the model of all data.

    Of rows that are equally near, the one that comes first counts as nearer.

    Args:
        parties: their data.
        task: questions with the right labels.
        neighbours: k.

    Raises:
        InvalidInput: as `Problem.of`, or there is no neighbour.
    """
    check_integer("neighbours", neighbours, 1)
    problem = Problem.of(parties, [task])
    rows = np.concatenate([party.features for party in parties])
    codes = np.concatenate(problem.codes)
    total = np.zeros(len(rows))
    step = max(1, _AT_ONCE // len(rows))
    for start in range(0, len(task), step):
        asked, right = task.features[start : start + step], problem.task_codes[0][start : start + step]
        distances = (asked**2).sum(axis=1)[:, None] - 2 * asked @ rows.T + (rows**2).sum(axis=1)
        order = np.argsort(distances, axis=1, kind="stable")
        matches = (codes[order] == right[:, None]).astype(np.float64)
        values = np.empty_like(matches)
        np.put_along_axis(values, order, _by_nearness(matches, neighbours), axis=1)
        total += values.sum(axis=0)
    return np.split(total / len(task), np.cumsum([len(party) for party in parties])[:-1])


def _by_nearness(matches: Floats, neighbours: int) -> Floats:
    """Values of rows, the nearest first: from the farthest on, each by how it differs from the next farther one."""
    count = matches.shape[1]
    places = np.arange(1, count + 1)
    differences = matches.copy()
    differences[:, :-1] -= matches[:, 1:]
    differences *= np.minimum(neighbours, places) / (neighbours * places)
    values: Floats = np.cumsum(differences[:, ::-1], axis=1)[:, ::-1]
    return values
