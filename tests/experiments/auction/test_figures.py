"""The numbers behind Figs 5 to 9, on markets small enough to count by hand."""

from __future__ import annotations

import numpy as np
import pytest

from databourse.experiments.auction import gains, own_report, sweep
from databourse.experiments.auction.markets import RANGES, STANDARD, Market, Ranges, generator, random_market
from databourse.experiments.auction.variants import BY_NAME, VARIANTS, price_grid
from databourse.experiments.statistics import estimate
from databourse.mechanisms.double_auction import Ask, Bid


def test_an_estimate_by_hand() -> None:
    found = estimate([1, 2, 6])
    assert (found.mean, found.low, found.high) == (3, 1, 6)
    assert found.margin == pytest.approx(1.96 * (7 / 3) ** 0.5)


def test_markets_reach_both_ends_of_their_ranges() -> None:
    ranges = Ranges("narrow", bid=(1, 2), ask=(3, 4), demand=(5, 6), supply=(7, 8), need=(0, 1), quality=(2, 3))
    bids, asks = random_market(generator(1), 40, 50, ranges)
    assert (len(bids), len(asks)) == (40, 50)
    assert {bid.price for bid in bids} == {1, 2} and {ask.price for ask in asks} == {3, 4}
    assert {bid.quantity for bid in bids} == {5, 6} and {ask.quantity for ask in asks} == {7, 8}
    assert {bid.min_quality for bid in bids} == {0, 1} and {ask.quality for ask in asks} == {2, 3}
    assert ranges.prices == (1, 4)
    assert random_market(generator(1), 40, 50, ranges) == (bids, asks)


def test_keys_of_any_length_give_numbers_of_their_own() -> None:
    keys = [(1,), (1, 0), (1, 0, 0), (2,), (1, 2)]
    assert len({generator(*key).bytes(8) for key in keys}) == len(keys)


def test_how_well_qualities_match() -> None:
    assert STANDARD.match == pytest.approx((3 + 7 / 8 + 6 / 8) / 5)
    assert RANGES["equal quality"].match == 1
    assert RANGES["any quality"].match == pytest.approx(0.55)


def test_prices_to_draw_from() -> None:
    assert price_grid(0, 6) == list(range(7))
    assert price_grid(1, 100) == list(range(1, 101, 5))


def test_measures_by_hand() -> None:
    """dantm: the bid of 6 pays 5 for two units that it cannot use, then that of 5 pays itself for one."""
    market: Market = ([Bid(5, 1), Bid(6, 2, min_quality=2)], [Ask(3, 2)])
    assert sweep._measure(BY_NAME["dantm"], market, STANDARD, (1,)) == {
        "buyer": (2 * (6 - 5) + 0) / 2,
        "seller": 0,
        "budget": 3 * (5 - 3),
        "welfare": 2 / 3,
        "gains": (5 - 3 * 3) / 3,
        "lowest": 0,
        "lowest_useful": -10,
        "zero_buyers": 1 / 2,
        "zero_sellers": 1,
        "buyers": 2,
        "sellers": 1,
    }


def test_welfare_leaves_the_budget_out() -> None:
    """dantm: both bids pay 5, and the cheaper seller gets 3 from each, what the dearer one asks."""
    market: Market = ([Bid(6, 1), Bid(5, 1)], [Ask(2, 1), Ask(3, 1)])
    found = sweep._measure(BY_NAME["dantm"], market, STANDARD, (1,))
    assert (found["buyer"], found["seller"], found["budget"]) == (1 / 2, 2, 4)
    assert (found["welfare"], found["gains"]) == ((1 + 2) / 4, (1 + 2 + 4) / 4)


def test_rules_are_compared_on_the_same_markets(monkeypatch: pytest.MonkeyPatch) -> None:
    keys: list[tuple[int, ...]] = []

    def remember(*key: int) -> np.random.Generator:
        keys.append(key)
        return generator(*key)

    monkeypatch.setattr(sweep, "generator", remember)
    found = sweep._run(1, 8, 5, "standard")
    # a market for each run, and a stream of its own for each rule in it
    assert len(keys) == len(set(keys)) == 5 * (1 + len(VARIANTS))
    for measure in ("welfare", "gains"):
        dantm, dadpm = (found["rules"][rule][measure]["mean"] for rule in ("dantm", "dadpm"))
        assert found["more"][measure]["mean"] == pytest.approx(dadpm - dantm, abs=1e-5)
        assert found["more"][measure]["mean"] != 0


def test_no_rule_realises_more_than_the_best_gains() -> None:
    found = gains._run(1, "equal quality", 5)
    assert all(one["share"]["high"] <= 1 for one in found.values())
    assert found["dadpm-split"]["share"]["mean"] < found["kth-price"]["share"]["mean"] < 1
    assert found["dadpm-split"]["budget"] == 0 < found["dantm"]["budget"] < 1


def test_who_is_followed() -> None:
    """Of the bids 9, 8, 7 that trade the middle one, of the asks 1, 2 the dearer, and the best that do not trade."""
    market: Market = ([Bid(0, 3), Bid(7, 3), Bid(9, 3), Bid(8, 3)], [Ask(2, 2), Ask(9, 1), Ask(1, 2)])
    assert own_report._choose(market) == {
        "winning buyer": ("bid", 3),
        "losing buyer": ("bid", 0),
        "winning seller": ("ask", 0),
        "losing seller": ("ask", 1),
    }


def test_payoffs_against_the_own_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """One pair under dantm: the buyer pays its bid, which is worth 6 to it and 2 if it is taken at its word."""
    monkeypatch.setattr(own_report, "SHIFTS", (-4, 0, 1))
    market: Market = ([Bid(6, 1)], [Ask(2, 1)])
    found = own_report._payoffs(BY_NAME["dantm"], market, ("bid", 0), 1, 0)
    assert found == {"true": [4, 0, -1], "reported": [0, 0, 0]}
    # the seller is paid what it asks
    assert own_report._payoffs(BY_NAME["dantm"], market, ("ask", 0), 1, 0)["true"] == [-2, 0, 1]
