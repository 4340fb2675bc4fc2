from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.double_auction import RULES, Ask, Bid, solve
from databourse.mechanisms.double_auction.analysis.counterexamples import Counterexample
from databourse.mechanisms.double_auction.analysis.facts import FACTS, Facts, facts_of
from databourse.mechanisms.double_auction.analysis.welfare import payoffs

EXAMPLES = [(facts.rule, example) for facts in FACTS for example in facts.counterexamples]
REVIEW = Path(__file__).parents[4] / "docs" / "double-auction-review" / "results.json"
RESULTS = {name: part["result"] for name, part in json.loads(REVIEW.read_text(encoding="utf-8"))["parts"].items()}
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
    lies = facts_of(rule).lies.values()
    assert example.outside == (not any(any(one.buyers + one.sellers) for one in lies))
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


#: How the review calls the variants.
VARIANTS = {
    ("dantm", "with the quality filter"): "dantm with filter",
    ("dantm", "without it, as published"): "dantm",
    ("dadpm", "without the quality filter, as published"): "dadpm",
}


@pytest.mark.parametrize("facts", FACTS, ids=lambda facts: facts.rule)
def test_the_figures_are_those_of_the_review(facts: Facts) -> None:
    first, *_ = names = [VARIANTS.get((facts.rule, variant), facts.rule) for variant in facts.lies]
    for name, shares in zip(names, facts.lies.values(), strict=True):
        found = RESULTS["audit"][name]
        for side, told in (("bid", shares.buyers), ("ask", shares.sellers)):
            measured = [round(found[f"{side} {field}"], 3) for field in ("price", "quality", "quantity")]
            assert list(told) == measured
    assert facts.overstated == round(RESULTS["audit"][first]["overstated quality"], 3)
    gains = [RESULTS["gains"][scene][first]["share"]["mean"] for scene in ("equal quality", "random quality")]
    assert list(facts.gains) == [round(share, 3) for share in gains]


def test_the_figures_in_sentences_are_those_of_the_review() -> None:
    few_sellers = RESULTS["gains"]["90 buyers, 10 sellers"]["trade-reduction"]["share"]["mean"]
    assert f"{few_sellers:.0%} of the gains" in facts_of("trade-reduction").fails[0]
    assert RESULTS["audit"]["dantm with filter"]["any"] > 0.5
    assert RESULTS["audit"]["dadpm"]["any"] > 0.5
    privacy = RESULTS["privacy"]
    assert (
        f"{privacy['winners']['violations']:.1%} break the promise for the winners alone" in facts_of("dadpm").fails[1]
    )
    assert f"{privacy['winners and prices']['violations']:.1%} for winners and prices" in facts_of("dadpm").fails[1]
    for found in RESULTS["gains"].values():
        assert found["dadpm"]["share"]["mean"] < 0.8 * found["dantm"]["share"]["mean"]
