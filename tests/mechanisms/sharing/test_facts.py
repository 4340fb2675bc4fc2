"""What is told of the rules of sharing is what the review measured, and what the rules do."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from databourse.market.sharing import SHARING, SHARING_COSTS
from databourse.market.sharing.money.outcome import Outcome
from databourse.mechanisms.sharing import TableGame, blocking
from databourse.mechanisms.sharing.analysis.facts import FACTS
from databourse.mechanisms.sharing.bilateral import LotGame, match_lots, ordered_match
from databourse.mechanisms.sharing.bilateral.ordered_match import strictly
from tests.market.sharing.money.rounds import LOT, Reports

REVIEW = Path(__file__).parents[3] / "docs" / "sharing-review" / "results.json"
MATCH, EQUAL, COSTS = FACTS


@pytest.fixture(scope="module")
def review() -> dict[str, Any]:
    """The results of every part of the review."""
    parts = json.loads(REVIEW.read_text(encoding="utf-8"))["parts"]
    return {name: part["result"] for name, part in parts.items()}


def told(sentences: tuple[str, ...]) -> str:
    return " ".join(sentences)


def test_figures_of_the_match(review: dict[str, Any]) -> None:
    ties, sizes = review["profiles"]["ties"]["strict"], review["sizes"]
    measured = told(MATCH.measured)
    assert f"of {ties['profiles']:,} profiles" in measured and f"blocked in {ties['match unstable']:,}" in measured
    assert f"in {sizes['games']} random games" in measured and f"{sizes['share']['mean']:.1%}" in measured
    assert f"all of it in {sizes['optimal']}, and nothing at worst" in measured and sizes["share"]["worst"] == 0
    strict = review["profiles"]["strict"]["H1 and H2"]
    assert strict["match unstable"] == strict["several stable"] == 0
    assert sizes["match stable"] == sizes["match alone is stable"] == sizes["games"]


@pytest.mark.parametrize("facts", [EQUAL, COSTS], ids=lambda facts: facts.rule)
def test_figures_of_markets(review: dict[str, Any], facts: Any) -> None:
    prices, kinds, lies = review["prices"], review["payments"]["kinds"], review["lies"]
    breaks = [prices["kinds"][kind]["all at the maximum breaks demand"] for kind in prices["kinds"]]
    measured = told(facts.measured)
    assert f"of {prices['markets']} random markets of each kind" in measured
    assert f"in {breaks[0]} if" in measured and f"in {breaks[2]} if they are concave" in measured and breaks[3] == 0
    deficits = sum(kind["participation, deficit"] for kind in kinds.values())
    assert f"of {4 * review['payments']['markets']:,} random markets vcg has a deficit in {deficits:,}" in measured
    assert not any(kind["participation, surplus"] or kind["participation, somebody loses"] for kind in kinds.values())
    assert any(kind["published does not balance"] for kind in kinds.values())
    assert not any(kind["clamped does not balance"] for kind in kinds.values())
    mixed = review["mixed"]["modes"]["unlimited"]
    missing = f"of {mixed['asked']} payments in data in {mixed['markets']} random markets {mixed['infeasible']} cannot"
    assert missing in measured
    assert facts.lies == {name: lies[f"{name.removesuffix('-vcg')}, markets"] / lies["markets"] for name in facts.lies}
    assert f"{lies['markets']} random markets" in facts.searched
    payoffs = {one["report"]: one for one in lies["path"]}
    assert (payoffs[8]["mixed"], payoffs[2]["mixed"]) == (15, 39)
    assert "has 15, and 39 if it reports 2" in told(facts.counterexamples)


def partners(edges: Any, agent: int) -> frozenset[int]:
    return frozenset(sum(edge) - agent for edge in edges if agent in edge)


def gains_by_its_cost(game: LotGame, agent: int, said: int) -> int:
    """What an agent has if it says that a partner costs it so much."""
    costs = [said if other == agent else cost for other, cost in enumerate(game.costs)]
    edges = match_lots(LotGame.of(game.sizes, game.scales, costs, game.lot, game.values))
    return game.utility(agent, partners(edges, agent))


def test_lies_in_the_match() -> None:
    for kind, share in MATCH.lies.items():
        rng, paying, games = Random(2107), 0, 400
        for _ in range(games):
            count = rng.randint(3, 4)
            sizes = [rng.randint(1, 4) for _ in range(count)]
            rises = [rng.randint(0, 9) for _ in range(8)]
            if kind != "any values":
                rises.sort(reverse=True)
            values = [sum(rises[:place]) for place in range(9)]
            game = LotGame.of(sizes, [1] * count, [rng.randint(0, 9) for _ in range(count)], 1, values)
            paying += any(
                gains_by_its_cost(game, agent, said) > gains_by_its_cost(game, agent, game.costs[agent])
                for agent in range(count)
                for said in range(0, 10, 3)
            )
        assert paying / games == share
        assert f"{games} random games" in MATCH.searched


def test_counterexamples_of_the_match() -> None:
    tie = TableGame.of([[0, 1], [0, 0]])
    edges = ordered_match(strictly(tie), (0, 1))
    assert not edges and blocking(tie, edges) is not None
    assert "two agents of whom one would gain" in MATCH.counterexamples[0]
    game = LotGame.of([1, 1, 1], [1, 1, 1], [2, 0, 0], 1, [0, 1, 2, 9])
    assert (gains_by_its_cost(game, 0, 2), gains_by_its_cost(game, 0, 0)) == (1, 5)
    assert not partners(match_lots(game), 0)
    assert "shares with nobody and has 1; if it says that it bears 0 it has 5" in MATCH.counterexamples[1]


def one_purchase(mode: str, share: int, worth: int, *sponsors: int) -> Outcome:
    """A seller with a lot at a cost of 2, and a buyer that reports what it is worth."""
    script = Reports(cost=2)
    script.agent(1)
    script.agent(0, worth)
    for cap in sponsors:
        script.sponsor(cap)
    params = SHARING.encode_params({"mode": mode, "share": share, "lot": LOT, "cost": 2})
    return SHARING.solve(script.entries, params, {}).detail


def test_counterexamples_of_markets() -> None:
    truth, lie = (one_purchase("competitive", 5 * 10**8, worth) for worth in (20, 4))
    assert (20 - truth.paid.net[1], 20 - lie.paid.net[1]) == (9, 17)
    assert "has 9; if it reports 4 it has 17" in EQUAL.counterexamples[0]
    assert not one_purchase("vcg", 0, 20, 10).paid.traded
    told_less = one_purchase("vcg", 0, 12, 10)
    assert told_less.paid.traded and 20 - told_less.paid.net[1] == 18
    assert "if the buyer reports 12 it has 18" in EQUAL.counterexamples[1]


def test_two_complements_cannot_both_ask_their_most() -> None:
    script = Reports()
    for _ in range(2):
        script.agent(1, cost=1)
    script.agent(0, 0, 10, cost=0)
    params = SHARING_COSTS.encode_params({"mode": "vcg", "share": 0, "lot": LOT, "bond": 0})
    bought = SHARING_COSTS.solve(script.entries, params, {}).detail.demand[2]
    asked = [cost + margin for cost, margin in zip(bought.costs, bought.margins, strict=True)]
    assert asked == [9, 9] and sum(asked) > bought.value == 10
    assert "worth 10 only together, at a cost of 1 each, can ask 9, but not both" in COSTS.counterexamples[-1]


def test_a_buyer_keeps_its_sellers_if_one_alone_has_a_margin_and_nobody_loses() -> None:
    for share in (0, 5 * 10**8, 10**9):
        outcome = one_purchase("competitive", share, 20)
        assert sum(outcome.paid.net) == 0 and outcome.paid.net[1] <= 20 and -outcome.paid.net[0] >= 2
