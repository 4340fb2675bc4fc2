"""The table of an exchange: for each set of parties, how many validation rows the model of their data gets right."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import check_integer, check_list
from databourse.mechanisms.compiled import Ints
from databourse.mechanisms.learning.subsets import check_parties

#: Rows of a validation set; sums over 24 parties then fit 64 bits.
MOST_ROWS = 2**32 - 1


@dataclass(frozen=True, eq=False)
class Table:
    """Counts of correct answers; `of` checks and builds it. Accuracy G(S) is a count over `validation_size`.

    Attributes:
        parties: M.
        correct: 2^M counts; bit i of an index says whether the model had party i's data.
        validation_size: rows of the validation set.
    """

    parties: int
    correct: Ints
    validation_size: int

    @classmethod
    def of(cls, parties: int, correct: Any, validation_size: int, field: str = "correct") -> Table:
        """The table of these counts; `field` is what errors call them.

        Raises:
            InvalidInput: there are not 1 to 24 parties or not 2^M counts, or a count is not from 0 to the size.
        """
        subsets = 1 << check_parties(parties)
        size = check_integer("validation_size", validation_size, 1, MOST_ROWS)
        counts = correct if isinstance(correct, np.ndarray) else check_list(field, correct)
        if len(counts) != subsets:
            rule = f"it must have one for each of the {subsets} sets of {parties} parties"
            raise InvalidInput(f"{field} has {len(counts)} entries, but {rule}")
        return cls(parties, _counts(field, counts, size), size)

    @property
    def everybody(self) -> int:
        """The count of the model of all data."""
        return int(self.correct[-1])

    @property
    def alone(self) -> list[int]:
        """The count of each party's own model."""
        return [int(self.correct[1 << party]) for party in range(self.parties)]

    def accuracy(self, mask: int) -> Fraction:
        """G(S), exactly."""
        return Fraction(int(self.correct[mask]), self.validation_size)

    def closure(self) -> Table:
        """The table that counts: the best that each set reaches when some of it leave their data out.

        It has no negative gain and no negative contribution, and a model without data is worth nothing.
        """
        counts = self.correct.copy()
        counts[0] = 0
        for party in range(self.parties):
            halves = counts.reshape(-1, 2, 1 << party)
            np.maximum(halves[:, 0], halves[:, 1], out=halves[:, 1])
        return Table(self.parties, counts, self.validation_size)

    def is_closed(self) -> bool:
        """Whether the table is its own closure."""
        return bool((self.correct == self.closure().correct).all())

    def restricted(self, kept: int) -> Table:
        """The table of a task that is trained on data of the parties in `kept` alone: G(S ∩ D) for every S."""
        masks = np.arange(len(self.correct))
        return Table(self.parties, self.correct[masks & kept], self.validation_size)


def _counts(field: str, counts: Any, size: int) -> Ints:
    column = _integers(counts)
    if column is not None:
        wrong = (column < 0) | (column > size)
        if not wrong.any():
            return column
        counts = counts[: int(np.argmax(wrong)) + 1]
    return np.array([check_integer(f"{field}[{mask}]", count, 0, size) for mask, count in enumerate(counts)], np.int64)


def _integers(counts: Any) -> Ints | None:
    """The entries as a column of their own, if all of them are integers of 64 bits; a million are checked at once."""
    if isinstance(counts, np.ndarray):
        return counts.astype(np.int64) if counts.dtype.kind in "iu" and counts.ndim == 1 else None
    if set(map(type, counts)) != {int}:
        return None
    try:
        return np.array(counts, dtype=np.int64)
    except OverflowError:
        return None
