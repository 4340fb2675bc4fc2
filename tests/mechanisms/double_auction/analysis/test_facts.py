from __future__ import annotations

import hashlib
from typing import Any

import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.double_auction import RULES, Ask, Bid, solve
from databourse.mechanisms.double_auction.analysis.counterexamples import Counterexample
from databourse.mechanisms.double_auction.analysis.facts import FACTS, facts_of
from databourse.mechanisms.double_auction.analysis.welfare import payoffs

EXAMPLES = [(facts.rule, example) for facts in FACTS for example in facts.counterexamples]
SEEDS = [hashlib.sha256(bytes([number])).hexdigest() for number in range(8)]


def options(rule: str, example: Counterexample | None = None) -> list[dict[str, Any]]:
    """The options to play with: of rules that draw, over several seeds."""
    given = dict(example.options) if example else {}
    if not rule.startswith("dadpm"):
        return [given]
    return [{**given, "seed": seed} for seed in SEEDS]


def payoff(rule: str, example: Counterexample, bids: list[Bid], asks: list[Ask], chosen: dict[str, Any]) -> int:
    gained = payoffs(solve(rule, bids, asks, chosen), example.bids, example.asks)
    sides = {"bid": gained.buyers, "ask": gained.sellers}
    return sum(sides[side][index] for side, index in example.party)


def test_there_are_facts_of_every_rule_and_of_no_other() -> None:
    assert {facts.rule for facts in FACTS} == set(RULES)
    with pytest.raises(InvalidInput, match="'vcg', but there is no such rule"):
        facts_of("vcg")


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=lambda value: getattr(value, "shows", value))
def test_a_counterexample_is_what_it_says(rule: str, example: Counterexample) -> None:
    for chosen in options(rule, example):
        bids, asks = list(example.bids), list(example.asks)
        assert payoff(rule, example, bids, asks, chosen) == example.truth
        for (side, index), report in example.reports.items():
            if side == "bid":
                assert isinstance(report, Bid)
                bids[index] = report
            else:
                assert isinstance(report, Ask)
                asks[index] = report
        assert payoff(rule, example, bids, asks, chosen) == example.lie
    assert example.lie > example.truth if example.reports else example.truth < 0


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=lambda value: getattr(value, "shows", value))
def test_a_truthful_rule_has_counterexamples_only_where_an_assumption_fails(rule: str, example: Counterexample) -> None:
    lies = facts_of(rule).lies[""]
    assert example.outside == (not any(lies.buyers + lies.sellers))
    # one order of one party, verified quality: exactly that is what the assumptions are about
    alone = len(example.party) == 1
    verified = all(
        report.quality <= example.asks[index].quality
        for (_, index), report in example.reports.items()
        if isinstance(report, Ask)
    )
    assert example.outside == (not (alone and verified))


def test_the_published_price_of_dadpm_tells_a_bid() -> None:
    asks = [Ask(1, 1), Ask(2, 1), Ask(3, 1)]
    outcomes = [
        {
            tuple((trade.bid, trade.unit_price) for trade in solve("dadpm", bids, asks, chosen).trades)
            for chosen in options("dadpm")
        }
        for bids in ([Bid(9, 1), Bid(8, 1), Bid(7, 1)], [Bid(9, 1), Bid(8, 1), Bid(6, 1)])
    ]
    assert not outcomes[0] & outcomes[1]


def test_what_is_told_names_the_market_and_the_lie() -> None:
    told = facts_of("dantm").counterexamples[0].told()
    assert told.endswith("of bids 6/0/1 and asks 2/0/1, bid 1 gets 0 by the truth, 4 by reporting bid 1 as 2/0/1")
    heads = [head for head, _ in facts_of("dantm").sections()]
    assert heads[:2] == ["Holds", "Fails"]
    assert heads[-1] == "Settlement"
