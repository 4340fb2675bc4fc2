from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from databourse.accounts.ledger import Balance
from databourse.events import PlainEvent
from databourse.market import mechanism
from databourse.market.chain_view import ChainView
from databourse.market.double_auction.kth_price import KthPrice
from databourse.market.double_auction.orders import BidOrder
from databourse.market.double_auction.params import AuctionParams
from databourse.market.entries import log_word, pack_amounts, unpack_amounts
from databourse.market.replay import replay
from databourse.market.report import Report
from databourse.market.terms import Status, context
from databourse.mechanisms.double_auction import Ask, Bid, Outcome
from tests.market.scripted import CHAIN_ID, MARKET, Script, account, funded_script, head, standard_round

RULES = ("kth-price", "trade-reduction", "dantm")


def full_script() -> Script:
    """Two series; all three rules; batches, signed orders, an aborted round, a withdrawal; a round still open."""
    script = funded_script(fee=2)
    script.create(2)
    for name in ("alice", "bob", "dave"):
        script.deposit(name, 500, 2)
    for rule in RULES:
        standard_round(script, rule)
        script.settle()
    script.open("dantm", series=2)
    script.bid("alice", 9, 5, series=2)
    script.ask("dave", 4, 9, 1, series=2)
    script.settle(series=2)
    script.open()
    script.bid("alice", 9, 5)
    script.abort()
    script.withdraw("dave", 50)
    standard_round(script)
    return script


def changed(script: Script, name: str, number: int, **changes: Any) -> list[PlainEvent]:
    """A copy of the log with other arguments in the `number`-th event of that name."""
    events = list(script.events)
    at = [i for i, event in enumerate(events) if event.name == name][number]
    events[at] = replace(events[at], args={**events[at].args, **changes})
    return events


def with_amount(script: Script, side: str, settlement: int, item: int, change: int) -> list[PlainEvent]:
    event = [event for event in script.events if event.name == "Settled"][settlement]
    amounts = list(unpack_amounts(event.args[side]))
    amounts[item] = amounts[item][0], amounts[item][1] + change
    return changed(script, "Settled", settlement, **{side: pack_amounts(amounts)})


@pytest.mark.parametrize("independent", [False, True])
def test_an_honest_log_passes(independent: bool) -> None:
    script = full_script()
    report = replay(script.events, script.view(), independent=independent)
    assert report.differences == []
    assert report.passed
    assert [(one.series, one.round, one.rule) for one in report.rounds] == [
        (1, 1, "kth-price"),
        (1, 2, "trade-reduction"),
        (1, 3, "dantm"),
        (2, 1, "dantm"),
    ]
    assert all(one.agrees and one.independent == independent for one in report.rounds)
    assert report.aborted == ["1/4"]
    assert report.open == ["1/5"]
    assert report.held == 7_000 + 1_500 - 50
    assert len(report.blocks) == len(script.events)


def test_the_report_is_json() -> None:
    script = full_script()
    told = json.loads(json.dumps(replay(script.events, script.view()).as_dict()))
    assert told["passed"] is True
    assert told["held"] == "8450"
    assert told["blocks"]["1"] == "0x" + script.events[0].block_hash.hex()
    assert told["rounds"][0]["debited"] == "36"


@pytest.mark.parametrize("side", ["debits", "credits"])
@pytest.mark.parametrize("change", [1, -1])
def test_one_altered_amount_is_found_at_its_exact_place(side: str, change: int) -> None:
    script = full_script()
    events = with_amount(script, side, 2, 1, change)
    report = replay(events, script.view())
    first = report.first
    assert first is not None
    assert first.place.startswith(f"series 1 round 3: {side[:-1]} 1, entry ")
    assert account("bob") in first.place or account("erin") in first.place
    settled = [event for event in events if event.name == "Settled"][2]
    assert (first.block, first.tx) == (settled.block, "0x" + settled.tx.hex())
    assert [one.agrees for one in report.rounds] == [True, True, False, True]
    # the money is altered too: the sums no longer match
    assert any(difference.place.startswith("sum of all accounts") for difference in report.differences)


