"""The distributed Shapley value of a batch of data: its mean marginal contribution to samples of the same origin."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import check_integer, check_number

Point = TypeVar("Point")

#: Of a normal distribution 95 % is within so many standard deviations.
NORMAL_95 = 1.96
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean of so many draws; in 95 of 100 cases the truth is within `half_width` of it."""

    value: float
    half_width: float
    draws: int


def distributed_shapley(
    potential: Callable[[Sequence[Point]], float],
    sample: Callable[[np.random.Generator, int], Sequence[Point]],
    points: Sequence[Point] | None,
    largest: int,
    *,
    draws: int = 10_000,
    precision: float = 0.0,
    seed: int = 0,
) -> Estimate:
    """Theta = E[J(D + z) − J(D)], D being i − 1 points of the device's distribution and i uniform from 1 to `largest`.

    Args:
        potential: J, from 0 to 1: how good the model is with these points.
        sample: draws so many points of the distribution.
        points: z, the batch that is valued; None values a point of the distribution, drawn anew each time.
        largest: the mini-batch size that i goes up to.
        draws: at most so many.
        precision: stop when the half-width is at most this (looked at every 1,000 draws).
        seed: of all that is drawn.

    Raises:
        InvalidInput: fewer than two draws, nothing to draw from, or a potential outside 0 … 1.
    """
    check_integer("largest", largest, 1)
    check_integer("draws", draws, 2)
    check_number("precision", precision, 0)
    chance = np.random.default_rng(check_integer("seed", seed))
    count, mean, squares = 0, 0.0, 0.0
    while count < draws:
        for size in chance.integers(0, largest, min(_AT_ONCE, draws - count)).tolist():
            drawn = _drawn(sample, chance, size)
            added = _drawn(sample, chance, 1) if points is None else points
            gain = _level(potential([*drawn, *added])) - _level(potential(drawn))
            count += 1
            delta = gain - mean
            mean += delta / count
            squares += delta * (gain - mean)
        half_width = NORMAL_95 * math.sqrt(squares / (count - 1) / count) if count > 1 else math.inf
        if half_width <= precision:
            break
    return Estimate(mean, half_width, count)


def size_only_shapley(potential: Callable[[int], float], largest: int) -> float:
    """Theta of one point where J depends on the number of points alone: (J(largest) − J(0))/largest, exactly.

    Raises:
        InvalidInput: as for `distributed_shapley`.
    """
    check_integer("largest", largest, 1)
    return (_level(potential(largest)) - _level(potential(0))) / largest


def _drawn(
    sample: Callable[[np.random.Generator, int], Sequence[Point]], chance: np.random.Generator, size: int
) -> list[Point]:
    drawn = list(sample(chance, size))
    if len(drawn) != size:
        raise InvalidInput(f"sample gave {len(drawn)} points, but it was asked for {size}")
    return drawn


def _level(value: float) -> float:
    return check_number("potential", value, 0, 1)
