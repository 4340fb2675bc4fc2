"""What the benchmark of markets of models compares: each task in the fast form and as one would write it down."""

from __future__ import annotations

from fractions import Fraction
from math import factorial

import numpy as np
import numpy.typing as npt

from bench.speed.coalition_contestants import Contestant, Run, Task
from databourse.learning import Classifier, Problem, Ridge, measure
from databourse.learning.images import digits, shared_out, split
from databourse.mechanisms.learning import Outcome, Table, multi_task, shapley, single_task
from databourse.mechanisms.learning.literal import shapley_by_subsets

TOKEN = 10**18
VALIDATION = 500


def table(parties: int, seed: int = 0) -> Table:
    """Random counts of 1,000 rows, closed; the same on every machine."""
    chance = np.random.default_rng([parties, seed])
    return Table(parties, chance.integers(0, 1_001, 1 << parties), 1_000).closure()


def shapley_in_floats(values: npt.NDArray[np.float64], parties: int) -> list[float]:
    """The sum over subsets as numpy does it: weights by size, then for each party two strided halves."""
    sizes = np.array([0])
    for _ in range(parties):
        sizes = np.concatenate((sizes, sizes + 1))
    weights = np.array(
        [factorial(size) * factorial(parties - 1 - size) / factorial(parties) for size in range(parties)]
    )
    without = np.append(weights, 0.0)[sizes] * values
    having = np.append(0.0, weights)[sizes] * values
    found = []
    for party in range(parties):
        halves = (-1, 2, 1 << party)
        found.append(float(having.reshape(halves)[:, 1].sum() - without.reshape(halves)[:, 0].sum()))
    return found


def problem(parties: int, validation: int = VALIDATION) -> Problem:
    """Digits, dealt out."""
    train, task = split(digits(), validation)
    return Problem.of(shared_out(train, parties), [task])


def _exact(parties: int) -> Run:
    counts = table(parties).correct
    return lambda: shapley(counts, parties)


def _floats(parties: int) -> Run:
    values = table(parties).correct.astype(np.float64)
    return lambda: shapley_in_floats(values, parties)


def _rationals(parties: int) -> Run:
    counts = list(map(Fraction, table(parties).correct.tolist()))
    return lambda: shapley_by_subsets(counts.__getitem__, parties)


def _one_task(parties: int) -> Run:
    measured = table(parties)
    return lambda: Outcome.of(single_task(measured), TOKEN)


def _task_each(parties: int) -> Run:
    measured = [table(parties, seed) for seed in range(parties)]
    return lambda: Outcome.of(multi_task(measured), TOKEN)


def _ridge(parties: int) -> Run:
    given = problem(parties)
    return lambda: measure(given, Ridge()).tables[0].correct.tolist()


def _ridge_pooled(parties: int) -> Run:
    from sklearn.linear_model import RidgeClassifier

    given = problem(parties)
    return lambda: measure(given, Classifier(RidgeClassifier())).tables[0].correct.tolist()


TASKS = (
    Task(
        "Shapley values of a table",
        (8, 12, 16, 20, 24),
        (
            Contestant("sums by size", _exact),
            Contestant("strides", _floats),
            Contestant("rationals", _rationals, 12),
        ),
    ),
    Task("outcome of one task", (8, 12, 16, 20, 24), (Contestant("closure to payments", _one_task),)),
    Task("outcome of a task each", (8, 12, 16, 20, 24), (Contestant("closure to payments", _task_each, 16),)),
    Task(
        "all ridge regressions of digits",
        (8, 12, 16, 20, 24),
        (Contestant("sums of statistics", _ridge, 16), Contestant("trained one by one", _ridge_pooled, 8)),
    ),
)
