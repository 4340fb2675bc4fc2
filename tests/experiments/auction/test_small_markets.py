"""The audit, the price profiles, the coalitions and the examples: what must be found, and what must not."""

from __future__ import annotations

import itertools

import pytest

from databourse.experiments.auction import audit, coalitions, examples, profiles
from databourse.experiments.auction.evaluation import AUDITED
from databourse.experiments.auction.markets import Market, generator, small_market
from databourse.experiments.auction.settings import Settings
from databourse.mechanisms.double_auction import Ask, Bid

PAIR: Market = ([Bid(6, 1)], [Ask(2, 1)])
DEMANDING: Market = ([Bid(5, 1), Bid(6, 2, min_quality=2)], [Ask(3, 2)])
LIES = {"bid price", "bid quality", "bid quantity", "ask price", "ask quality", "ask quantity"}


def test_the_known_counterexamples_are_found() -> None:
    for name in ("dantm", "dantm with filter", "dadpm"):
        assert {"bid price", "ask price"} <= audit.faults(AUDITED[name], PAIR)
    assert "quality IR" in audit.faults(AUDITED["dantm"], DEMANDING)
    assert "quality IR" not in audit.faults(AUDITED["dantm with filter"], DEMANDING)


def test_nothing_is_found_in_the_truthful_rules() -> None:
    for index in range(12):
        market = small_market(generator(3, index))
        for name in coalitions.TRUTHFUL:
            assert audit.faults(AUDITED[name], market) <= {"overstated quality"}, (name, market)


def test_overstated_quality_pays_where_nobody_verifies_it() -> None:
    market: Market = ([Bid(6, 1, min_quality=1)], [Ask(0, 1), Ask(3, 1), Ask(4, 1)])
    assert audit.faults(AUDITED["kth-price"], market) == {"overstated quality"}


def test_shares_are_counted_over_all_markets() -> None:
    settings = Settings(small_markets=6)
    tasks = [audit._audit(settings.seed, markets) for markets in (range(4), range(4, 6))]
    shares = audit._combine(settings, tasks)
    whole = audit._combine(settings, [audit._audit(settings.seed, range(6))])
    assert shares == whole
    for index, fault in itertools.product(range(6), ["bid price", "quality IR"]):
        market = small_market(generator(settings.seed, audit._STREAM, index))
        shares["dantm"][fault] -= (fault in audit.faults(AUDITED["dantm"], market)) / 6
    assert shares["dantm"]["bid price"] == pytest.approx(0)
    assert shares["dantm"]["quality IR"] == pytest.approx(0)
    assert whole["dantm"]["any"] >= max(whole["dantm"][lie] for lie in LIES) > 0


@pytest.mark.parametrize("name", profiles.RULES)
@pytest.mark.parametrize("side", ["bid", "ask"])
def test_profiles_by_solving_every_lie(name: str, side: str) -> None:
    """The linear valuation of `lie_pays` against payoffs counted for each truth."""
    solve, prices, others = AUDITED[name], 3, (0, 1, 2)

    def market(own: tuple[int, ...]) -> Market:
        bids, asks = (own, others) if side == "bid" else (others, own)
        return [Bid(price, 1) for price in bids], [Ask(price, 1) for price in asks]

    def pays(true: tuple[int, ...], who: int, report: int) -> bool:
        reported = (*true[:who], report, *true[who + 1 :])
        lied, honest = solve(market(reported), market(true)), solve(market(true), market(true))
        column = "buyers" if side == "bid" else "sellers"
        return bool(getattr(lied, column)[who] > getattr(honest, column)[who] + 1e-9)

    expected = [
        any(pays(true, who, report) for who in range(3) for report in range(prices))
        for true in itertools.combinations_with_replacement(range(prices), 3)
    ]
    assert profiles.lie_pays(solve, side, others, prices) == expected
    assert any(expected) == (name not in coalitions.TRUTHFUL)


def test_profiles_join_both_sides() -> None:
    settings = Settings(prices=2)
    found = [profiles._search(*task) for task in profiles._tasks(settings)]
    shares = profiles._combine(settings, found)
    assert shares["profiles"] == 16
    dantm = shares["shares"]["dantm"]
    assert max(dantm["bid"], dantm["ask"]) <= dantm["any"] <= dantm["bid"] + dantm["ask"]
    assert dantm["any"] > 0
    assert shares["shares"]["kth-price"] == {"bid": 0, "ask": 0, "any": 0}


def test_coalitions_that_are_found_gain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coalitions, "_MOST_ORDERS", 2)
    monkeypatch.setattr(coalitions, "_PRICES", range(4))
    found = coalitions.find_coalitions("trade-reduction")
    assert found["false bid"] == {
        "bids": (3,), "asks": (0, 0), "who": ["bid 0"], "reports": [0], "before": 0, "after": 3,
    }  # fmt: skip
    assert all(case is not None and case["after"] > case["before"] for case in found.values())
    # under kth-price a second bid moves nothing: the price is an ask
    assert coalitions.find_coalitions("kth-price")["false bid"] is None


def test_what_a_second_bid_buys_is_worth_nothing() -> None:
    """Under kth-price a second bid of the same buyer trades as well, and only costs."""
    assert coalitions._false_bid(AUDITED["kth-price"], (3,), (0, 0, 1)) is None


def test_examples_are_replayed() -> None:
    known = examples._known()
    assert (known["buyer"]["payoff"], known["buyer"]["payoff of the lie"]) == (0, 4)
    assert (known["seller"]["payoff"], known["seller"]["payoff of the lie"]) == (0, 4)
    assert (known["quality"]["payoff"], known["quality"]["with filter"]) == (-10, 0)
    assert (known["supports"]["common"], known["supports"]["delta"]) == (0, 1)
    later = examples._later_turns(2022, range(10))
    assert later["gain"] == later["payoff of the lie"] - later["payoff"] > 0
    assert later["report"] < later["truth"]
