"""A model that can be handed over: a row of weights for each label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from databourse.learning.rows import Floats, Labels, Rows


@dataclass(frozen=True, eq=False)
class LinearModel:
    """Answers with the label whose weights give the largest value.

    Attributes:
        labels: that it can answer.
        weights: of shape (labels, columns + 1); the last column is the constant.
    """

    labels: tuple[str, ...]
    weights: Floats

    @classmethod
    def of(cls, labels: Sequence[str], weights: Floats, constants: Floats) -> LinearModel:
        """From weights of shape (labels, columns) and a constant each; of two labels the second's may stand alone."""
        both = np.column_stack((weights, constants))
        if len(labels) == 2 and len(both) == 1:
            both = np.vstack((np.zeros_like(both), both))
        return cls(tuple(labels), both)

    def predict(self, features: Floats) -> Labels:
        """The labels of rows of features."""
        answers: Labels = np.array(self.labels)[self.values(features).argmax(axis=1)]
        return answers

    def values(self, features: Floats) -> Floats:
        """Of shape (rows, labels)."""
        found: Floats = features @ self.weights[:, :-1].T + self.weights[:, -1]
        return found

    def accuracy(self, task: Rows) -> float:
        """The share of rows that it gets right."""
        return float((self.predict(task.features) == task.labels).mean())
