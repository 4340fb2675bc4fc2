from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise, product

from databourse.mechanisms.sharing.unilateral.demand.search_kernel import bests_without, search
from tests.mechanisms.sharing.unilateral.markets import concave_table


def test_a_search_finds_the_best_that_can_be_added() -> None:
    """Unscaled, so that being off by one would show: every set beside what has been bought already."""
    chance = random.Random(1)
    for _ in range(1_500):
        pairs = [(chance.randint(1, 6), chance.randint(1, 20)) for _ in range(chance.randint(0, 6))]
        pairs.sort(key=lambda pair: Fraction(pair[1], pair[0]))
        sizes, costs = [size for size, _ in pairs], [cost for _, cost in pairs]
        table = concave_table(chance, chance.randint(1, 15), 9)
        levels = [sum((after - before) * size > cost for before, after in pairwise(table)) for size, cost in pairs]
        bought, paid = chance.randint(0, 4), chance.randint(0, 9)

        def surplus(taken: tuple[int, ...] | list[int]) -> int:
            total = bought + sum(size for size, one in zip(sizes, taken, strict=True) if one)  # noqa: B023
            spent = paid + sum(cost for cost, one in zip(costs, taken, strict=True) if one)  # noqa: B023
            return table[min(total, len(table) - 1)] - spent  # noqa: B023

        best = max(map(surplus, product((0, 1), repeat=len(pairs))))
        found, chosen, nodes = search(sizes, costs, levels, table, bought, paid, -1_000, 1_000)
        assert found == best == surplus(chosen) and nodes <= 1_000
        assert search(sizes, costs, levels, table, bought, paid, best, 1_000)[:2] == (best, [0] * len(pairs))


def test_a_search_without_a_seller_is_given_up_too() -> None:
    table = [0, 5, 10, 15, 20, 21, 22, 23, 24]
    assert bests_without([4, 4], [1, 5], [8, 4], table, [1, 1], 100) == ([15, 19], True)
    assert bests_without([4, 4], [1, 5], [8, 4], table, [1, 1], 0) == ([], False)
