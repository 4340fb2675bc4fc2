"""Models for one task only: good at the party's own, of no use for the others' (section 5, eq 2).

    minimise  cross-entropy(training data) + λ · mean over the others' validation rows of p(true label) + penalty

The probability is bounded, unlike a log-likelihood, which could be lowered without end at the cost of everything else.
Rows of the others whose label the own task has too are left out: to push them away would push away what is paid for,
and a λ that makes the others' labels useless would make the own ones useless as well. The problem is not convex.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from databourse.errors import InvalidInput
from databourse.learning.extras import needs
from databourse.learning.linear_model import LinearModel
from databourse.learning.rows import Floats, Rows
from databourse.mechanisms.coalition.checking import check_number
from databourse.mechanisms.compiled import Ints

_STEPS = 500


@needs("scipy")
def customise(
    data: Rows, task: Rows, others: Sequence[Rows], strength: float = 8.0, penalty: float = 1e-3
) -> LinearModel:
    """A softmax regression for one party.

    Args:
        data: what it is trained on: the pooled rows that were selected for the party's task.
        task: the party's own validation set, of which only the labels matter.
        others: the validation sets of the other parties.
        strength: λ; 0 trains an ordinary model.
        penalty: of the squares of the weights, half of it.

    Raises:
        InvalidInput: the sets have different columns, or a number is negative.
        BourseError: scipy is not installed.
    """
    from scipy.optimize import minimize
    from threadpoolctl import threadpool_limits

    check_number("strength", strength, 0)
    check_number("penalty", penalty, 0)
    for number, rows in enumerate(others):
        if rows.columns != data.columns:
            rule = f"the training data have {data.columns}"
            raise InvalidInput.of(f"others[{number}]: features", rows.columns, rule)
    labels = sorted(set(data.labels.tolist()))
    mine, codes = _with_constant(data.features), np.searchsorted(labels, data.labels)
    theirs, true = _pushed_away(others, sorted(set(labels) - set(task.labels.tolist())), labels)
    shape = (len(labels), data.columns + 1)

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(shape)
        chances = _softmax(mine @ weights.T)
        value = -float(np.log(chances[np.arange(len(codes)), codes] + 1e-300).mean())
        chances[np.arange(len(codes)), codes] -= 1
        slope = chances.T @ mine / len(codes)
        if len(true) and strength:
            chances = _softmax(theirs @ weights.T)
            hits = chances[np.arange(len(true)), true]
            value += strength * float(hits.mean())
            chances *= -hits[:, None]
            chances[np.arange(len(true)), true] += hits
            slope += strength * chances.T @ theirs / len(true)
        value += penalty / 2 * float((weights[:, :-1] ** 2).sum())
        slope[:, :-1] += penalty * weights[:, :-1]
        return value, slope.ravel()

    with threadpool_limits(limits=1):
        found = minimize(loss, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
    weights: Floats = found.x.reshape(shape)
    return LinearModel(tuple(labels), weights)


def _pushed_away(others: Sequence[Rows], foreign: list[str], labels: list[str]) -> tuple[Floats, Ints]:
    """The others' rows whose label the model could answer and the own task has not, and its place."""
    if not others:
        return np.zeros((0, 0)), np.zeros(0, dtype=np.int64)
    features = np.concatenate([rows.features for rows in others])
    texts = np.concatenate([rows.labels for rows in others])
    kept = np.isin(texts, foreign)
    return _with_constant(features[kept]), np.searchsorted(labels, texts[kept])


def _softmax(values: Floats) -> Floats:
    found: Floats = np.exp(values - values.max(axis=1, keepdims=True))
    found /= found.sum(axis=1, keepdims=True)
    return found


def _with_constant(features: Floats) -> Floats:
    return np.column_stack((features, np.ones(len(features))))
