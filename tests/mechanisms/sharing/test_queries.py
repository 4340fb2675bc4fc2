from __future__ import annotations

import random
from fractions import Fraction
from itertools import product

import pytest

from databourse.errors import InvalidInput, Refused
from databourse.mechanisms.sharing.queries import Accountant, best_counts, buy_queries

FREE = [[0, 0], [0, 0]]


def two(values: list[int], price: int, cap: int | None = None, accountant: Accountant | None = None) -> int:
    """How many queries agent 0 runs on agent 1."""
    found = buy_queries(
        [[[], values], [[], []]],
        [[0, 0], [price, 0]],
        [[None, cap], [None, None]],
        accountant or Accountant([0, 0], [0, 0]),
    )
    assert found.payments == [price * found.counts[0][1], -price * found.counts[0][1]]
    return found.counts[0][1]


def test_queries_are_bought_while_they_are_worth_more_than_they_cost() -> None:
    assert two([9, 6, 3, 1], 3) == 2  # a third is worth just its price
    assert two([9, 6, 3, 1], 0) == 4
    assert two([9, 6, 3, 1], 10) == 0
    assert two([9, 6, 3, 1], 0, cap=3) == 3
    assert two([], 0) == 0


def test_values_that_rise_later() -> None:
    assert two([1, 9], 4) == 2  # the first alone does not pay
    assert two([1, 7], 4) == 0  # both together just make up for it
    assert two([1, 9], 4, cap=1) == 0


def test_budgets_are_given_in_the_order_of_buyers() -> None:
    accountant = Accountant([0, 0, Fraction(1, 3)], [0, 0, 1])
    values: list[list[list[int]]] = [[[], [], [5, 4, 3]], [[], [], [9, 9, 9]], [[], [], []]]
    found = buy_queries(values, [[0] * 3] * 3, [[None, None, 2], [None] * 3, [None] * 3], accountant)
    assert found.counts == [[0, 0, 2], [0, 0, 1], [0, 0, 0]]
    assert found.epsilon_spent == [0, 0, 1] and accountant.affordable(2) == 0
    assert found.payments == [0, 0, 0]


def test_the_accountant_never_goes_over_a_budget() -> None:
    accountant = Accountant([Fraction(1, 10), 0], [Fraction(1, 4), 0])
    assert accountant.affordable(0) == 2 and accountant.affordable(1) is None
    accountant.charge(0, 2)
    accountant.charge(1, 10**9)
    with pytest.raises(Refused, match="agent 0 has room for 0 queries, but 1 were asked"):
        accountant.charge(0, 1)
    assert accountant.spent == [Fraction(1, 5), 0]


def test_the_best_numbers_are_those_of_the_enumeration_where_values_add_up() -> None:
    chance = random.Random(1)
    nothing: list[int] = []
    for _ in range(60):
        values = [[chance.randint(0, 9) for _ in range(chance.randint(0, 3))] for _ in range(3)]
        prices = [chance.randint(0, 9) for _ in range(3)]
        rows: list[list[list[int]]] = [[nothing, *values], *[[nothing] * 4] * 3]
        found = buy_queries(
            rows,
            [[0] * 4, *([price, 0, 0, 0] for price in prices)],
            [[None] * 4] * 4,
            Accountant([0] * 4, [0] * 4),
        ).counts[0][1:]

        def worth(counts: tuple[int, ...]) -> int:
            return sum(sum(row[:count]) for row, count in zip(values, counts, strict=True))  # noqa: B023

        assert tuple(found) == best_counts(worth, prices, list(map(len, values)))


def test_queries_that_depend_on_each_other() -> None:
    together = lambda counts: 10 if min(counts) >= 1 else 0  # noqa: E731
    assert best_counts(together, [3, 4], [2, 2]) == (1, 1)
    assert best_counts(together, [6, 4], [2, 2]) == (0, 0)  # just worth it is not enough
    chance = random.Random(2)
    table = {counts: chance.randint(0, 20) for counts in product(range(3), repeat=2)}
    best = best_counts(table.__getitem__, [2, 3], [2, 2])
    assert max(table[c] - 2 * c[0] - 3 * c[1] for c in table) == table[best] - 2 * best[0] - 3 * best[1]
    with pytest.raises(InvalidInput, match="combinations"):
        best_counts(together, [1] * 3, [100] * 3)
