"""Counts over ranks 1 to n that change one at a time (Fenwick trees): sums and the k-th present, in O(log n).

Parts of kernels, see `mechanisms.compiled`; `tree` has n + 1 numbers, of which the first is not used.
"""

from __future__ import annotations

import numpy as np

from databourse.mechanisms.compiled import Ints, part


def full_tree(size: int) -> Ints:
    """A tree in which every rank counts once."""
    ranks = np.arange(size + 1)
    return ranks & -ranks


@part
def add(tree: Ints, rank: int, amount: int) -> None:
    """Change the count of one rank."""
    while rank < len(tree):
        tree[rank] += amount
        rank += rank & -rank


@part
def count_to(tree: Ints, rank: int) -> int:
    """The sum over the ranks up to and with this one."""
    total = 0
    while rank > 0:
        total += tree[rank]
        rank &= rank - 1
    return total


@part
def highest_step(size: int) -> int:
    """The largest power of two up to `size`: where a descent in a tree begins."""
    step = 1
    while 2 * step <= size:
        step *= 2
    return step


@part
def select(tree: Ints, most: int) -> int:
    """The longest run of ranks from 1 on that counts `most` at most: the index (from 0) of item `most` (from 0)."""
    rank, step = 0, highest_step(len(tree) - 1)
    while step > 0:
        end = rank + step
        if end < len(tree) and tree[end] <= most:
            rank = end
            most -= tree[end]
        step //= 2
    return rank
