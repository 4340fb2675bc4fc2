"""The audit of chains: an honest log passes, and whatever is altered in the log or in the answers is found."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from typing import Any

import pytest

from databourse.accounts.ledger import Balance
from databourse.events import PlainEvent
from databourse.resale.audit.replay import replay
from databourse.resale.audit.report import Report
from databourse.resale.payments import split
from databourse.resale.shares import Matrix
from databourse.resale.views import Record, ResaleView, State
from tests.resale.scripted import DATASET
from tests.resale.viewed import CONTRACT, EXPIRY, THIRD, Viewed, account, full_script


@pytest.fixture(scope="module")
def script() -> Viewed:
    return full_script()


@pytest.fixture(scope="module")
def view(script: Viewed) -> ResaleView:
    return script.view()


def places(report: Report) -> list[str]:
    return [one.place for one in report.differences]


@pytest.mark.parametrize("independent", [False, True])
def test_an_honest_log_passes(script: Viewed, view: ResaleView, independent: bool) -> None:
    report = replay(script.events, view, independent=independent)
    assert report.differences == []
    assert [(one.chain, one.matrix, one.trades, one.depth, one.agrees) for one in report.chains] == [
        (1, "average", 4, 3, True),
        (2, THIRD.label, 4, 4, True),
        (3, "explicit", 2, 2, True),
        (4, "raw", 1, 1, True),
    ]
    assert (report.contract, report.independent, report.accounts) == (CONTRACT, independent, 7)
    assert report.held == 7 * 10**6 - 1_234
    assert report.unclaimed == script.unclaimed() == sum(one.unclaimed for one in report.chains) > 0
    assert len(report.blocks) == len(script.events)


def test_the_report_is_json(script: Viewed, view: ResaleView) -> None:
    told = json.loads(json.dumps(replay(script.events, view).as_dict()))
    assert (told["passed"], told["held"], told["unclaimed"]) == (True, "6998766", str(script.unclaimed()))
    assert told["chains"][0] == {
        "chain": 1,
        "matrix": "average",
        "trades": 4,
        "depth": 3,
        "paid": "223337",
        "upstream": "67220",
        "unclaimed": "0",
        "agrees": True,
    }


# the log

UNKNOWABLE = {"Deposited": {"payer"}, "Withdrawn": {"to"}}
"""Arguments on which nothing that the contract keeps depends."""


def matters(script: Viewed, event: PlainEvent, name: str) -> bool:
    """Whether an altered argument leaves anything to be found."""
    if event.name == "DatasetRegistered":
        return bool(event.args["dataset"] == DATASET)  # the other has no chain
    if event.name == "Offered":  # what became of it decides what the contract still knows
        forgotten = {
            State.OFFERED: set(),
            State.LICENCE: {"expiry"},
            State.NEVER: {"expiry", "price", "buyer"},
        }
        return name not in forgotten[script.view().records[event.args["number"]].state]
    return name not in UNKNOWABLE.get(event.name, ())


def altered(value: Any) -> Any:
    """Something else of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, tuple):
        return (*value[:-1], value[-1] + 1)
    if isinstance(value, list):
        return [*value, [1]]
    return account("mallory")


def alterations(script: Viewed) -> Iterator[tuple[str, list[PlainEvent]]]:
    """Every argument of every event that matters, altered alone."""
    for at, event in enumerate(script.events):
        for name, value in event.args.items():
            if matters(script, event, name):
                changed = replace(event, args={**event.args, name: altered(value)})
                yield f"{name} of {event.name} in block {event.block}", _with(script.events, at, changed)


def _with(events: Sequence[PlainEvent], at: int, *instead: PlainEvent) -> list[PlainEvent]:
    return [*events[:at], *instead, *events[at + 1 :]]


def test_every_altered_argument_is_found(script: Viewed, view: ResaleView) -> None:
    tried = list(alterations(script))
    assert len(tried) > 150
    assert [what for what, events in tried if replay(events, view).passed] == []


def test_every_missing_event_is_found(script: Viewed, view: ResaleView) -> None:
    missed = [event.args for at, event in enumerate(script.events) if replay(_with(script.events, at), view).passed]
    assert missed == [{"dataset": DATASET + 1, "owner": account("bob")}]  # which has no chain


def test_every_repeated_event_is_found(script: Viewed, view: ResaleView) -> None:
    last = script.events[-1].block
    missed = []
    for event in script.events:
        again = replace(event, block=last + 1)
        if event.name != "DatasetRegistered" and replay([*script.events, again], view).passed:
            missed.append(event.name)
    assert missed == []


