"""The order book of a round: which entries count as bids and asks, and what became of the others.

Every checker of the double auction reads a round this way, from the last entry to the first, so that what a later entry
voids or replaces is known when its turn comes:

- a cancellation voids the entry that it names, if that is an earlier one of the same account; one that is itself voided
  does nothing;
- an ask replaces every earlier ask for the same dataset for good, also when it is voided afterwards: at most one ask
  per dataset stands;
- a bid counts if its lock covers price times quantity;
- whatever does not decode, breaks a bound of the rule or was made with a payload is no entry.

Nothing here is ever an error: an entry that does not count just does not count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from databourse.market.double_auction.orders import AskOrder, BidOrder, CancelOrder, Order, decode
from databourse.market.entries import Entry
from databourse.market.faults import Fault
from databourse.mechanisms.double_auction import Ask, Bid


class Fate(StrEnum):
    """What became of an entry before the rule ran."""

    STANDING = "standing"
    MALFORMED = "malformed"
    UNDERFUNDED = "underfunded"
    VOIDED = "voided"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class EntryStatus:
    """The fate of one entry.

    Attributes:
        fate: see `Fate`.
        order: what the entry's data say; None when malformed.
        fault: which field breaks which rule, when malformed or underfunded.
        by: index of the entry that voided or superseded it.
    """

    fate: Fate
    order: Order | None = None
    fault: Fault | None = None
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """Smallest ask and most providers of one buyer, which together bound a checker's work; both 0 for no bound."""

    lot: int = 0
    max_providers: int = 0

    @property
    def largest_bid(self) -> int:
        """Units that `max_providers` smallest asks add up to."""
        return self.lot * self.max_providers


@dataclass(frozen=True, slots=True)
class Book:
    """The standing bids and asks of a round.

    Attributes:
        bids: in entry order; a bid's position is its id in the rule.
        asks: likewise, without start pointers.
        bid_entries: entry index of each bid.
        ask_entries: entry index of each ask.
        datasets: dataset of each ask.
        statuses: one for each entry of the round.
    """

    bids: tuple[Bid, ...]
    asks: tuple[Ask, ...]
    bid_entries: tuple[int, ...]
    ask_entries: tuple[int, ...]
    datasets: tuple[int, ...]
    statuses: tuple[EntryStatus, ...]


def read_book(entries: Sequence[Entry], bounds: Bounds | None = None) -> Book:
    """Judges every entry of a round.

    Args:
        entries: all of the round, in order; `entries[i].index == i`.
        bounds: those of the rule's parameters.
    """
    bounds = bounds or Bounds()
    statuses: list[EntryStatus] = []
    voided_by: dict[int, int] = {}
    asked_at: dict[int, int] = {}
    for entry in reversed(entries):
        order = _well_formed(entry, entries, bounds)
        if isinstance(order, Fault):
            statuses.append(EntryStatus(Fate.MALFORMED, fault=order))
            continue
        status = _standing(entry, order, voided_by.get(entry.index), asked_at)
        if isinstance(order, CancelOrder) and status.fate is Fate.STANDING:
            # of several cancellations of one entry the last to be made does it
            voided_by.setdefault(order.entry, entry.index)
        statuses.append(status)
    statuses.reverse()
    return _collect(entries, statuses)


def _well_formed(entry: Entry, entries: Sequence[Entry], bounds: Bounds) -> Order | Fault:
    if entry.flags:
        return Fault("flags", entry.flags, "an order is entered without a payload")
    order = decode(entry.data)
    match order:
        case BidOrder(quantity=quantity) if bounds.lot and quantity > bounds.largest_bid:
            return Fault("quantity", quantity, f"a bid may be for at most {bounds.largest_bid} units in this round")
        case AskOrder(quantity=quantity) if bounds.lot and quantity < bounds.lot:
            return Fault("quantity", quantity, f"an ask must offer at least {bounds.lot} units in this round")
        case CancelOrder(entry=target) if target >= entry.index:
            return Fault("entry", target, f"a cancellation must name an entry before its own ({entry.index})")
        case CancelOrder(entry=target) if entries[target].who != entry.who:
            return Fault("entry", target, "a cancellation must name an entry of the same account")
    return order


def _standing(entry: Entry, order: Order, voided_by: int | None, asked_at: dict[int, int]) -> EntryStatus:
    if isinstance(order, BidOrder) and entry.lock < order.needed_lock:
        fault = Fault("lock", entry.lock, f"price times quantity is {order.needed_lock}")
        return EntryStatus(Fate.UNDERFUNDED, order, fault)
    if isinstance(order, AskOrder):
        if order.dataset in asked_at:
            return EntryStatus(Fate.SUPERSEDED, order, by=asked_at[order.dataset])
        asked_at[order.dataset] = entry.index
    if voided_by is not None:
        return EntryStatus(Fate.VOIDED, order, by=voided_by)
    return EntryStatus(Fate.STANDING, order)


def _collect(entries: Sequence[Entry], statuses: Sequence[EntryStatus]) -> Book:
    bids, asks = [], []
    for entry, status in zip(entries, statuses, strict=True):
        if status.fate is not Fate.STANDING:
            continue
        if isinstance(status.order, BidOrder):
            bids.append((entry.index, status.order))
        elif isinstance(status.order, AskOrder):
            asks.append((entry.index, status.order))
    return Book(
        bids=tuple(Bid(order.price, order.quantity, order.min_quality) for _, order in bids),
        asks=tuple(Ask(order.price, order.quantity, order.quality) for _, order in asks),
        bid_entries=tuple(index for index, _ in bids),
        ask_entries=tuple(index for index, _ in asks),
        datasets=tuple(order.dataset for _, order in asks),
        statuses=tuple(statuses),
    )
