"""Binary search in the first part of a rising column: a part of kernels, see `mechanisms.compiled`."""

from __future__ import annotations

import bisect

from databourse.mechanisms.compiled import Ints, part_with_twin


@part_with_twin("databourse.mechanisms.double_auction.steps.search:search_compiled")
def first_from(column: Ints, count: int, value: int) -> int:
    """The first index whose value is `value` or more, `count` if there is none among the first `count`."""
    return bisect.bisect_left(column, value, 0, count)


def search_compiled(column: Ints, count: int, value: int) -> int:
    """The same without the standard library."""
    low, high = 0, count
    while low < high:
        middle = (low + high) // 2
        if column[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low