def test_an_event_that_came_too_early_is_found(script: Viewed, view: ResaleView) -> None:
    """Each offer and each sale moved in front of what it stands on."""
    for name in ("ChainCreated", "Offered", "Sold", "Claimed", "OfferWithdrawn", "SellingEnded"):
        at = next(at for at, event in enumerate(script.events) if event.name == name)
        early = replace(script.events[at], block=0)
        assert not replay(_with(script.events, at, early), view).passed, name


@pytest.mark.parametrize(
    "columns", [[[10**9], [5 * 10**8 - 1, 5 * 10**8 - 7]], [[10**9]], "columns", [[10**9], [0, -1]]]
)
def test_altered_columns_are_found(script: Viewed, view: ResaleView, columns: Any) -> None:
    at = next(at for at, event in enumerate(script.events) if event.name == "ChainCreated" and event.args["columns"])
    changed = replace(script.events[at], args={**script.events[at].args, "columns": columns})
    assert not replay(_with(script.events, at, changed), view).passed


def test_two_hashes_of_one_block_are_a_difference(script: Viewed, view: ResaleView) -> None:
    moved = replace(script.events[5], block=script.events[4].block, log_index=1)
    assert f"hash of block {moved.block}" in places(replay(_with(script.events, 5, moved), view))


@pytest.mark.parametrize("value", ["x", None, -1, [], 2**300])
@pytest.mark.parametrize("name", ["Offered", "Sold", "Claimed", "ChainCreated", "Deposited", "SellingEnded"])
def test_a_log_that_cannot_be_read_is_a_difference_and_no_crash(
    script: Viewed, view: ResaleView, name: str, value: Any
) -> None:
    at = next(at for at, event in enumerate(script.events) if event.name == name)
    event = script.events[at]
    for argument, said in event.args.items():
        if matters(script, event, argument) and value != said and not (said is False and not value):
            garbled = _with(script.events, at, replace(event, args={**event.args, argument: value}))
            assert not replay(garbled, view, independent=True).passed, argument
            missing = {key: kept for key, kept in event.args.items() if key != argument}
            assert not replay(_with(script.events, at, replace(event, args=missing)), view).passed


# rules that need more than the chain's own log


def test_offers_that_had_expired(script: Viewed, view: ResaleView) -> None:
    sold = next(event for event in script.events if event.name == "Sold")
    offered = next(event for event in script.events if event.name == "Offered")
    for event, name in ((sold, "OfferExpired"), (offered, "ExpiryInPast")):
        late = replay(script.events, replace(view, times={**view.times, event.block: EXPIRY}))
        assert [one.expected for one in late.differences] == [f"nothing that breaks {name}"]
        assert (late.differences[0].block, late.chains[0].agrees) == (event.block, False)
        assert replay(script.events, replace(view, times={**view.times, event.block: EXPIRY - 1})).passed


def test_chains_for_data_of_others(script: Viewed, view: ResaleView) -> None:
    at = next(at for at, event in enumerate(script.events) if event.name == "DatasetRegistered")
    taken = replace(script.events[at], args={**script.events[at].args, "owner": account("mallory")})
    names = [one.expected for one in replay(_with(script.events, at, taken), view).differences]
    assert names == ["nothing that breaks NotDatasetOwner"] * 4
    names = [one.expected for one in replay(_with(script.events, at), view).differences]
    assert names == ["nothing that breaks UnknownDataset"] * 4


# the contract's answers


def record_changes(view: ResaleView) -> Iterator[tuple[str, ResaleView]]:
    """Every field of every record, altered alone."""
    for number, record in view.records.items():
        for one in fields(Record):
            value: Any = getattr(record, one.name)
            other = State((value + 1) % 3) if one.name == "state" else altered(value)
            change: dict[str, Any] = {one.name: other}
            changed = replace(record, **change)
            yield f"{one.name} of {number}", replace(view, records={**view.records, number: changed})


def test_every_altered_record_is_found(script: Viewed, view: ResaleView) -> None:
    tried = list(record_changes(view))
    assert len(tried) == 6 * script.last_number
    assert [what for what, false in tried if replay(script.events, false).passed] == []


def test_a_record_is_named_with_its_event(script: Viewed, view: ResaleView) -> None:
    first = replace(view.records[2], claimed=1)
    report = replay(script.events, replace(view, records={**view.records, 2: first}))
    sold = next(event for event in script.events if event.name == "Sold")
    assert [str(one) for one in report.differences] == [
        "chain 1 licence 2: claimed: the replay finds 0, the chain says 1 "
        f"(block {sold.block}, transaction 0x{sold.tx.hex()})"
    ]
    assert [one.agrees for one in report.chains] == [False, True, True, True]


