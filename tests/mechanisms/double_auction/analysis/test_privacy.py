from __future__ import annotations

import math
from decimal import Context, Decimal
from fractions import Fraction

import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.double_auction import Ask, Bid, dadpm
from databourse.mechanisms.double_auction.analysis.privacy import sequence_epsilon, statement
from databourse.mechanisms.double_auction.chance.exponential import FULL, ONE, exp_neg


def test_the_papers_own_parameters() -> None:
    said = statement("dadpm", {}, delta=0.1)
    assert [round(guarantee.epsilon, 3) for guarantee in said.guarantees] == [0.567, 0.567]
    assert [guarantee.delta for guarantee in said.guarantees] == [0.1, 0.1]
    assert said.missing == ()
    assert str(said.guarantees[0]) == "the winners' sequence: (0.567, 0.1)-private"


def test_an_epsilon_above_the_theorems_condition_has_no_guarantee() -> None:
    said = statement("dadpm", {"epsilon_buyers": (1, 1), "epsilon_sellers": (11, 10)})
    assert [guarantee.what for guarantee in said.guarantees] == ["the winners' sequence"]
    assert said.missing == (
        "the providers of one round: Theorems 14 and 15 need epsilon <= 1, and epsilon_sellers is 1.1",
    )


@pytest.mark.parametrize("delta", [0.0, -0.1, 0.51, math.nan])
def test_delta_has_bounds(delta: float) -> None:
    with pytest.raises(InvalidInput, match="delta is"):
        sequence_epsilon(Fraction(1, 10), delta)


@pytest.mark.parametrize("epsilon", [Fraction(0), Fraction(-1), Fraction(11, 10)])
def test_epsilon_has_bounds(epsilon: Fraction) -> None:
    with pytest.raises(InvalidInput, match="epsilon is"):
        sequence_epsilon(epsilon, 0.1)
    assert sequence_epsilon(Fraction(1, 10), 0.1, Fraction(2)) == pytest.approx(
        2 * sequence_epsilon(Fraction(1, 10), 0.1)
    )


def test_rules_without_draws_guarantee_nothing() -> None:
    for rule in ("kth-price", "trade-reduction", "dantm"):
        said = statement(rule)
        assert (said.guarantees, said.missing, said.limits) == ((), (), ())


def test_the_price_draw_is_as_private_as_stated() -> None:
    """One report changes no price's probability by a factor of more than e^(epsilon / 2), by exact weights."""
    epsilon = statement("dadpm-split", {"epsilon": (3, 2)}).guarantees[0].epsilon
    assert epsilon == 1.5

    def chances(bids: list[int], asks: list[int]) -> list[Fraction]:
        utilities = [min(sum(b >= p for b in bids), sum(a <= p for a in asks)) for p in range(10)]
        weights = [exp_neg((max(utilities) - u) * ONE * 3 // 4) for u in utilities]
        return [Fraction(weight, sum(weights)) for weight in weights]

    bids, asks = [9, 7, 7, 5, 3, 2], [1, 2, 4, 4, 6, 8]
    truth, largest = chances(bids, asks), 0.0
    neighbours = [([*bids[:i], lie, *bids[i + 1 :]], asks) for i in range(6) for lie in range(10)]
    neighbours += [(bids, [*asks[:j], lie, *asks[j + 1 :]]) for j in range(6) for lie in range(10)]
    neighbours += [(bids[1:], asks), (bids, asks[1:])]
    for other in neighbours:
        ratios = [abs(math.log(mine / theirs)) for mine, theirs in zip(truth, chances(*other), strict=True)]
        largest = max(largest, *ratios)
    assert 0.3 * epsilon < largest <= epsilon / 2 + 1e-12


def test_prices_of_dadpm_tell_the_reports_apart() -> None:
    """Section 10 of the spec: outcomes with bids 9, 8, 7 and with 9, 8, 6 have nothing in common."""
    asks = [Ask(1, 1), Ask(2, 1), Ask(3, 1)]

    def prices(last: int) -> set[tuple[int, ...]]:
        bids = [Bid(9, 1), Bid(8, 1), Bid(last, 1)]
        outcomes = (dadpm(bids, asks, seed=bytes([number]) * 32) for number in range(60))
        return {tuple(trade.unit_price for trade in outcome.trades) for outcome in outcomes}

    assert len(prices(7)) > 1
    assert not prices(7) & prices(6)


def test_weights_are_those_of_the_exponential() -> None:
    """The relative error that `exponential` promises, against 60 digits."""
    context = Context(prec=60)
    for bits, most in ((33, Decimal(2) ** -57), (35, Decimal(2) ** -50), (37, Decimal("1.8e-5"))):
        for step in range(2_000):
            y = ((step * 0x9E3779B97F4A7C15) % 2**64) >> (64 - bits)
            true = context.exp(context.divide(Decimal(-y), Decimal(ONE))) * FULL
            assert abs(exp_neg(y) / context.create_decimal(true) - 1) < most, y
    assert exp_neg(2**37 - 1) == exp_neg(10**30) == 58403
