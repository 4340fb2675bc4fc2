"""How well a few values tell the distribution that a buyer wants to know: a potential J for rows of one number."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import check_numbers


class Likeness:
    """J(D) = 1 − the Kolmogorov-Smirnov distance between the values D and the reference; of no values 0.

    The model is the distribution itself: J is how much of it is known at worst, from 0 to 1, for any unit of measure.

    Attributes:
        reference: what is to be learnt, sorted.

    Raises:
        InvalidInput: the reference is empty, or a value in it is not finite.
    """

    def __init__(self, reference: Any) -> None:
        self.reference = sorted(check_numbers("reference", reference).tolist())
        if not self.reference:
            raise InvalidInput("reference is empty, but there must be a value")

    def __call__(self, values: Sequence[float]) -> float:
        """J of these values."""
        gap = 0.0 if len(values) else 1.0
        ordered, size, whole = sorted(values), len(values), len(self.reference)
        # the distance is largest just before or at one of the values; batches are small, and numpy is slow for those
        for place, value in enumerate(ordered):
            before = bisect_left(self.reference, value) / whole - place / size
            after = (place + 1) / size - bisect_right(self.reference, value) / whole
            gap = max(gap, before, after)
        return 1 - gap
