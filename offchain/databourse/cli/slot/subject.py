"""The book that is simulated or explained: a slot's entries so far, or an instance from a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from databourse.cli.amounts import BASE_UNITS, Unit
from databourse.cli.instance_file import parse_json, read_instances
from databourse.cli.session import Session
from databourse.errors import InvalidInput, NotFound, UsageError

if TYPE_CHECKING:
    from databourse.mechanisms.double_auction import Ask, Bid


@dataclass(frozen=True)
class Subject:
    """A book with its surroundings.

    Attributes:
        name: of the slot or the file.
        status: where the slot is in its life; None for a file.
        rule: its own; None if it has none or it is not known here.
        options: of the rules, without the bounds of a round, which shaped the book already.
        bids: of a slot those that count, of a file all, in the order of submission.
        asks: likewise, with their start pointers.
        bid_names: what to call each bid.
        ask_names: what to call each ask.
        entries: entry number of each bid and of each ask; None for a file.
        unit: of amounts for people.
    """

    name: str
    status: str | None
    rule: str | None
    options: Mapping[str, Any]
    bids: tuple[Bid, ...]
    asks: tuple[Ask, ...]
    bid_names: tuple[str, ...]
    ask_names: tuple[str, ...]
    entries: tuple[tuple[int, ...], tuple[int, ...]] | None
    unit: Unit

    @property
    def counting(self) -> tuple[int, int]:
        """How many bids and how many asks count: of a file some may be for nothing."""
        bids, asks = (sum(order.quantity > 0 for order in side) for side in (self.bids, self.asks))
        return bids, asks

    def name_of(self, side: str, index: int) -> str:
        """What to call one order."""
        return (self.bid_names if side == "bid" else self.ask_names)[index]

    def reference(self, side: str, index: int) -> dict[str, object]:
        """One order for programs."""
        entry = self.entries[side == "ask"][index] if self.entries else None
        return {"side": side, "index": index, "entry": entry, "name": self.name_of(side, index)}


def read_subject(session: Session, slot: str | None, file: str | None) -> Subject:
    """The book of the slot, or of the file.

    Raises:
        UsageError: both were named, or neither.
        NotFound: there is no such slot or file, or no order in it counts.
        InvalidInput: the file is malformed.
    """
    if (slot is None) == (file is None):
        raise UsageError("which book?", "name a SLOT, or an instance with --file FILE")
    subject = _from_slot(session, slot) if slot is not None else _from_file(str(file))
    if not any(subject.counting):
        hint = "see what became of its entries with `bourse slot show`" if slot else "put bids and asks into it"
        raise NotFound(f"there is no order that counts in {subject.name}", hint)
    return subject


def _from_file(file: str) -> Subject:
    from databourse.mechanisms.double_auction import RULES, parse_instance

    number, text = next(read_instances(file), (1, ""))
    if number is not None:
        raise InvalidInput(f"{file} holds one instance a line", "give one instance, in a file that ends with .json")
    value = parse_json(text)
    # the rule may be left out where all are compared
    rule, bids, asks, options = parse_instance({"rule": None, **value} if isinstance(value, dict) else value)
    if rule is not None and not (isinstance(rule, str) and rule in RULES):
        raise InvalidInput.of("rule", rule, "there is no such rule", f"the rules are: {', '.join(RULES)}")
    return Subject(
        name="standard input" if file == "-" else file,
        status=None,
        rule=rule,
        options=options,
        bids=tuple(bids),
        asks=tuple(asks),
        bid_names=tuple(f"bid {index}" for index in range(len(bids))),
        ask_names=tuple(f"ask {index}" for index in range(len(asks))),
        entries=None,
        unit=BASE_UNITS,
    )


def _from_slot(session: Session, slot: str) -> Subject:
    from databourse.chain import history
    from databourse.cli import tradable
    from databourse.market.double_auction.book import read_book
    from databourse.market.double_auction.outcome import with_pointers

    exchange = session.exchange
    found = history.read_slot(exchange, slot)
    one = found.round
    params = tradable.params_of(exchange, one)
    book = with_pointers(read_book(one.entries, params.bounds), found.pointers)

    def called(entry: int) -> str:
        return f"entry {entry} ({session.person(one.entries[entry].who)})"

    return Subject(
        name=found.name,
        status=one.status(session.connection.now()).label,
        rule=exchange.rule(one.terms.checker),
        options={"k": params.k, "quality_filter": params.quality_filter},
        bids=book.bids,
        asks=book.asks,
        bid_names=tuple(map(called, book.bid_entries)),
        ask_names=tuple(map(called, book.ask_entries)),
        entries=(book.bid_entries, book.ask_entries),
        unit=Unit.of_token(session.symbol),
    )