@pytest.mark.parametrize("part", ["columns", "chains", "accounts"])
def test_every_other_altered_answer_is_found(script: Viewed, view: ResaleView, part: str) -> None:
    answers: dict[Any, Any] = getattr(view, part)
    assert answers
    for key, answer in answers.items():
        for false in falsified(answer):
            change: dict[str, Any] = {part: {**answers, key: false}}
            report = replay(script.events, replace(view, **change))
            assert not report.passed, (key, false)


def falsified(answer: Any) -> Iterator[Any]:
    """Every part of an answer, altered alone."""
    if isinstance(answer, tuple):
        for at in range(len(answer)):
            yield (*answer[:at], answer[at] + 1, *answer[at + 1 :])
        yield answer[:-1]
        return
    for one in fields(answer):
        yield replace(answer, **{one.name: altered(getattr(answer, one.name))})


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"held": 1}, "held() of the ResaleChain"),
        ({"held": 6_998_767}, "held() of the ResaleChain"),
        ({"tokens": 6_998_765}, "tokens of the ResaleChain"),
        ({"chain_count": 5}, "chainCount()"),
        ({"last_number": 99}, "lastNumber()"),
        ({"accounts": {(0, account("mallory")): Balance(1, 0)}}, f"chains: free balance of {account('mallory')}"),
        ({"accounts": {(3, account("bob")): Balance(1, 0)}}, f"chains (series 3): free balance of {account('bob')}"),
    ],
)
def test_sums_are_compared(script: Viewed, view: ResaleView, changes: dict[str, Any], place: str) -> None:
    assert places(replay(script.events, replace(view, **changes))) == [place]


def test_more_tokens_than_held_belong_to_nobody(script: Viewed, view: ResaleView) -> None:
    assert replay(script.events, replace(view, tokens=10**9)).passed


def test_a_withdrawal_of_more_than_there_is(script: Viewed, view: ResaleView) -> None:
    at = next(at for at, event in enumerate(script.events) if event.name == "Withdrawn")
    taken = replace(script.events[at], args={**script.events[at].args, "amount": 10**7})
    found = places(replay(_with(script.events, at, taken), view))
    assert found[0] == f"chains: withdrawal of {account('alice')}"


def test_which_of_two_equal_shares_was_claimed_no_event_tells() -> None:
    script = Viewed()
    licence = script.open(eager=0)
    for buyer in ("bob", "carol", "bob", "erin", "frank"):
        licence = script.sell(licence, buyer, 60_000)
    script.pay_out(licence, 0b01000)  # bob's second place; both are worth the same
    report = replay(script.events, script.view(), independent=True)
    assert report.differences == []
    record = script.view().records[licence]
    assert record.claimed == 0b01000
    for claimed, passes in ((0b00010, True), (0b01010, False), (0b00100, False), (0b01000 | 1 << 5, False), (0, False)):
        false = script.view(records={licence: replace(record, claimed=claimed)})
        assert replay(script.events, false).passed is passes, claimed


# the second computation


def test_a_wrong_split_is_found_by_the_literal_form(
    script: Viewed, view: ResaleView, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rounded_up(price: int, column: Any) -> tuple[int, ...]:
        first, *others = split(price, column)
        return (first + 1, *others[:-1], others[-1] - 1) if others else (first,)

    monkeypatch.setattr("databourse.resale.records.split", rounded_up)
    report = replay(script.events, replace(view, accounts={}), independent=True)
    assert "chain 1 licence 3: part of player 0 (literal form)" in places(report)
    at_once = replay(script.events, replace(view, accounts={}))
    assert [one.agrees for one in at_once.chains if not one.unclaimed] == [True] * 3  # the sums are as they should be


def test_a_wrong_column_is_found_by_the_literal_form(
    script: Viewed, view: ResaleView, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = Matrix.column

    def shifted(self: Matrix, trade: int) -> tuple[int, ...]:
        column = original(self, trade)
        return (column[0] + 1, *column[1:-1], column[-1] - 1) if trade == 2 else column

    monkeypatch.setattr(Matrix, "column", shifted)
    assert "chain 1: column of trade 2 (literal form)" in places(replay(script.events, view, independent=True))


def test_an_empty_log_is_an_empty_report() -> None:
    report = replay([], ResaleView(contract=CONTRACT))
    assert report.passed
    assert (report.chains, report.held, report.unclaimed) == ([], 0, 0)
