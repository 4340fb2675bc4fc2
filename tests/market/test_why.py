from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest

from databourse.errors import NotFound
from databourse.market import why
from databourse.market.double_auction.book import Fate, read_book
from databourse.market.double_auction.orders import AskOrder, BidOrder, CancelOrder
from databourse.market.entries import Entry
from databourse.market.mechanism import Explanation, by_checker
from databourse.market.terms import context
from tests.market.scripted import CHAIN_ID, CHECKERS, MARKET, Script, funded_script, standard_round

RULES = ("kth-price", "trade-reduction", "dantm")


def explain(script: Script, index: int) -> Explanation:
    one = script.history.round(1)
    start = context(CHAIN_ID, MARKET, 1, one.number, one.terms_hash)
    rule = by_checker(CHECKERS, one.terms.checker)
    return why.explain(one, index, rule, {}, context=start, now=script.now, money=lambda amount: f"{amount} units")


def settled(rule: str = "kth-price") -> Script:
    script = funded_script()
    standard_round(script, rule)
    script.settle()
    return script


def decided(rule: str, *orders: BidOrder | AskOrder | CancelOrder, entry: int) -> Explanation:
    script = funded_script()
    script.open(rule)
    for order in orders:
        script.enter("alice", order.encode(), order.needed_lock if isinstance(order, BidOrder) else 0)
    return explain(script, entry)


def test_a_buyer_learns_what_it_paid_and_from_where_on_it_trades() -> None:
    told = explain(settled(), 0)
    assert (told.kind, told.verdict, told.decided_by) == ("bid", "traded", "price")
    assert told.numbers == {"price": 9, "quantity": 5, "min_quality": 0, "units": 5, "unit_price": 4, "paid": 20}
    assert told.prices is not None
    assert told.prices.intervals == ((4, told.prices.highest),)
    assert told.prices.exact
    text = " ".join(told.sentences)
    assert "5 of 5 units at 4 units each, 20 units in all" in text
    assert "Entry 5, the ask of rank 3, set that price" in text
    assert "at 4 units or more" in text


def test_a_buyer_whose_sellers_were_too_dear_in_its_turn_learns_so() -> None:
    cheap = [AskOrder(1, 1, 1, dataset) for dataset in (1, 2)]
    told = decided("dantm", BidOrder(9, 1, 5), BidOrder(8, 1), *cheap, AskOrder(10, 1, 5, 3), entry=0)
    assert (told.verdict, told.decided_by) == ("lost", "quality")
    assert any("no seller at or below the sellers' price of that turn had it" in one for one in told.sentences)


def test_a_loser_learns_the_price_that_would_have_done() -> None:
    told = explain(settled(), 2)
    assert (told.verdict, told.decided_by) == ("lost", "price")
    assert told.prices is not None
    assert told.prices.intervals == ((4, told.prices.highest),)


def test_the_proof_names_the_hint_and_the_amounts() -> None:
    one = settled()
    told = explain(one, 0)
    proof = " ".join(told.proof)
    assert "3 bids and 4 asks" in proof
    assert "K + 1 = 3 cheapest asks: entries 3, 4, 5" in proof
    assert "a debit of 20 units and no credit" in proof
    assert "lock of 45 units" in proof
    assert "log word 0x" in proof


@pytest.mark.parametrize(("entry", "decided_by"), [(3, "price"), (4, "price"), (5, "marginal"), (6, "price")])
def test_sellers_of_kth_price(entry: int, decided_by: str) -> None:
    told = explain(settled(), entry)
    assert told.kind == "ask"
    assert told.verdict == ("traded" if entry < 5 else "lost")
    assert told.decided_by == decided_by


