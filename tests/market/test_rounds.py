from __future__ import annotations

import pytest
from eth_utils.crypto import keccak

from databourse.errors import NotFound
from databourse.market.double_auction.orders import BidOrder, CancelOrder
from databourse.market.entries import WITH_PAYLOAD, Entry
from databourse.market.history import History
from databourse.market.recording import entries_of
from databourse.market.series_config import SeriesConfig
from databourse.market.terms import Status
from tests.market.scripted import CHECKERS, Script, account, funded_script, head, standard_round

BID = BidOrder(3, 2).encode()


def test_a_series_is_read_with_its_configuration() -> None:
    config = funded_script(fee=5).history.series[1].config
    assert (config.operator, config.solver, config.fee) == (account("operator"), account("solver"), 5)
    assert config.name == "temperature"
    assert config.checkers == tuple(CHECKERS)


@pytest.mark.parametrize("name", [b"humidity", b"", b"\xff\xfe bytes", b"a\0b", b"x" * 32])
def test_a_configuration_comes_back_as_it_was(name: bytes) -> None:
    config = funded_script(fee=5).history.series[1].config
    struct = (*config.struct()[:9], name.ljust(32, b"\0"), list(CHECKERS))
    assert SeriesConfig.of(struct).struct() == struct


def test_the_configuration_is_hashed_as_the_market_does() -> None:
    """By hand: offset of the struct, ten words, offset of the list in the struct, its length and items."""
    config = funded_script(fee=5).history.series[1].config
    roles = [int(account(name), 16) for name in ("operator", "beneficiary", "solver")]
    name = int.from_bytes(b"temperature".ljust(32, b"\0"))
    checkers = [int(checker, 16) for checker in CHECKERS]
    words = [32, *roles, 0, 0, 0, 86_400, 60, 5, name, 11 * 32, len(checkers), *checkers]
    assert config.hash() == keccak(b"".join(word.to_bytes(32) for word in words))


def test_entries_of_all_kinds_come_in_order() -> None:
    script = funded_script()
    script.open()
    script.enter("alice", BID, 6)
    script.emit("EnteredWith", slot=script.slots[1], head=head("bob", 1, flags=1), payload=b"long input")
    script.batch("carol", [(7, BID), (0, CancelOrder(2).encode())])
    script.signed("erin", 1, [("dave", 8, BID), ("alice", 9, BID)])
    one = script.history.round(1)
    assert one.entries == [
        Entry(0, account("alice"), 6, BID),
        Entry(1, account("bob"), 1, keccak(b"long input"), WITH_PAYLOAD, b"long input"),
        Entry(2, account("carol"), 7, BID),
        Entry(3, account("carol"), 0, CancelOrder(2).encode()),
        Entry(4, account("dave"), 8, BID),
        Entry(5, account("alice"), 9, BID),
    ]
    assert [source.name for source in one.sources] == [
        "Entered",
        "EnteredWith",
        "EnteredBatch",
        "EnteredBatch",
        "EnteredSigned",
        "EnteredSigned",
    ]


def test_other_events_record_no_entries() -> None:
    script = funded_script()
    standard_round(script)
    counts = {event.name: len(entries_of(event, first=0)) for event in script.events}
    assert counts == {"SeriesCreated": 0, "Deposited": 0, "RoundOpened": 0, "Entered": 1}


def test_status_follows_from_time_unless_settled() -> None:
    script = funded_script()
    one = script.open()
    close_at, settle_by = one.terms.close_at, one.terms.settle_by
    assert [one.status(t) for t in (close_at - 1, close_at, settle_by - 1, settle_by)] == [
        Status.OPEN,
        Status.SETTLEABLE,
        Status.SETTLEABLE,
        Status.ABORTED,
    ]
    script.settle()
    assert script.history.round(1).status(settle_by) is Status.SETTLED


def test_settlements_are_kept_with_their_bytes() -> None:
    script = funded_script(fee=2)
    standard_round(script)
    script.settle()
    settled = script.history.round(1).settled
    assert settled is not None
    assert settled.settler == account("solver")
    assert settled.fees == 14
    assert settled.debits and settled.credits and settled.alloc == b""


def test_rounds_are_found_by_number_and_the_latest_without() -> None:
    script = funded_script()
    for _ in range(2):
        standard_round(script)
        script.settle()
    history = script.history
    assert history.round(1).number == 2
    assert history.round(1, 1).number == 1
    assert [one.number for one in history.rounds()] == [1, 2]
    with pytest.raises(NotFound, match="no round 3"):
        history.round(1, 3)
    with pytest.raises(NotFound, match="no series 9"):
        history.round(9)
    with pytest.raises(NotFound, match="no entry 7"):
        history.round(1).entry(7)


def test_a_series_without_rounds_says_so() -> None:
    with pytest.raises(NotFound, match="no round yet"):
        funded_script().history.round(1)


def test_events_without_a_beginning_are_strays() -> None:
    script = funded_script()
    standard_round(script)
    script.settle()
    script.open()
    script.bid("alice", 3, 2)
    tail = script.events[next(i for i, event in enumerate(script.events) if event.name == "Settled") :]
    assert [event.name for event in History(tail).stray] == ["Settled", "RoundOpened", "Entered"]


def test_events_may_come_in_any_order_and_hashes_as_text() -> None:
    script = funded_script()
    standard_round(script)
    assert History(reversed(script.events)).round(1).entries == script.history.round(1).entries


def test_a_second_settlement_is_noted() -> None:
    script = Script()
    script.create()
    script.open()
    script.settle()
    script.events.append(script.events[-1])
    assert len(script.history.misplaced) == 1
