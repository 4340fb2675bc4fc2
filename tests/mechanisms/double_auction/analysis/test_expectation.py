from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.double_auction import Ask, Bid, Outcome, literal
from databourse.mechanisms.double_auction.analysis.expectation import (
    Expectation,
    Market,
    expected_dadpm,
    expected_split,
)
from databourse.mechanisms.double_auction.analysis.welfare import payoffs

GRID = tuple(range(7))
SEEDS = [number.to_bytes(32, "big") for number in range(1_500)]

Solver = Callable[[Market, bytes], Outcome]


def test_one_pair_under_dadpm() -> None:
    """The only buyer always trades with the only seller, at its own bid and the seller's own ask."""
    market: Market = [Bid(6, 2)], [Ask(2, 5)]
    found = expected_dadpm(market, market)
    assert (found.buyers, found.sellers, found.budget) == ((0,), (0,), 8)
    lied = expected_dadpm(([Bid(3, 2)], market[1]), market)
    assert (lied.buyers, lied.budget) == ((6,), 2)


def test_one_side_alone_gains_nothing() -> None:
    for market in (([Bid(6, 1)], []), ([], [Ask(2, 1)]), ([Bid(6, 0)], [Ask(2, 1)])):
        for found in (expected_dadpm(market, market), expected_split(market, market, price_grid=GRID)):
            assert {*found.buyers, *found.sellers, found.budget} == {0}


def test_two_buyers_under_dadpm_by_hand() -> None:
    """First round: both are candidates and pay the lower bid. Second: whoever is left pays its own."""
    market: Market = [Bid(8, 1), Bid(4, 1)], [Ask(1, 1)]
    first_wins = 1 / (1 + math.exp(-0.1 / 2))
    found = expected_dadpm(market, market)
    assert found.buyers[0] == pytest.approx(first_wins * 4, abs=1e-7)
    assert found.buyers[1] == pytest.approx(0, abs=1e-12)
    assert found.budget == pytest.approx(first_wins * (3 + 3) + (1 - first_wins) * (3 + 7), abs=1e-7)


def test_one_pair_under_split() -> None:
    """Both in one half: with nobody in the other, every price is as likely, and those from 2 to 6 trade."""
    market: Market = [Bid(6, 1)], [Ask(2, 1)]
    found = expected_split(market, market, price_grid=GRID)
    assert found.buyers[0] == pytest.approx(sum(6 - price for price in range(2, 7)) / 7 / 2)
    assert found.sellers[0] == pytest.approx(sum(price - 2 for price in range(2, 7)) / 7 / 2)
    assert found.budget == 0


@pytest.mark.parametrize("quality_filter", [True, False])
def test_dadpm_is_the_mean_over_seeds(quality_filter: bool) -> None:
    options: dict[str, Any] = {"epsilon_buyers": (2, 1), "epsilon_sellers": (3, 1), "quality_filter": quality_filter}
    for reported, true in cases():
        found = expected_dadpm(reported, true, **options)
        check(found, reported, true, lambda market, seed: literal.dadpm(*market, seed=seed, **options))


def test_split_is_the_mean_over_seeds() -> None:
    for reported, true in cases():
        found = expected_split(reported, true, price_grid=GRID, epsilon=(12, 1))
        check(
            found,
            reported,
            true,
            lambda market, seed: literal.dadpm_split(*market, seed=seed, price_grid=GRID, epsilon=(12, 1)),
        )


def cases() -> list[tuple[Market, Market]]:
    """What is reported and what is true: quality that is needed and not always there, demand and supply that differ."""
    true: Market = (
        [Bid(6, 3, 1), Bid(5, 1), Bid(3, 2, 2)],
        [Ask(1, 2, 0), Ask(2, 1, 2), Ask(4, 3, 1)],
    )
    lied: Market = [Bid(4, 4, 0), *true[0][1:]], [true[1][0], Ask(0, 1, 2), true[1][2]]
    with_empty: Market = [Bid(6, 0), Bid(5, 2)], [Ask(1, 0), Ask(2, 1), Ask(2, 1)]
    # nobody serves the first bid, which has to leave before the second can trade
    in_the_way: Market = [Bid(9, 1, 5), Bid(2, 1)], [Ask(1, 1), Ask(3, 1, 9)]
    greedy: Market = [Bid(6, 4)], [Ask(1, 4)]
    needs_one: Market = [Bid(6, 1)], greedy[1]
    return [(true, true), (lied, true), (with_empty, with_empty), (in_the_way, in_the_way), (greedy, needs_one)]


def check(found: Expectation, reported: Market, true: Market, solve: Solver) -> None:
    """Samples agree within five standard errors, and their worst is no worse than what can happen at all."""
    samples, lowest = [], 0
    for seed in SEEDS:
        outcome = solve(reported, seed)
        gained = payoffs(outcome, *true)
        samples.append([*gained.buyers, *gained.sellers, gained.budget])
        lowest = min(lowest, *gained.buyers)
    columns = np.array(samples, dtype=float)
    error = columns.std(axis=0) / len(SEEDS) ** 0.5
    exact = np.array([*found.buyers, *found.sellers, found.budget])
    assert np.all(np.abs(columns.mean(axis=0) - exact) <= 5 * error + 1e-9), (exact, columns.mean(axis=0))
    assert found.lowest_payoff <= lowest


def test_the_lowest_figures() -> None:
    """As published a buyer can be served what it cannot use; by prices alone nobody loses."""
    market: Market = [Bid(5, 1), Bid(6, 2, min_quality=2)], [Ask(3, 2)]
    found = expected_dadpm(market, market, quality_filter=False)
    assert (found.lowest_payoff, found.lowest_margin, found.lowest_budget) == (-10, 0, 0)
    assert expected_dadpm(market, market).lowest_payoff == 0
    # who bids above its value can lose by prices too
    bold: Market = [Bid(9, 1)], [Ask(1, 1)]
    assert expected_dadpm(bold, ([Bid(4, 1)], bold[1])).lowest_margin == -5


def test_truth_is_the_best_report_under_split_only() -> None:
    market: Market = [Bid(6, 1), Bid(4, 2)], [Ask(2, 1), Ask(3, 2)]
    gains: dict[str, float] = {"dadpm": 0.0, "split": 0.0}
    for price in GRID:
        lied: Market = [Bid(price, 1), market[0][1]], market[1]
        for name, value in (
            ("dadpm", expected_dadpm(lied, market).buyers[0] - expected_dadpm(market, market).buyers[0]),
            (
                "split",
                expected_split(lied, market, price_grid=GRID).buyers[0]
                - expected_split(market, market, price_grid=GRID).buyers[0],
            ),
        ):
            gains[name] = max(gains[name], value)
    assert gains["dadpm"] > 0.5
    assert gains["split"] < 1e-12


def test_large_books_are_refused() -> None:
    for bids, asks in itertools.permutations((1, 7)):
        market: Market = [Bid(1, 1)] * bids, [Ask(1, 1)] * asks
        with pytest.raises(InvalidInput, match="at most 6"):
            expected_dadpm(market, market)
        with pytest.raises(InvalidInput, match="at most 6"):
            expected_split(market, market, price_grid=GRID)
