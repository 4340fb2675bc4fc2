"""Columns over all subsets of M parties: bit i of an index says whether party i is in the subset."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import check_integer

#: A value for each subset: int64 where sums over all of them fit, otherwise Python's integers in an array of objects.
Values: TypeAlias = npt.NDArray[Any]

#: 2^24 subsets take 128 MiB.
MOST_PARTIES = 24
#: Columns of so many parties are summed in the cache of a processor; longer ones in pieces of that length.
_CACHED = 16
_INT64_BITS = 63


def check_parties(parties: object) -> int:
    """How many parties, of which there can be all subsets.

    Raises:
        InvalidInput: no integer from 1 to 24.
    """
    count = check_integer("parties", parties, 1)
    if count > MOST_PARTIES:
        hint = "sample permutations instead"
        raise InvalidInput.of("parties", count, f"all subsets are for at most {MOST_PARTIES}", hint)
    return count


def members(mask: int) -> list[int]:
    """The parties in a subset, in order."""
    return [party for party in range(mask.bit_length()) if mask >> party & 1]


def summable(values: Values, parties: int) -> Values:
    """The column in a form in which sums over all subsets are exact."""
    largest = max(abs(int(values.max())), abs(int(values.min())))
    return values if largest << parties >> _INT64_BITS == 0 else values.astype(object)


def class_sums(values: Values, parties: int) -> tuple[Values, Values]:
    """A column, added up by the size of the subset, and by a member and the size.

    Half of the subsets have the last party, and either half is a column of one party less; so the sums of a column are
    those of its halves, put together. Of 2^M values each level of that makes a quarter fewer sums than the one before,
    which is O(2^M) in all where a sum for each party would be O(M·2^M).

    Returns:
        By size, of shape (M + 1,); by party and size, of shape (M, M + 1).
    """
    sums = _folded(values, parties)
    return sums[parties], sums[:parties]


def marginal_sums(values: Values, parties: int) -> list[list[int]]:
    """D[i][s]: the sum of f(S ∪ {i}) − f(S) over all S of size s without party i; everything else follows from it.

    Returns:
        Exact integers, a row of M for each party.
    """
    by_size, by_member = (sums.astype(object) for sums in class_sums(summable(values, parties), parties))
    without = by_size - by_member
    return (by_member[:, 1:] - without[:, :-1]).tolist()  # type: ignore[no-any-return]


def _folded(values: Values, parties: int) -> Values:
    """Rows of sums by size: of each party, then of all subsets."""
    if parties > _CACHED:
        half = len(values) // 2
        pieces = (_folded(values[:half], parties - 1), _folded(values[half:], parties - 1))
        return _joined(*pieces)
    # a column for every subset of the parties that were not folded yet, the last party first
    sums = values.reshape(1, 1, -1)
    for _ in range(parties):
        half = sums.shape[2] // 2
        sums = _joined(sums[..., :half], sums[..., half:])
    # the last party was folded first
    return np.concatenate((sums[-2::-1, :, 0], sums[-1:, :, 0]))


def _joined(without: Values, having: Values) -> Values:
    """The sums of both halves: the rows of their parties, of the party that only one of them has, and of all."""
    rows = len(without)
    sums = np.zeros((rows + 1, rows + 1, *without.shape[2:]), dtype=without.dtype)
    sums[: rows - 1, :rows] = without[:-1]
    sums[: rows - 1, 1:] += having[:-1]
    sums[rows - 1, 1:] = having[-1]
    sums[rows, :rows] = without[-1]
    sums[rows, 1:] += having[-1]
    return sums
