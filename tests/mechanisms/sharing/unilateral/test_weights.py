from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.sharing import BySize, Market, clamped, competitive, vcg_payments
from databourse.mechanisms.sharing.unilateral import bisect_weight, thin_market, weight_of, weights
from databourse.mechanisms.sharing.unilateral.weights import value_between
from tests.mechanisms.sharing.golden import FACTS
from tests.mechanisms.sharing.unilateral.markets import concave_table

TABLE = BySize.of(0, [9, 2, 2], [0, 6, 10, 12, 13])


@pytest.mark.parametrize(
    ("bought", "payment", "weight"),
    [
        (2, 0, 1),
        (2, -2, Fraction(3, 2)),  # 12 is reached at a size of 3
        (2, -1, Fraction(5, 4)),  # 11 on the line between 2 and 3
        (2, 4, Fraction(1, 2)),
        (2, 7, Fraction(1, 4)),
        (2, 10, 0),
        (2, 11, None),  # less than nothing
        (2, -4, None),  # more than there is
        (2, -3, 2),
        (0, -1, None),  # who buys nothing cannot be paid in data
        (0, 0, 1),
        (9, -1, None),
    ],
)
def test_weights_are_exact(bought: int, payment: int, weight: Fraction | int | None) -> None:
    assert weight_of(TABLE, bought, payment) == weight


def test_a_weight_is_the_first_with_its_payoff() -> None:
    chance = random.Random(1)
    found = 0
    for _ in range(200):
        utility = BySize.of(0, [1, 1], concave_table(chance, chance.randint(1, 8), 9))
        bought, payment = chance.randint(1, 10), chance.randint(-12, 12)
        weight = weight_of(utility, bought, payment)
        target = utility.at(bought) - payment
        reached = bisect_weight(lambda w: float(value_between(utility, Fraction(w) * bought)), target, 100.0)  # noqa: B023
        if weight is None:
            assert reached is None
        elif payment:
            assert value_between(utility, weight * bought) == target
            assert reached == pytest.approx(float(weight), abs=1e-12)
            found += 1
    assert found > 50


def test_weights_need_a_concave_table() -> None:
    with pytest.raises(InvalidInput, match=r"table\[0\] is not concave"):
        weight_of(BySize.of(0, [1, 1], [0, 1, 3]), 1, -1)


def test_above_a_base_no_more_than_there_is() -> None:
    half = Fraction(1, 2)
    assert weight_of(TABLE, 2, -4, base=half, largest=Fraction(1)) == 1
    assert weight_of(TABLE, 2, -5, base=half, largest=Fraction(1)) is None
    assert weight_of(TABLE, 2, -5, base=half) == Fraction(5, 4)
    assert weight_of(TABLE, 2, 3, base=half) == Fraction(1, 4)


def test_the_untruthfulness_example() -> None:
    """Two agents value w units at theta log2(1 + w): who reports less is paid the same in a currency it likes more."""
    lies = {"truth": (8, 9), "lie_agent1_reports_4": (4, 9), "lie_agent1_reports_2": (2, 9), "lie_agent0_over": (16, 9)}
    for name, reports in lies.items():
        fact = FACTS["mixed_vcg_not_truthful"][name]
        market = Market.of([BySize.of(k, [1, 1], [0, theta]) for k, theta in enumerate(reports)], [[0, 1], [1, 0]])
        payments = vcg_payments(competitive(market))
        assert payments == fact["ttilde"]
        split = clamped(payments)
        for agent, theta in enumerate(reports):
            told = fact["agents"][agent]
            assert (split.money[agent], split.data[agent]) == (told["t"], told["td"])
            weight = bisect_weight(lambda w: theta * math.log2(1 + w), theta - split.data[agent])  # noqa: B023
            assert weight is not None and weight == pytest.approx(told["w"])
            true = (8, 9)[agent] * math.log2(1 + weight) - 1 - split.money[agent]
            assert true == pytest.approx(told["payoff"])
    payoffs = [FACTS["mixed_vcg_not_truthful"][name]["agents"][0]["payoff"] for name in
               ("truth", "lie_agent1_reports_4", "lie_agent1_reports_2")]  # fmt: skip
    assert payoffs == [15, 23, 39]


def test_bisection_says_when_there_is_no_weight() -> None:
    assert bisect_weight(lambda w: 1 - 1 / (1 + w), 2) is None
    assert bisect_weight(lambda w: 5 + w, 4) is None
    assert bisect_weight(lambda w: 5 + w, 5) == 0
    assert bisect_weight(lambda w: w, 3, largest=2) is None


def test_a_thinned_market_is_the_market_at_a_weight() -> None:
    chance = random.Random(2)
    for _ in range(60):
        agents = chance.randint(1, 5)
        sizes = [chance.randint(1, 4) for _ in range(agents)]
        whole = Market.of(
            [BySize.of(buyer, sizes, concave_table(chance, chance.randint(0, 9), 9)) for buyer in range(agents)],
            [[0 if one == other else chance.randint(0, 9) for other in range(agents)] for one in range(agents)],
        )
        base = Fraction(chance.randint(1, 4), chance.randint(4, 7))
        thin, scale = thin_market(whole, base)
        assert thin.costs == tuple(tuple(cost * scale for cost in row) for row in whole.costs)
        for utility, original in zip(thin.utilities, whole.utilities, strict=True):
            assert isinstance(utility, BySize) and isinstance(original, BySize) and utility.concave
            for size in range(sum(sizes) + 1):
                assert utility.at(size) == scale * value_between(original, base * size)
        outcome = competitive(thin)
        data = [Fraction(payment, scale) for payment in clamped(vcg_payments(outcome)).data]
        utilities = [utility for utility in whole.utilities if isinstance(utility, BySize)]
        for weight in weights(utilities, outcome.purchases, data, base, Fraction(1)):
            assert weight is None or base <= weight <= 1  # a deficit only lifts


@pytest.mark.parametrize("base", [Fraction(0), Fraction(3, 2), Fraction(-1, 2)])
def test_bad_bases(base: Fraction) -> None:
    market = Market.of([TABLE], [[0]]) if TABLE.agents == 1 else Market.of([BySize.of(0, [1], [0, 1])], [[0]])
    with pytest.raises(InvalidInput, match="base_weight is"):
        thin_market(market, base)


def test_a_base_of_many_digits_is_refused() -> None:
    market = Market.of([BySize.of(k, [2**31, 2**31], [0, 5]) for k in (0, 1)], [[0, 1], [1, 0]])
    with pytest.raises(InvalidInput, match="16777216 is the most"):
        thin_market(market, Fraction(1, 10**12))
