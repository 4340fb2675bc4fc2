"""Preference and value of a device's data, kept apart, and the uniform quantiser that makes a type of the value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from databourse.mechanisms.coalition.checking import Floats, check_integer, check_number, check_numbers

#: A type fits 16 bits.
MOST_LEVELS = 1 << 16


@dataclass(frozen=True, slots=True)
class Profile:
    """A device towards the market; both from 0 to 1.

    Attributes:
        preference: how much privacy it wants; 0 is no concern at all. No type depends on it.
        quantile: where the value of its data stands among all.

    Raises:
        InvalidInput: one of them is no number from 0 to 1.
    """

    preference: float
    quantile: float

    def __post_init__(self) -> None:
        check_number("preference", self.preference, 0, 1)
        check_number("quantile", self.quantile, 0, 1)

    def type(self, levels: int) -> int:
        """The type of its data, see `quantise`."""
        return quantise(self.quantile, levels)


def quantise(score: float, levels: int) -> int:
    """The uniform quantiser: min(K − 1, floor(K·score)), so that 1 belongs to the last level.

    Raises:
        InvalidInput: the score is no number from 0 to 1, or the levels are not from 1 to 2^16.
    """
    return quantise_all([score], levels, "score")[0]


def quantise_all(scores: Any, levels: int, field: str = "scores") -> list[int]:
    """The types of many scores; errors as for `quantise`."""
    steps = check_integer("levels", levels, 1, MOST_LEVELS)
    column = check_numbers(field, scores, 0, 1)
    return np.minimum(steps - 1, np.floor(steps * column)).astype(int).tolist()  # type: ignore[no-any-return]


def value_quantiles(values: Sequence[float] | Floats) -> list[float]:
    """Of each value the share of all values that are smaller: the order of contributions, from 0 to below 1.

    Raises:
        InvalidInput: one of them is not finite.
    """
    column = check_numbers("values", values)
    return (np.searchsorted(np.sort(column), column) / max(1, len(column))).tolist()  # type: ignore[no-any-return]
