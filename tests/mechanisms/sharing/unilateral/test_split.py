from __future__ import annotations

import random
from itertools import product

from databourse.mechanisms.sharing import clamped, published


def test_every_small_split() -> None:
    """The money adds up to 0, and nobody's data payment has another sign than its payment, or is more than it."""
    for payments in product(range(-3, 4), repeat=4):
        split = clamped(payments)
        assert split.imbalance == 0 and sum(split.data) == sum(payments)
        for payment, data, money in zip(payments, split.data, split.money, strict=True):
            assert data + money == payment
            assert min(payment, 0) <= data <= max(payment, 0)
            assert data == 0 or (data > 0) is (sum(payments) > 0)


def test_who_is_first() -> None:
    assert clamped([5, 9, 9, -3]).data == (2, 9, 9, 0)
    assert clamped([5, 9, 9, -20]).data == (0, 3, 0, 0)  # of equal payments the lower index first
    assert clamped([-5, -9, -9, 3]).data == (-2, -9, -9, 0)
    assert clamped([-5, -9, -9, 20]).data == (0, 0, -3, 0)  # and from the bottom the higher index
    assert clamped([4, -4]).data == (0, 0)
    assert clamped([]).data == ()


def test_money_of_any_size() -> None:
    split = clamped([10**30, -(10**30) - 7, 3])
    assert split.data == (0, -4, 0) and split.money == (10**30, -(10**30) - 3, 3)


def test_the_published_split_balances_only_where_signs_do_not_mix() -> None:
    assert published([1, -10]).data == (1, -9)
    assert published([1, -10]).money == (0, -1) and published([1, -10]).imbalance == -1
    assert published([-1, 10]).imbalance == 1
    chance = random.Random(1)
    unbalanced = 0
    for _ in range(400):
        payments = [chance.randint(-10, 10) for _ in range(4)]
        unbalanced += published(payments).imbalance != 0
        same_sign = [abs(payment) for payment in payments]
        for signed in (same_sign, [-payment for payment in same_sign]):
            assert published(signed) == clamped(signed)
    assert unbalanced > 150
