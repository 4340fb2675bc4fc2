"""What the paper proves about homogeneous chains of positive valuations, on random ones, and what fails elsewhere.

Theorems 4.3 and 4.4 and Lemma C.2, in exact arithmetic. Sellers have a positive share of their own price, but for one
test: without one every price that the same buyers accept is as good, and the lowest threshold of a finite walk stands
at its end, which is not homogeneous.
"""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise

from databourse.mechanisms.resale import Equilibrium, Instance, Model, Reallocation, published, raw, solve
from databourse.mechanisms.resale.analysis.events import in_proportion, nested, trade_event, trade_events
from databourse.mechanisms.resale.analysis.random_chains import (
    arbitrary,
    homogeneous,
    law,
    local_change,
    of_columns,
    shares,
    without_later_shares,
)

TRIALS = 300


def solved(model: Model, reallocation: Reallocation) -> Equilibrium:
    return solve(Instance(model, reallocation, "exact"))


def test_a_local_change_expands_one_trade_and_leaves_the_others() -> None:
    """Theorem 4.3."""
    chance = random.Random(43)
    grew = 0
    for _ in range(TRIALS):
        model = homogeneous(chance, chance.randint(1, 4))
        player, before, after = local_change(chance, model.trades)
        old, new = (trade_events(model, solved(model, shares)) for shares in (before, after))
        for trade in range(1, model.trades + 1):
            if trade == player + 1:
                assert old[trade - 1] <= new[trade - 1]
                grew += old[trade - 1] < new[trade - 1]
            else:
                assert old[trade - 1] == new[trade - 1]
    assert grew > TRIALS / 10  # the change is one that matters


def test_any_matrix_trades_whenever_raw_does() -> None:
    """Theorem 4.4: also for matrices that leave something to the platform, if that is counted."""
    chance = random.Random(44)
    more = 0
    for trial in range(TRIALS):
        model = homogeneous(chance, chance.randint(1, 4))
        balanced = trial % 2 == 0
        baseline = solved(model, raw(model.trades))
        other = solved(model, shares(chance, model.trades, balanced=balanced))
        assert nested(model, baseline, other)
        assert all(a <= b for a, b in zip(baseline.trade_rates, other.trade_rates, strict=True))
        assert other.welfare + other.leftover >= baseline.welfare
        assert (other.leftover == 0) if balanced else (other.leftover > 0 or other.volume == 0)
        more += other.welfare > baseline.welfare
    assert more > TRIALS / 10


def test_it_does_so_even_where_sellers_have_no_share_of_their_own_price() -> None:
    """Theorem 4.4 with the lowest of equal prices, at which everybody who may follow buys."""
    chance = random.Random(48)
    without = 0
    for _ in range(TRIALS // 2):
        model = homogeneous(chance, chance.randint(2, 4))
        matrix = of_columns([law(chance, trade, lowest=-6) for trade in range(1, model.trades + 1)])
        baseline, other = solved(model, raw(model.trades)), solved(model, matrix)
        assert nested(model, baseline, other)
        assert other.welfare >= baseline.welfare
        without += any(matrix.column(trade)[-1] == 0 for trade in range(1, model.trades + 1))
    assert without > TRIALS / 8


def test_on_a_walk_of_equal_steps_each_trade_succeeds_in_fifths() -> None:
    """What a holder's best price is does not depend on where the walk is, and five steps are as likely."""
    chance = random.Random(49)
    seen = set()
    for _ in range(20):
        rates = solved(published("1'", 4, "exact"), shares(chance, 4)).trade_rates
        seen |= {Fraction(after) / Fraction(before) for before, after in pairwise(rates)}
    assert {(5 * rate).denominator for rate in seen} == {1}
    assert len(seen) > 2


def test_without_homogeneity_neither_nesting_nor_welfare_holds() -> None:
    """The control: on arbitrary chains of positive valuations both fail, in some two fifths and three tenths."""
    chance = random.Random(45)
    torn = fell = 0
    for _ in range(TRIALS):
        model = arbitrary(chance, [4] * 5)
        baseline, other = solved(model, raw(4)), solved(model, shares(chance, 4))
        torn += not nested(model, baseline, other)
        fell += other.welfare < baseline.welfare
    assert 0.3 < torn / TRIALS < 0.6
    assert 0.2 < fell / TRIALS < 0.4


def test_strategies_scale_with_the_valuation() -> None:
    """Lemma C.2, (1) and (2): t(cv) = c t(v) and p(cv) = c p(v)."""
    chance = random.Random(46)
    for trial in range(TRIALS):
        model = homogeneous(chance, chance.randint(1, 4))
        assert in_proportion(model, solved(model, shares(chance, model.trades, balanced=trial % 2 == 0)))


def test_a_seller_without_later_shares_sells_at_the_same_valuations_under_any_matrix() -> None:
    """Lemma C.2, (3): how often such a seller trades depends on the valuations alone."""
    chance = random.Random(47)
    for _ in range(TRIALS):
        model = homogeneous(chance, chance.randint(1, 4))
        seller = chance.randrange(model.trades)
        first, second = (without_later_shares(shares(chance, model.trades, balanced=False), seller) for _ in range(2))
        assert trade_event(model, solved(model, first), seller + 1) == trade_event(
            model, solved(model, second), seller + 1
        )


def test_scaling_fails_where_the_walk_is_cut_off() -> None:
    """The control: at the end of a walk that may not leave 0 to 10 the same relative price is no longer the best."""
    model = published("2", 5, "exact")
    equilibrium = solved(model, raw(5))
    relative = {p / v for p, v in zip(equilibrium.prices[4], model.valuations[4], strict=True) if v}
    assert len(relative) > 1
