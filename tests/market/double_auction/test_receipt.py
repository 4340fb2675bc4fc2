from __future__ import annotations

import json
from collections import Counter

import pytest

from databourse.errors import NotFound, Refused
from databourse.market.double_auction.orders import BidOrder, CancelOrder
from databourse.market.double_auction.receipt import Place, Receipt, receipt
from databourse.market.entries import WITH_PAYLOAD
from databourse.market.mechanism import by_checker
from databourse.market.pointers import pointers_before
from tests.market.learning.rounds import options, word
from tests.market.scripted import CHAIN_ID, CHECKERS, MARKET, Script, account, funded_script, head, standard_round


def of(script: Script, index: int, number: int | None = None) -> Receipt:
    """The receipt of an entry of the latest round, or of round `number`."""
    history = script.history
    one = history.round(1, number)
    mechanism = by_checker(CHECKERS, one.terms.checker)
    times = {event.block: 10 * event.block for event in script.events}
    place = Place(CHAIN_ID, MARKET, history.series[1].config, times)
    pointers = pointers_before(history.series[1], one.number, CHECKERS)
    return receipt(one, index, mechanism, pointers, place, script.now)


@pytest.fixture
def script() -> Script:
    return funded_script(fee=3)


def test_a_winning_bid(script: Script) -> None:
    standard_round(script)
    script.settle()
    told = of(script, 0)
    assert (told.side, told.order) == ("bid", {"price": 9, "quantity": 5, "min_quality": 0})
    assert (told.units, told.unit_price, told.paid, told.received, told.fee) == (5, 4, 20, 0, 3)
    assert (told.lock, told.released, told.balance) == (45, 25, -23)
    # the two cheapest asks serve it, the cheaper one first
    assert [(one.entry, one.party, one.dataset, one.start, one.quantity, one.units) for one in told.deliveries] == [
        (3, account("dave"), 1, 0, 3, 3),
        (4, account("erin"), 2, 0, 2, 4),
    ]
    assert [one.amount for one in told.deliveries] == [12, 8]
    one = script.history.round(1)
    assert one.settled is not None
    assert (told.entered.block, told.entered.time) == (one.sources[0].block, 10 * one.sources[0].block)
    assert told.settled is not None
    assert (told.settled.block, told.status) == (one.settled.event.block, "settled")
    assert (told.chain_id, told.market, told.checker) == (CHAIN_ID, MARKET, one.terms.checker)
    assert told.terms_hash == "0x" + one.terms_hash.hex()
    assert told.data == "0x" + BidOrder(9, 5, 0).encode().hex()


def test_an_ask_gets_for_each_delivery_what_it_is_paid(script: Script) -> None:
    standard_round(script)
    script.settle()
    told = of(script, 4)
    assert (told.side, told.units, told.unit_price, told.paid) == ("ask", 3, None, 0)
    assert [(one.entry, one.party, one.start, one.quantity) for one in told.deliveries] == [
        (0, account("alice"), 0, 2),
        (1, account("bob"), 2, 1),
    ]
    assert told.received == sum(one.amount for one in told.deliveries) > 0
    assert told.balance == told.received - 3


def test_what_was_entered_with_a_payload_is_no_order(script: Script) -> None:
    script.open()
    script.emit("EnteredWith", slot=script.slots[1], head=head("alice", 45, flags=WITH_PAYLOAD), payload=b"a report")
    script.abort()
    told = of(script, 0)
    assert (told.side, told.order, told.paid, told.released) == ("payload", {}, 0, 45)


def test_what_commits_to_data_is_no_order(script: Script) -> None:
    """Only where the rule has a time after the close: elsewhere these bytes mean nothing."""
    for rule, side in (("learning", "data"), ("dantm", "none")):
        script.open(rule, **(options() if rule == "learning" else {}))
        script.enter("alice", word("alice"), 45)
        script.abort()
        told = of(script, 0)
        assert (told.side, told.order, told.paid, told.released) == (side, {}, 0, 45)


def test_start_pointers_go_on_from_the_round_before(script: Script) -> None:
    for _ in range(2):
        standard_round(script)
        script.settle()
    first, second = ([one.start for one in of(script, 4, number).deliveries] for number in (1, 2))
    assert first != second


def test_a_loser_pays_the_fee_and_nothing_else(script: Script) -> None:
    standard_round(script)
    script.settle()
    told = of(script, 2)
    assert (told.units, told.unit_price, told.paid, told.released, told.balance) == (0, None, 0, 6, -3)


def test_a_round_that_nobody_settled_costs_nothing(script: Script) -> None:
    standard_round(script)
    script.abort()
    told = of(script, 0)
    assert (told.status, told.settled, told.fee, told.released, told.balance, told.deliveries) == (
        "aborted",
        None,
        0,
        45,
        0,
        (),
    )


def test_an_order_that_was_carried_names_who_did_and_for_how_much(script: Script) -> None:
    script.open()
    script.signed("grace", 5, [("alice", 20, BidOrder(10, 2).encode())])
    script.settle()
    told = of(script, 0)
    assert (told.relayer, told.relay_fee, told.balance) == (account("grace"), 5, -8)


def test_cancellations_and_entries_that_are_no_orders(script: Script) -> None:
    script.open()
    script.bid("alice", 10, 2)
    script.enter("alice", CancelOrder(0).encode())
    script.enter("bob", bytes(32))
    script.settle()
    assert (of(script, 1).side, of(script, 1).order) == ("cancel", {"cancels": 0})
    assert (of(script, 2).side, of(script, 2).order, of(script, 2).balance) == ("none", {}, -3)


def test_there_is_no_receipt_before_the_end_nor_for_what_does_not_exist(script: Script) -> None:
    standard_round(script)
    for _ in range(2):
        with pytest.raises(Refused, match="round 1/1 is not over yet"):
            of(script, 0)
        script.now += 600
    with pytest.raises(NotFound, match="no entry 7"):
        of(script, 7)


def test_receipts_add_up_with_the_accounts_to_the_unit(script: Script) -> None:
    for rule in ("kth-price", "dantm", "trade-reduction"):
        standard_round(script, rule)
        script.signed("grace", 5, [("carol", 20, BidOrder(10, 2).encode())])
        script.settle() if rule != "trade-reduction" else script.abort()
    changes = Counter[str]()
    for one in script.history.rounds():
        for index, entry in enumerate(one.entries):
            changes[entry.who] += of(script, index, one.number).balance
    ledger = script.ledger
    for (_, who), balance in ledger.balances().items():
        besides = sum(
            posting.free
            for posting in ledger.history_of(who)
            if posting.reason in ("deposit", "fees", "surplus", "relaying")
        )
        assert besides + changes[who] == balance.free + balance.locked


def test_programs_get_money_as_strings(script: Script) -> None:
    standard_round(script)
    script.settle()
    told = json.loads(json.dumps(of(script, 0).as_dict()))
    assert {name: told[name] for name in ("paid", "received", "fee", "lock", "released", "balance", "unit_price")} == {
        "paid": "20",
        "received": "0",
        "fee": "3",
        "lock": "45",
        "released": "25",
        "balance": "-23",
        "unit_price": "4",
    }
    assert told["order"] == {"price": "9", "quantity": 5, "min_quality": 0}
    assert told["deliveries"][0]["amount"] == "12"
    assert told["settled"]["transaction"].startswith("0x")
