"""Making the model that parties get: that of the set of parties whose count everybody pays for."""

from __future__ import annotations

import io

import numpy as np

from databourse.learning.linear_model import LinearModel
from databourse.learning.problem import Problem
from databourse.learning.ridge import Ridge
from databourse.learning.trainer import Classifier, Trainer
from databourse.mechanisms.learning.table import Table
from databourse.runner.model_file import Model


def best_set(measured: Table) -> int:
    """The set of parties whose model gets most right: what everybody together reaches in the closed table.

    Of several the one with most parties, and of those the one with the lowest mask. Mostly it is everybody.
    """
    best = np.flatnonzero(measured.correct == measured.correct[1:].max())
    return min((int(mask) for mask in best if mask), key=lambda mask: (-mask.bit_count(), mask))


def make_model(problem: Problem, trainer: Trainer, mask: int, told: str) -> Model:
    """The model of the data of a set of parties, to be handed over.

    Args:
        problem: parties and task.
        trainer: that the table was made with.
        mask: the set.
        told: JSON of the trainer.

    Raises:
        InvalidInput: no model can be made of these data.
    """
    features, codes = problem.pooled(mask)
    held = sorted(set(codes.tolist()))
    labels = tuple(problem.labels[code] for code in held)
    if len(held) == 1:
        return Model(labels, told, LinearModel(labels, np.zeros((1, features.shape[1] + 1))))
    if isinstance(trainer, Ridge):
        return Model(labels, told, LinearModel(labels, trainer.weights(features, codes)[:, held].T))
    if not isinstance(trainer, Classifier):
        raise TypeError(f"no models of a {type(trainer).__name__} are handed over")
    fitted = trainer.fitted(features, codes)
    if _is_softmax(fitted):
        return Model(labels, told, LinearModel.of(labels, fitted.coef_, fitted.intercept_))
    import joblib

    pickled = io.BytesIO()
    joblib.dump(fitted, pickled)
    return Model(tuple(problem.labels), told, pickled=pickled.getvalue())


def _is_softmax(fitted: object) -> bool:
    """Whether it answers with the label whose row of weights gives the largest value."""
    from sklearn.linear_model import LogisticRegression

    return type(fitted) is LogisticRegression
