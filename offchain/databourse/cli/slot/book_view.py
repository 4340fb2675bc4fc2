"""The book of a round as people and programs see it: its entries, what each paid or got, and the deliveries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from databourse.cli.session import Session
from databourse.market.double_auction.book import Book, EntryStatus, Fate
from databourse.market.double_auction.orders import AskOrder, BidOrder, CancelOrder
from databourse.market.double_auction.outcome import Transfer
from databourse.market.rounds import Round

# each buyer can have many sellers; nobody reads a table of ten thousand rows
_MOST_ROWS = 200


@dataclass(frozen=True)
class Results:
    """What came of a round.

    Attributes:
        debits: base units by entry that pays.
        credits: base units by entry that receives.
        transfers: who delivers what to whom.
    """

    debits: dict[int, int] = field(default_factory=dict)
    credits: dict[int, int] = field(default_factory=dict)
    transfers: Sequence[Transfer] = ()

    @cached_property
    def units(self) -> Counter[int]:
        """Units by entry that buys or sells."""
        counted = Counter[int]()
        for transfer in self.transfers:
            counted[transfer.bid] += transfer.quantity
            counted[transfer.ask] += transfer.quantity
        return counted

    @property
    def surplus(self) -> int:
        """Base units for the series' beneficiary."""
        return sum(self.debits.values()) - sum(self.credits.values())


def entries_json(session: Session, one: Round, book: Book, results: Results | None) -> list[dict[str, object]]:
    """Every entry of the round, for programs; money in base units. Without results nothing is said of them."""
    listed = []
    for entry, status in zip(one.entries, book.statuses, strict=True):
        told: dict[str, object] = {"entry": entry.index, "who": entry.who, "name": session.person(entry.who)}
        told |= _order_json(status) | {"lock": str(entry.lock), "status": status.fate.value, "by": status.by}
        if results:
            told |= {
                "units": results.units[entry.index],
                "paid": str(results.debits.get(entry.index, 0)),
                "received": str(results.credits.get(entry.index, 0)),
            }
        listed.append(told)
    return listed


def deliveries_json(results: Results) -> list[dict[str, object]]:
    """Every delivery, for programs."""
    return [
        {
            "bid": one.bid,
            "ask": one.ask,
            "buyer": one.buyer,
            "seller": one.seller,
            "dataset": one.dataset,
            "start": one.start,
            "quantity": one.quantity,
            "units": one.units,
            "payment": str(one.payment),
        }
        for one in results.transfers
    ]


def tell_book(session: Session, one: Round, book: Book, results: Results | None, title: str) -> None:
    """The book as a table."""
    rows = []
    for entry, status in zip(one.entries, book.statuses, strict=True):
        side, price, quantity, quality, dataset = _order_cells(session, status)
        fate = status.fate.value + (f" by {status.by}" if status.by is not None else "")
        result = _result(session, entry.index, status, results) if results else None
        rows.append((entry.index, session.person(entry.who), side, price, quantity, quality, dataset, fate, result))
    columns = ["entry>", "who", "side", "price>", "units>", "quality>", "dataset>", "status", "result"]
    session.output.table(columns, rows, title=title)


def tell_deliveries(session: Session, results: Results) -> None:
    """The deliveries as a table."""
    if not results.transfers:
        session.output.say("Nothing was delivered.")
        return
    session.output.table(
        ["bid>", "buyer", "ask>", "seller", "dataset>", "units", "count>", "seller gets>"],
        [
            (
                one.bid,
                session.person(one.buyer),
                one.ask,
                session.person(one.seller),
                one.dataset,
                interval(one),
                one.quantity,
                session.tokens(one.payment),
            )
            for one in results.transfers[:_MOST_ROWS]
        ],
        title="Deliveries",
    )
    if len(results.transfers) > _MOST_ROWS:
        session.output.say(f"… and {len(results.transfers) - _MOST_ROWS} more; --json lists all.")


def interval(one: Transfer) -> str:
    """Which units a delivery holds, first and last included; it may go around the end of the dataset."""
    last = one.start + one.quantity - 1
    if last < one.units:
        return f"{one.start} to {last}"
    return f"{one.start} to {one.units - 1}, 0 to {last - one.units}"


def _order_json(status: EntryStatus) -> dict[str, object]:
    match status.order:
        case BidOrder(price, quantity, quality):
            return {"side": "bid", "price": str(price), "quantity": quantity, "quality": quality, "dataset": None}
        case AskOrder(price, quantity, quality, dataset):
            return {"side": "ask", "price": str(price), "quantity": quantity, "quality": quality, "dataset": dataset}
        case CancelOrder(entry):
            return {"side": "cancel", "cancels": entry}
    return {"side": None, "fault": str(status.fault)}


def _order_cells(session: Session, status: EntryStatus) -> tuple[object, ...]:
    match status.order:
        case BidOrder(price, quantity, quality):
            return "bid", session.tokens(price), quantity, f"≥ {quality}", None
        case AskOrder(price, quantity, quality, dataset):
            return "ask", session.tokens(price), quantity, quality, dataset
        case CancelOrder(entry):
            return f"cancel {entry}", None, None, None, None
    return "none", None, None, None, None


def _result(session: Session, index: int, status: EntryStatus, results: Results) -> str | None:
    if status.fate is not Fate.STANDING or isinstance(status.order, CancelOrder):
        return None
    units = results.units[index]
    if isinstance(status.order, BidOrder):
        paid = results.debits.get(index, 0)
        return f"bought {units} for {session.tokens(paid)}" if units or paid else "bought nothing"
    received = results.credits.get(index, 0)
    return f"sold {units} for {session.tokens(received)}" if units or received else "sold nothing"
