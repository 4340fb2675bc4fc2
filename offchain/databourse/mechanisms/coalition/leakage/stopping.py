"""The stop rule of the paper's Fig 8: r has hardly moved for a number of rounds. That is no accuracy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from databourse.mechanisms.coalition.checking import Floats, check_integer, check_number
from databourse.mechanisms.coalition.leakage.covariance import check_samples, correlation_of, influence_of
from databourse.mechanisms.coalition.leakage.precision import half_widths

PRECISION = 5e-4
PATIENCE = 20
_AT_ONCE = 4_096


@dataclass(frozen=True)
class Learnt:
    """What was known where learning stopped.

    Attributes:
        rounds: how many samples of each device were seen.
        stopped: whether the rule said stop; otherwise the samples ran out.
        change: how far some r moved in the last round.
        correlation: r, by device and device.
        half_width: of a 95 % interval of r, by device and device; what may be called accuracy.
    """

    rounds: int
    stopped: bool
    change: float
    correlation: Floats
    half_width: Floats

    @property
    def influence(self) -> Floats:
        """G = r², 0 on the diagonal."""
        return influence_of(self.correlation)


def learn(samples: Any, precision: float = PRECISION, patience: int = PATIENCE) -> Learnt:
    """Read samples round by round until no r has moved by more than `precision` for `patience` rounds in a row.

    Args:
        samples: a row a round, a column a device; at least two of each.
        precision: the largest change of r that counts as none.
        patience: rounds without change after which it stops.

    Raises:
        InvalidInput: samples are no such matrix or not finite, or the rule makes no sense.
    """
    matrix = check_samples("samples", samples)
    check_integer("rounds of samples", matrix.shape[0], 2)
    check_integer("devices in samples", matrix.shape[1], 2)
    check_number("precision", precision, 0, 1)
    check_integer("patience", patience, 1)
    # Sums of products would cancel where means are large; a shift to the first sample keeps them small.
    matrix = matrix - matrix[0]
    sums, products = np.zeros(matrix.shape[1]), np.zeros((matrix.shape[1],) * 2)
    before = np.zeros_like(products)
    calm, change = 0, np.inf
    for begin in range(0, len(matrix), _AT_ONCE):
        rows = matrix[begin : begin + _AT_ONCE]
        running = sums + np.cumsum(rows, axis=0)
        running_products = products + np.cumsum(rows[:, :, None] * rows[:, None, :], axis=0)
        counts = np.arange(begin + 1, begin + len(rows) + 1)[:, None, None]
        found = correlation_of(running_products - running[:, :, None] * running[:, None, :] / counts)
        previous = np.concatenate((before[None], found[:-1]))
        for place, moved in enumerate(np.abs(found - previous).max(axis=(1, 2)).tolist()):
            rounds, change = begin + place + 1, moved
            calm = calm + 1 if rounds > 2 and moved <= precision else 0
            if calm >= patience:
                return _learnt(rounds, True, change, found[place])
        sums, products, before = running[-1], running_products[-1], found[-1]
    return _learnt(len(matrix), False, change, before)


def _learnt(rounds: int, stopped: bool, change: float, correlation: Floats) -> Learnt:
    return Learnt(rounds, stopped, change, correlation, half_widths(correlation, rounds))