def test_an_alteration_that_keeps_the_sums_is_found() -> None:
    script = full_script()
    event = next(event for event in script.events if event.name == "Settled")
    (first, a), (second, b) = unpack_amounts(event.args["debits"])
    report = replay(
        changed(script, "Settled", 0, debits=pack_amounts([(first, a - 1), (second, b + 1)])), script.view()
    )
    assert report.first is not None
    assert report.first.expected == f"{a} for entry {first}"
    assert report.first.found == f"{a - 1} for entry {first}"


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"debits": b""}, "series 1 round 1: debit 0"),
        ({"debits": bytes(15)}, "series 1 round 1"),
        ({"alloc": b"x"}, "series 1 round 1: allocation"),
        ({"surplus": 0}, "series 1 round 1: surplus"),
        ({"fees": 0}, "series 1 round 1: fees"),
        ({"debits": pack_amounts([(99, 1)])}, "series 1 round 1: debit 0"),
    ],
)
def test_any_other_alteration_of_a_settlement_is_found(changes: dict[str, Any], place: str) -> None:
    script = full_script()
    report = replay(changed(script, "Settled", 0, **changes), script.view())
    assert report.first is not None
    assert report.first.place.startswith(place)


@pytest.mark.parametrize(
    ("name", "number", "changes", "place"),
    [
        ("RoundOpened", 0, {"termsHash": bytes(32)}, "series 1 round 1: terms hash"),
        ("RoundOpened", 1, {"round": 7}, "series 1: number of the next round"),
        ("Deposited", 0, {"amount": 999}, "held()"),
        ("Deposited", 0, {"amount": "1000"}, "the accounts"),
        ("Withdrawn", 0, {"amount": 5_000}, "series 1: withdrawal of "),
        ("Entered", 0, {"head": head("mallory", 2**88 - 1)}, "series 1: entry of "),
        ("Entered", 0, {"head": b"\xff" * 32}, "the log"),
        ("Entered", 0, {"data": bytes(32)}, "series 1 round 1: debit 0"),
        ("SeriesCreated", 0, {"config": ()}, "the log"),
        ("Settled", 0, {"settler": account("mallory")}, "series 1: free balance of "),
    ],
)
def test_alterations_elsewhere_are_found(name: str, number: int, changes: dict[str, Any], place: str) -> None:
    script = full_script()
    report = replay(changed(script, name, number, **changes), script.view())
    assert any(difference.place.startswith(place) for difference in report.differences), report.differences


@pytest.mark.parametrize("kind", ["Entered", "RoundOpened", "SeriesCreated", "Deposited", "Settled"])
def test_a_missing_event_is_found(kind: str) -> None:
    script = full_script()
    at = next(i for i, event in enumerate(script.events) if event.name == kind)
    report = replay([*script.events[:at], *script.events[at + 1 :]], script.view())
    assert not report.passed


def test_a_second_settlement_is_found() -> None:
    script = full_script()
    last = script.events[-1]
    again = next(event for event in script.events if event.name == "Settled")
    report = replay([*script.events, replace(again, block=last.block + 1)], script.view())
    assert [one.place for one in report.differences] == ["series 1 round 1: Settled"]


def on_chain(script: Script, number: int) -> bytes:
    one = script.history.round(1, number)
    return log_word(context(CHAIN_ID, MARKET, 1, number, one.terms_hash), one.entries)


def test_log_words_and_contexts_are_recomputed() -> None:
    script = full_script()
    right = on_chain(script, 5)
    start = context(CHAIN_ID, MARKET, 1, 5, script.history.round(1).terms_hash)
    assert replay(script.events, script.view(logs={(1, 5): right}, contexts={(1, 5): start})).passed
    wrong = replay(script.events, script.view(logs={(1, 5): right[:-1] + b"\0"}, contexts={(1, 5): bytes(32)}))
    assert [difference.place for difference in wrong.differences] == [
        "series 1 round 5: context",
        "series 1 round 5: log word over 7 entries",
    ]


