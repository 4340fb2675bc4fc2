from __future__ import annotations

from databourse.events import PlainEvent
from databourse.market.entries import Entry
from databourse.market.rounds import Round
from databourse.market.terms import Terms
from databourse.orders.recorded import Found, Wanted, find_recorded

ALICE, BOB = "0x" + "aA" * 20, "0x" + "bB" * 20
A, B = b"\1" * 32, b"\2" * 32


def event(tx: int) -> PlainEvent:
    return PlainEvent("Entered", {}, 1, b"", bytes([tx]), 0)


def recorded(*entries: tuple[int, str, int, bytes]) -> Round:
    terms = Terms.one_shot(1, ALICE, 10, 20, b"")
    one = Round(1, 1, terms, b"", event(0))
    for index, (tx, who, lock, data) in enumerate(entries):
        one.entries.append(Entry(index, who, lock, data))
        one.sources.append(event(tx))
    return one


def test_an_order_is_there_when_account_word_and_lock_are() -> None:
    one = recorded((1, ALICE, 5, A), (2, BOB, 5, A), (2, ALICE, 6, A), (3, ALICE, 5, B))
    wanted = [Wanted(2, ALICE, 5, B), Wanted(3, ALICE, 5, A), Wanted(4, BOB, 6, A), Wanted(5, BOB, 5, A)]
    assert find_recorded(one, wanted) == {2: Found(3, "0x03"), 3: Found(0, "0x01"), 5: Found(1, "0x02")}


def test_of_equal_orders_as_many_are_there_as_equal_entries() -> None:
    one = recorded((1, ALICE, 5, A), (1, ALICE, 5, B), (2, ALICE, 5, A))
    wanted = [Wanted(line, ALICE, 5, A) for line in range(2, 5)]
    assert find_recorded(one, wanted) == {2: Found(0, "0x01"), 3: Found(2, "0x02")}
    assert find_recorded(recorded(), wanted) == {}