@pytest.mark.parametrize(
    ("rule", "orders", "entry", "decided_by"),
    [
        ("kth-price", [BidOrder(5, 1), AskOrder(1, 1, 0, 1)], 0, "too few"),
        ("kth-price", [BidOrder(5, 1), AskOrder(1, 1, 0, 1)], 1, "too few"),
        ("kth-price", [BidOrder(5, 1, 3), *(AskOrder(1, 1, 0, d) for d in (1, 2, 3))], 0, "quality"),
        ("kth-price", [BidOrder(5, 1, 3), *(AskOrder(1, 1, 0, d) for d in (1, 2, 3))], 1, "quality"),
        ("kth-price", [BidOrder(5, 9), *(AskOrder(1, 1, 0, d) for d in (1, 2, 3))], 0, "capacity"),
        ("kth-price", [BidOrder(5, 1), *(AskOrder(1, 1, 0, d) for d in (1, 2, 3))], 2, "capacity"),
        ("kth-price", [BidOrder(5, 1), *(AskOrder(1, 1, 0, d) for d in (1, 2, 3, 4))], 4, "tie"),
        ("kth-price", [BidOrder(0, 1), *(AskOrder(1, 1, 0, d) for d in (1, 2, 3))], 1, "too few"),
        ("trade-reduction", [BidOrder(5, 1), AskOrder(6, 1, 0, 1)], 0, "price"),
        ("trade-reduction", [BidOrder(5, 1), AskOrder(6, 1, 0, 1)], 1, "price"),
        ("trade-reduction", [BidOrder(5, 1)], 0, "too few"),
        ("trade-reduction", [BidOrder(5, 1), BidOrder(5, 1), AskOrder(1, 1, 0, 1)], 0, "too few"),
        ("trade-reduction", [BidOrder(5, 1), BidOrder(5, 1), AskOrder(5, 1, 0, 1)], 1, "marginal"),
        ("trade-reduction", [BidOrder(5, 1), *(AskOrder(1, 1, 0, d) for d in (1, 2, 3))], 1, "too few"),
        (
            "trade-reduction",
            [*(BidOrder(5, 1) for _ in range(3)), *(AskOrder(1, 1, 0, d) for d in (1, 2, 3))],
            5,
            "marginal",
        ),
        (
            "trade-reduction",
            [*(BidOrder(p, 1, 4) for p in (5, 5)), *(AskOrder(1, 1, 0, d) for d in (1, 2))],
            0,
            "quality",
        ),
        (
            "trade-reduction",
            [*(BidOrder(p, 1, 4) for p in (5, 5)), *(AskOrder(1, 1, 0, d) for d in (1, 2))],
            2,
            "quality",
        ),
        (
            "trade-reduction",
            [*(BidOrder(p, 1) for p in (5, 5)), *(AskOrder(1, 1, 0, d) for d in (1, 2, 3))],
            3,
            "capacity",
        ),
        ("dantm", [BidOrder(5, 1), AskOrder(6, 1, 0, 1)], 0, "price"),
        ("dantm", [BidOrder(5, 1), AskOrder(6, 1, 0, 1)], 1, "too few"),
        ("dantm", [BidOrder(5, 1, 7), AskOrder(1, 1, 0, 1)], 0, "quality"),
        ("dantm", [BidOrder(9, 1, 5), BidOrder(8, 1), *(AskOrder(1, 1, 1, d) for d in (1, 2))], 0, "quality"),
        ("dantm", [BidOrder(5, 1)], 0, "too few"),
        ("dantm", [BidOrder(5, 1), AskOrder(1, 1, 0, 1), AskOrder(9, 1, 0, 2)], 2, "price"),
        ("dantm", [BidOrder(5, 1), AskOrder(1, 1, 0, 1), AskOrder(2, 1, 0, 2)], 2, "capacity"),
    ],
)
def test_what_decided(rule: str, orders: list[BidOrder | AskOrder], entry: int, decided_by: str) -> None:
    told = decided(rule, *orders, entry=entry)
    assert told.decided_by == decided_by, told.sentences


def test_prices_between_two_others_are_told_as_a_range() -> None:
    needy: list[BidOrder | AskOrder] = [BidOrder(4, 1, 3), BidOrder(5, 1), BidOrder(4, 1)]
    told = decided("dantm", *needy, AskOrder(0, 2, 0, 1), AskOrder(2, 1, 3, 2), entry=0)
    assert any("it would still have bought from 2 units to 4 units." in one for one in told.sentences)
    narrow: list[BidOrder | AskOrder] = [BidOrder(5, 2), BidOrder(2, 2, 3), BidOrder(6, 1), AskOrder(3, 1, 0, 1)]
    told = decided("dantm", *narrow, AskOrder(5, 1, 3, 2), AskOrder(5, 2, 0, 3), entry=1)
    assert any("it would have bought at exactly 5 units." in one for one in told.sentences)


def test_ties_at_the_marginal_bid() -> None:
    # two asks at 1 and one at 6: the second bid of 5 is the marginal one, the third came too late
    orders: list[BidOrder | AskOrder] = [*(BidOrder(5, 1) for _ in range(3))]
    orders += [AskOrder(1, 1, 0, 1), AskOrder(1, 1, 0, 2), AskOrder(6, 1, 0, 3)]
    assert decided("trade-reduction", *orders, entry=1).decided_by == "marginal"
    assert decided("trade-reduction", *orders, entry=2).decided_by == "tie"


