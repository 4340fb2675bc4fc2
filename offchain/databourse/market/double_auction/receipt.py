"""Receipts: what one entry of a double auction came to, with everything that is needed to check it on the chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from databourse.accounts.sources import Source
from databourse.errors import Refused
from databourse.events import Event, address, hex_of
from databourse.market.double_auction.orders import AskOrder, BidOrder, CancelOrder, decode
from databourse.market.double_auction.outcome import AuctionDetail, Transfer, transfers
from databourse.market.entries import Entry, unpack_amounts
from databourse.market.learning.parties import LEARNING
from databourse.market.mechanism import Mechanism, Pointers, Solution
from databourse.market.posts import is_sealed
from databourse.market.rounds import Round
from databourse.market.series_config import SeriesConfig
from databourse.market.solving import outcome_of


@dataclass(frozen=True, slots=True)
class Delivered:
    """A delivery from the entry's side.

    Attributes:
        entry: index of the other side's entry.
        party: its account.
        dataset: number of the dataset.
        start: first unit; the delivery is the circular interval [start, start + quantity) modulo `units`.
        quantity: number of units.
        units: at which the interval wraps.
        amount: base units that a buyer pays, or a seller gets, for this delivery.
    """

    entry: int
    party: str
    dataset: int
    start: int
    quantity: int
    units: int
    amount: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an entry came to. Money in base units.

    Attributes:
        chain_id: of the chain.
        market: its address.
        series: number of the series.
        name: of the series.
        round: number of the round.
        status: "settled" or "aborted".
        rule: its name.
        options: of the rule.
        described: both in words.
        checker: address of the contract that checked the outcome.
        terms_hash: what the entry was made for, 0x-prefixed.
        entry: its index.
        who: its account.
        side: "bid", "ask", "cancel" or "none" (not an order); "sealed", "payload" or "data" (a commitment to data) of
            what is none by its form.
        order: the order in words: price, quantity, quality, dataset, or the entry that it cancels.
        data: the order word as it was signed or sent, 0x-prefixed.
        lock: base units that stood behind it.
        relayer: who carried the signed order; None if it was sent directly.
        relay_fee: base units for that.
        entered: where it was recorded.
        settled: where the round was settled; None if it was not.
        units: bought or sold.
        unit_price: what a buyer pays for each unit; None for other sides, whose units can be paid differently.
        paid: base units, the fee not included.
        received: base units.
        fee: base units for the entry, which who settled the round got.
        released: base units of the lock that came back.
        deliveries: of these units.
    """

    chain_id: int
    market: str
    series: int
    name: str
    round: int
    status: str
    rule: str
    options: Mapping[str, int | bool]
    described: str
    checker: str
    terms_hash: str
    entry: int
    who: str
    side: str
    order: Mapping[str, int]
    data: str
    lock: int
    relayer: str | None
    relay_fee: int
    entered: Source
    settled: Source | None
    units: int
    unit_price: int | None
    paid: int
    received: int
    fee: int
    released: int
    deliveries: tuple[Delivered, ...]

    @property
    def balance(self) -> int:
        """What the entry changed in the account, all in all."""
        return self.received - self.paid - self.fee - self.relay_fee

    def as_dict(self) -> dict[str, Any]:
        """For `--json`: money as decimal strings, because sums exceed what JSON readers keep exact."""
        told = asdict(self) | {name: str(getattr(self, name)) for name in _MONEY}
        told["unit_price"] = None if self.unit_price is None else str(self.unit_price)
        told["order"] = {name: str(value) if name == "price" else value for name, value in self.order.items()}
        told["deliveries"] = [asdict(one) | {"amount": str(one.amount)} for one in self.deliveries]
        return told


_MONEY = ("lock", "relay_fee", "paid", "received", "fee", "released", "balance")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a round was held: chain, market, the series' configuration, and the times of blocks by number."""

    chain_id: int
    market: str
    config: SeriesConfig
    times: Mapping[int, int]

    def source(self, event: Event) -> Source:
        """Where an event happened."""
        return Source.of(event, self.times)


def receipt(one: Round, index: int, mechanism: Mechanism, pointers: Pointers, place: Place, now: int) -> Receipt:
    """The receipt of entry `index` of a round that is over.

    What was paid is what the chain says, not what the rule prescribes; that both are the same is for the audit.

    Raises:
        NotFound: the round has no such entry.
        Refused: the round is not over.
    """
    entry, status = one.entry(index), one.status(now)
    if not status.is_final:
        raise Refused(
            f"round {one.series}/{one.number} is not over yet, so entry {index} has no receipt",
            "wait until it is settled; `bourse why` tells how it fares so far",
        )
    deliveries: tuple[Delivered, ...] = ()
    paid = received = fee = 0
    if one.settled:
        paid, received = (
            dict(unpack_amounts(side)).get(index, 0) for side in (one.settled.debits, one.settled.credits)
        )
        fee = place.config.fee
        solution = outcome_of(one, mechanism, pointers)
        if isinstance(solution.detail, AuctionDetail):
            deliveries = _deliveries(one.entries, index, solution, paid)
    source = one.sources[index]
    signed = source.name == "EnteredSigned"
    units = sum(delivery.quantity for delivery in deliveries)
    side, order = _order(entry, one.terms.has_second_phase)
    return Receipt(
        chain_id=place.chain_id,
        market=place.market,
        series=one.series,
        name=place.config.name,
        round=one.number,
        status=status.label,
        rule=mechanism.name,
        options=dict(mechanism.decode_params(one.terms.params)),
        described=mechanism.describe(one.terms.params),
        checker=one.terms.checker,
        terms_hash=hex_of(one.terms_hash),
        entry=index,
        who=entry.who,
        side=side,
        order=order,
        data=hex_of(entry.data),
        lock=entry.lock,
        relayer=address(source.args["relayer"]) if signed else None,
        relay_fee=source.args["relayFee"] if signed else 0,
        entered=place.source(source),
        settled=place.source(one.settled.event) if one.settled else None,
        units=units,
        unit_price=paid // units if side == "bid" and units else None,
        paid=paid,
        received=received,
        fee=fee,
        released=entry.lock - paid,
        deliveries=deliveries,
    )


def _deliveries(entries: Sequence[Entry], index: int, solution: Solution[Any], paid: int) -> tuple[Delivered, ...]:
    """The deliveries that the entry buys or sells; every unit costs a buyer the same."""
    rights = transfers(entries, solution)
    bought = [right for right in rights if right.bid == index]
    price = paid // sum(right.quantity for right in bought) if bought else 0
    buying = [_delivered(right, right.ask, right.seller, price * right.quantity) for right in bought]
    return (*buying, *(_delivered(one, one.bid, one.buyer, one.payment) for one in rights if one.ask == index))


def _delivered(right: Transfer, entry: int, party: str, amount: int) -> Delivered:
    return Delivered(entry, party, right.dataset, right.start, right.quantity, right.units, amount)


def _order(entry: Entry, can_be_sealed: bool) -> tuple[str, dict[str, int]]:
    if entry.flags:  # its data is a hash
        return "payload", {}
    if can_be_sealed:  # rules that have this phase have no orders
        return "sealed" if is_sealed(entry) else "data" if entry.data[0] == LEARNING else "none", {}
    match decode(entry.data):
        case BidOrder(price, quantity, quality):
            return "bid", {"price": price, "quantity": quantity, "min_quality": quality}
        case AskOrder(price, quantity, quality, dataset):
            return "ask", {"price": price, "quantity": quantity, "quality": quality, "dataset": dataset}
        case CancelOrder(target):
            return "cancel", {"cancels": target}
    return "none", {}
