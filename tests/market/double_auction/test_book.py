from __future__ import annotations

from dataclasses import replace

from databourse.market.double_auction.book import Book, Bounds, Fate, read_book
from databourse.market.double_auction.orders import AskOrder, BidOrder, CancelOrder, Order
from databourse.market.entries import Entry
from databourse.mechanisms.double_auction import Ask, Bid
from tests.market.scripted import account

ALICE, BOB = account("alice"), account("bob")


def book_of(*orders: tuple[str, Order | bytes, int], bounds: Bounds | None = None) -> Book:
    entries = [
        Entry(index, who, lock, order if isinstance(order, bytes) else order.encode())
        for index, (who, order, lock) in enumerate(orders)
    ]
    return read_book(entries, bounds)


def fates(book: Book) -> list[Fate]:
    return [status.fate for status in book.statuses]


def test_an_empty_round_has_an_empty_book() -> None:
    assert read_book([]) == Book((), (), (), (), (), ())


def test_bids_and_asks_keep_the_order_of_entering() -> None:
    book = book_of(
        (ALICE, BidOrder(3, 2, 1), 6),
        (BOB, AskOrder(1, 5, 4, 77), 0),
        (BOB, BidOrder(0, 9), 0),
        (ALICE, AskOrder(9, 1, 0, 78), 0),
    )
    assert book.bids == (Bid(3, 2, 1), Bid(0, 9))
    assert book.asks == (Ask(1, 5, 4), Ask(9, 1))
    assert book.bid_entries == (0, 2)
    assert book.ask_entries == (1, 3)
    assert book.datasets == (77, 78)


def test_a_bid_counts_only_with_its_money() -> None:
    book = book_of((ALICE, BidOrder(3, 2), 5), (ALICE, BidOrder(3, 2), 6), (ALICE, BidOrder(3, 2), 7))
    assert fates(book) == [Fate.UNDERFUNDED, Fate.STANDING, Fate.STANDING]
    assert "6" in str(book.statuses[0].fault)


def test_a_cancellation_voids_an_earlier_entry_of_the_same_account() -> None:
    book = book_of((ALICE, BidOrder(3, 2), 6), (ALICE, BidOrder(4, 2), 8), (ALICE, CancelOrder(0), 0))
    assert fates(book) == [Fate.VOIDED, Fate.STANDING, Fate.STANDING]
    assert book.statuses[0].by == 2
    assert book.bid_entries == (1,)


def test_cancellations_of_others_and_of_later_entries_are_none() -> None:
    book = book_of(
        (ALICE, BidOrder(3, 2), 6), (BOB, CancelOrder(0), 0), (ALICE, CancelOrder(2), 0), (ALICE, CancelOrder(7), 0)
    )
    assert fates(book) == [Fate.STANDING, Fate.MALFORMED, Fate.MALFORMED, Fate.MALFORMED]


def test_a_cancelled_cancellation_does_nothing() -> None:
    book = book_of((ALICE, BidOrder(3, 2), 6), (ALICE, CancelOrder(0), 0), (ALICE, CancelOrder(1), 0))
    assert fates(book) == [Fate.STANDING, Fate.VOIDED, Fate.STANDING]


def test_of_two_cancellations_the_later_does_it() -> None:
    book = book_of((ALICE, BidOrder(3, 2), 6), (ALICE, CancelOrder(0), 0), (ALICE, CancelOrder(0), 0))
    assert book.statuses[0].by == 2


def test_a_later_ask_replaces_the_earlier_of_its_dataset() -> None:
    book = book_of((ALICE, AskOrder(1, 5, 0, 7), 0), (BOB, AskOrder(2, 5, 0, 8), 0), (ALICE, AskOrder(3, 5, 0, 7), 0))
    assert fates(book) == [Fate.SUPERSEDED, Fate.STANDING, Fate.STANDING]
    assert book.statuses[0].by == 2
    assert book.datasets == (8, 7)


def test_a_voided_ask_still_replaces_the_earlier_one() -> None:
    book = book_of((ALICE, AskOrder(1, 5, 0, 7), 0), (ALICE, AskOrder(3, 5, 0, 7), 0), (ALICE, CancelOrder(1), 0))
    assert fates(book) == [Fate.SUPERSEDED, Fate.VOIDED, Fate.STANDING]
    assert book.asks == ()


def test_a_malformed_ask_replaces_nothing() -> None:
    malformed = AskOrder(3, 5, 0, 7).encode()[:-1] + b"\1"
    book = book_of((ALICE, AskOrder(1, 5, 0, 7), 0), (ALICE, malformed, 0))
    assert fates(book) == [Fate.STANDING, Fate.MALFORMED]


def test_bounds_keep_small_asks_and_large_bids_out() -> None:
    book = book_of(
        (ALICE, BidOrder(1, 20), 20),
        (ALICE, BidOrder(1, 21), 21),
        (BOB, AskOrder(1, 10, 0, 1), 0),
        (BOB, AskOrder(1, 9, 0, 2), 0),
        (BOB, AskOrder(1, 9, 0, 1), 0),
        bounds=Bounds(lot=10, max_providers=2),
    )
    assert fates(book) == [Fate.STANDING, Fate.MALFORMED, Fate.STANDING, Fate.MALFORMED, Fate.MALFORMED]


def test_an_entry_with_a_payload_is_no_order() -> None:
    entry = Entry(0, ALICE, 6, BidOrder(3, 2).encode())
    assert fates(read_book([replace(entry, flags=1)])) == [Fate.MALFORMED]