def test_an_entry_that_no_market_records_is_found_in_an_open_round() -> None:
    script = full_script()
    script.batch("carol", [(7, BidOrder(7, 1).encode())])
    logs = {(1, 5): on_chain(script, 5)}
    lock_too_large = b"\xff" * 12 + BidOrder(7, 1).encode()
    report = replay(changed(script, "EnteredBatch", 0, entries=lock_too_large), script.view(logs=logs))
    assert "series 1 round 5: entries" in [one.place for one in report.differences]


def test_an_entry_altered_in_an_open_round_shows_in_the_log_word() -> None:
    script = full_script()
    logs = {(1, 5): on_chain(script, 5)}
    count = sum(event.name == "Entered" for event in script.events)
    report = replay(changed(script, "Entered", count - 1, head=head("mallory", 0)), script.view(logs=logs))
    assert report.first is not None
    assert "log word" in report.first.place


@pytest.mark.parametrize(
    ("view", "place"),
    [
        ({"held": 1}, "held()"),
        ({"tokens": 8_449}, "tokens of the Market"),
        ({"accounts": {(1, account("alice")): Balance(1, 0)}}, "series 1: free balance of"),
        ({"accounts": {(1, account("nobody")): Balance(0, 5)}}, "series 1: locked balance of"),
    ],
)
def test_sums_and_accounts_are_compared_with_the_chain(view: dict[str, Any], place: str) -> None:
    script = full_script()
    report = replay(script.events, script.view(**view))
    assert report.first is not None
    assert report.first.place.startswith(place)


def test_more_tokens_than_held_belong_to_nobody() -> None:
    script = full_script()
    assert replay(script.events, script.view(tokens=10**9)).passed


def test_two_hashes_of_one_block_are_a_difference() -> None:
    script = full_script()
    events = list(script.events)
    events[5] = replace(events[5], block=events[4].block, log_index=1)
    report = replay(events, script.view())
    assert report.first is not None
    assert report.first.place == f"hash of block {events[4].block}"


def test_a_round_of_an_unknown_checker_is_named() -> None:
    script = full_script()
    view = script.view(rules={checker: rule for checker, rule in script.view().rules.items() if rule != "dantm"})
    report = replay(script.events, view)
    assert report.passed
    assert [line.split(":")[0] for line in report.unchecked] == ["1/3", "2/1"]


def test_a_log_from_the_middle_checks_only_the_rounds_it_holds() -> None:
    script = funded_script()
    standard_round(script)
    script.settle()
    cut = len(script.events)
    standard_round(script, "dantm")
    script.settle()
    tail = [*script.events[:1], *script.events[cut:]]  # the series is known, its first round is not
    report = replay(tail, script.view(complete=False, held=None, tokens=None, accounts={}))
    assert [one.round for one in report.rounds] == [2]
    assert report.held is None
    assert report.passed


def test_progress_is_told_for_each_settled_round() -> None:
    script = full_script()
    seen: list[int] = []
    replay(script.events, script.view(), progress=lambda one: seen.append(one.number))
    assert seen == [1, 2, 3, 1]


def test_a_wrong_fast_solver_is_found_by_the_literal_form(monkeypatch: pytest.MonkeyPatch) -> None:
    script = funded_script()
    standard_round(script)
    script.settle()

    class WrongLiterally(KthPrice):
        def run(self, bids: Sequence[Bid], asks: Sequence[Ask], params: AuctionParams, *, literally: bool) -> Outcome:
            return super().run(bids[:1] if literally else bids, asks, params, literally=literally)

    rule = WrongLiterally()
    monkeypatch.setattr(mechanism, "_registered", {rule.name: rule})
    report = replay(script.events, script.view(), independent=True)
    assert report.first is not None
    assert report.first.place == "series 1 round 1: debits of the fast solver"


def test_an_empty_log_is_an_empty_report() -> None:
    report = replay([], ChainView(CHAIN_ID, MARKET, 0, {}))
    assert isinstance(report, Report)
    assert report.passed
    assert report.first is None


def test_a_settlement_without_payments_that_is_hidden_is_found() -> None:
    script = funded_script()
    standard_round(script)
    view = replace(script.view(), statuses={(1, 1): Status.SETTLED})
    report = replay(script.events, view)
    assert any("status" in str(difference) for difference in report.differences)
