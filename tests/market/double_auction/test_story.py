"""A round in words: every figure is that of the outcome, and the first losers are those that just missed."""

from __future__ import annotations

import pytest

from databourse.market.double_auction.params import read_params
from databourse.market.double_auction.rules import RULES
from databourse.market.double_auction.story import Story, tell
from tests.market.scripted import Script, funded_script, standard_round


def told(script: Script) -> Story:
    one = script.history.round(1)
    rule = RULES[script.view().rules[one.terms.checker]]
    params = read_params(rule.name, one.terms.params)
    solution = rule.solve(one.entries, one.terms.params, {})
    return tell(rule, params, solution, lambda amount: f"{amount} wei", lambda entry: f"entry {entry}")


def story_of(rule: str, **options: int) -> Story:
    script = funded_script()
    standard_round(script, rule, **options)
    return told(script)


def test_kth_price() -> None:
    story = story_of("kth-price")  # bids 9, 7, 2; asks 1, 2, 4, 8; K = 2
    assert (story.bids, story.asks, story.buyers, story.sellers, story.units) == (3, 4, (0, 1), (3, 4), 9)
    assert [(one.price, one.entry) for one in story.prices] == [(4, 5)]
    assert [(one.side, one.entry, one.price, one.decided_by) for one in story.first_losers] == [
        ("bid", 2, 2, "price"),
        ("ask", 5, 4, "marginal"),
    ]
    assert story.paid == 4 * 9
    text = " ".join(story.sentences)
    assert "2 bids buy 9 units from 2 asks." in text
    assert "The price is 4 wei a unit, set by entry 5, the ask of rank 3." in text
    assert "The best bid that does not trade is entry 2, at 2 wei a unit. It offered 2 wei a unit" in text
    assert f"Buyers pay 36 wei, sellers get {story.received} wei; the surplus is {36 - story.received} wei." in text
    assert "only a part" not in text


def test_trade_reduction() -> None:
    story = story_of("trade-reduction")  # the second pair, 7 and 2, is the last that crosses
    assert [(one.what, one.price, one.entry) for one in story.prices] == [
        ("buyers' price", 7, 1),
        ("sellers' limit", 2, 4),
    ]
    assert (story.buyers, story.sellers, story.units, story.partly) == ((0,), (3,), 3, (0,))
    assert [(one.entry, one.decided_by) for one in story.first_losers] == [(1, "marginal"), (4, "marginal")]
    assert "Of the buyers 1 gets only a part" in " ".join(story.sentences)


def test_dantm_is_told_in_turns() -> None:
    story = story_of("dantm")
    assert story.prices == ()
    text = " ".join(story.sentences)
    assert "Turn by turn the highest bid left buys" in text
    assert "from 2 wei to 7 wei a unit" in text


def test_what_does_not_count_is_told() -> None:
    script = funded_script()
    standard_round(script)
    script.ask("dave", 2, 3, dataset=1)  # replaces his first
    script.enter("bob", bytes(32))
    story = told(script)
    assert story.uncounted == {"replaced by a later ask for the same dataset": 1, "malformed": 1}
    assert "Not counted: " in story.sentences[1]


@pytest.mark.parametrize("rule", RULES)
def test_rounds_without_trade(rule: str) -> None:
    script = funded_script()
    script.open(rule)
    assert told(script).sentences == ("0 bids and 0 asks count.", "Nothing trades.")
    script.ask("bob", 5, 1, dataset=1)
    assert (story := told(script)).buyers == () and [one.side for one in story.first_losers] == ["ask"]
    script.bid("alice", 1, 1)
    story = told(script)
    assert [one.side for one in story.first_losers] == ["bid", "ask"]
    assert "the surplus" not in " ".join(story.sentences)


@pytest.mark.parametrize("rule", ["kth-price", "dantm"])
def test_where_every_bid_wins_no_bid_is_the_first_to_lose(rule: str) -> None:
    script = funded_script()
    script.open(rule)
    for dataset in (1, 2, 3):
        script.bid("alice", 9, 1)
        script.ask("bob", 1, 1, dataset)
    story = told(script)
    assert (story.buyers, story.sellers) == ((0, 2, 4), (1,))
    assert [(one.side, one.entry, one.decided_by) for one in story.first_losers] == [("ask", 3, "capacity")]


def test_for_programs_money_is_strings() -> None:
    value = story_of("kth-price").as_dict()
    assert (value["paid"], value["surplus"]) == ("36", str(36 - int(value["received"])))
    assert value["prices"] == [{"what": "price", "price": "4", "entry": 5, "setter": "ask of rank 3"}]
    assert value["first_losers"][0] == {"side": "bid", "entry": 2, "price": "2", "decided_by": "price"}
