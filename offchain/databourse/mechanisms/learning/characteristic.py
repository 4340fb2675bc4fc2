"""What a set of parties is worth together: marginal contributions to the characteristic functions of the paper.

u(S) = G(S), which selects data (section 5), is a table's column of counts itself. v pays for one task that all share
(section 4.1), w for a task of each (section 4.2). What follows from them needs only D[i][s], the sum of
f(S ∪ {i}) − f(S) over all S of size s without party i, as `marginal_sums` has it; here it is for v and w, in exact
integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

import numpy as np

from databourse.mechanisms.learning.subsets import Values, class_sums, marginal_sums, summable
from databourse.mechanisms.learning.table import Table


def v_sums(table: Table) -> list[list[int]]:
    """D of v(S) = G(S) + Σ_{j ∈ S} (G(S) − G({j})) = (|S| + 1)·G(S) − Σ_{j ∈ S} G({j}).

    The factor of G depends on the size alone, and G({j}) is party j's contribution to every set: so the counts are
    added up, and v itself is never written down.

    Returns:
        In units of 1/validation_size.
    """
    parties = table.parties
    by_size, by_member = (sums.astype(object) for sums in class_sums(summable(table.correct, parties), parties))
    rows = []
    for party, own in enumerate(table.alone):
        having, without = by_member[party], by_size - by_member[party]
        rows.append(
            [
                (size + 2) * having[size + 1] - (size + 1) * without[size] - comb(parties - 1, size) * own
                for size in range(parties)
            ]
        )
    return rows


def w_sums(tables: Sequence[Table], whole: int, first: Sequence[int], second: int) -> list[list[int]]:
    """D of w(S) = Σ_i first[i]·G^i(S) + second·Σ_{i ∈ S} (G^i(S) − G^i({i})), for a task of each party.

    Published weights are 1; with first[i] = a_i and second = a it is the gap-weighted w, times a, which stays whole.

    Args:
        tables: task i's at place i, each of as many parties as there are tables.
        whole: a common multiple of the validation sizes.
        first: weights of the tasks in the first sum.
        second: weight of the second sum.

    Returns:
        In units of 1/whole.
    """
    return marginal_sums(w_values(tables, whole, first, second), len(tables))


def w_values(tables: Sequence[Table], whole: int, first: Sequence[int], second: int) -> Values:
    """w(S) for each S; see `w_sums`."""
    parties = len(tables)
    # int64 where nothing can overflow: each G^i is at most `whole`
    fits = whole * (sum(first) + 2 * second * parties) < 1 << 63
    worth = np.zeros(1 << parties, dtype=np.int64 if fits else object)
    masks = np.arange(1 << parties)
    for party, table in enumerate(tables):
        scale = whole // table.validation_size
        accuracy = table.correct.astype(worth.dtype) * scale
        gains = accuracy - table.alone[party] * scale
        worth += first[party] * accuracy + second * np.where(masks >> party & 1, gains, 0)
    return worth