def test_entries_that_do_not_count() -> None:
    script = funded_script()
    standard_round(script)
    script.enter("alice", bytes(32), 5)
    script.enter("bob", BidOrder(5, 5).encode(), 3)
    script.ask("dave", 1, 3, 1)
    script.bid("carol", 3, 1)
    script.enter("carol", CancelOrder(10).encode())
    malformed, underfunded, superseded, voided, cancel = (explain(script, index) for index in (7, 8, 3, 10, 11))
    assert (malformed.verdict, malformed.kind, malformed.decided_by) == ("no entry", "none", "malformed")
    assert "side is 0" in malformed.sentences[1]
    assert (underfunded.kind, underfunded.decided_by) == ("bid", "underfunded")
    assert underfunded.numbers["needed_lock"] == 25
    assert underfunded.prices is not None
    assert underfunded.prices.intervals[0][0] == 4
    assert (superseded.kind, superseded.decided_by, superseded.numbers["by"]) == ("ask", "superseded", 9)
    assert (voided.decided_by, voided.numbers["by"]) == ("voided", 11)
    assert (cancel.kind, cancel.verdict, cancel.numbers) == ("cancel", "did its work", {"cancels": 10})


def test_unsettled_rounds_say_so() -> None:
    script = funded_script()
    standard_round(script)
    assert "still open" in explain(script, 0).sentences[0]
    script.close()
    assert "not settled yet" in explain(script, 0).sentences[0]
    script.abort()
    assert "Nobody settled" in explain(script, 0).sentences[0]


def test_there_is_no_explanation_without_an_entry() -> None:
    with pytest.raises(NotFound, match="no entry 7"):
        explain(settled(), 7)


@pytest.mark.parametrize("rule", RULES)
def test_every_entry_has_an_explanation_that_json_can_carry(rule: str) -> None:
    script = settled(rule)
    for index in range(7):
        told = explain(script, index)
        value = json.loads(json.dumps(told.as_dict()))
        assert value["entry"] == index
        assert value["numbers"]["price"] == str(told.numbers["price"])
        assert value["numbers"]["quantity"] == told.numbers["quantity"]
        assert value["prices"]["highest"] == str(told.prices and told.prices.highest)


@pytest.mark.parametrize("rule", RULES)
def test_the_trading_prices_are_those_of_trying_every_price(rule: str) -> None:
    """Also the test that kth-price and trade-reduction are monotone, which lets their prices be bisected."""
    rng = random.Random(rule)
    for _ in range(60):
        script = funded_script()
        script.open(rule)
        orders: list[BidOrder | AskOrder] = [
            BidOrder(rng.randrange(9), rng.randrange(1, 5), rng.randrange(3)) for _ in range(rng.randrange(1, 6))
        ]
        orders += [
            AskOrder(rng.randrange(9), rng.randrange(1, 5), rng.randrange(3), dataset)
            for dataset in range(1, rng.randrange(2, 7))
        ]
        rng.shuffle(orders)
        for order in orders:
            script.enter("alice", order.encode(), order.needed_lock if isinstance(order, BidOrder) else 0)
        index = rng.randrange(len(orders))
        told = explain(script, index)
        assert told.prices is not None
        assert (told.verdict == "traded") == any(
            low <= orders[index].price <= high for low, high in told.prices.intervals
        )
        for price in range(12):
            expected = trades_at(script, index, price)
            assert any(low <= price <= high for low, high in told.prices.intervals) == expected, (orders, index, price)


def trades_at(script: Script, index: int, price: int) -> bool:
    one = script.history.round(1)
    rule = by_checker(CHECKERS, one.terms.checker)
    entries: list[Entry] = list(one.entries)
    order = read_book(entries).statuses[index].order
    assert isinstance(order, BidOrder | AskOrder)
    lock = price * order.quantity if isinstance(order, BidOrder) else 0
    entries[index] = replace(entries[index], data=replace(order, price=price).encode(), lock=lock)
    assert read_book(entries).statuses[index].fate is Fate.STANDING
    outcome = rule.solve(entries, one.terms.params, {}, independent=True).detail
    book = outcome.book
    if isinstance(order, BidOrder):
        return any(book.bid_entries[trade.bid] == index for trade in outcome.outcome.trades)
    return any(book.ask_entries[d.ask] == index for trade in outcome.outcome.trades for d in trade.deliveries)
