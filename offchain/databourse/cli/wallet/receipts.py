"""The receipt of an entry, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from databourse.accounts.sources import Source
from databourse.chain import history
from databourse.chain.exchange import Exchange
from databourse.chain.refusals import clock
from databourse.cli import tradable
from databourse.cli.session import Session
from databourse.market.double_auction.receipt import Place, Receipt, receipt

_NO_ORDERS = {"sealed": "a sealed entry", "payload": "an entry with a payload", "data": "a commitment to data"}


def show_receipt(session: Session, slot: str, entry: int) -> None:
    """Shows the receipt of an entry of the round that SLOT means.

    Raises:
        NotFound: no such slot or entry, or its rule is not known here.
        Refused: the round is not over.
    """
    told = receipt_of(session.exchange, slot, entry)
    session.output.say(f"Receipt of entry {told.entry} of {told.name or told.series}/{told.round}, {told.status}.")
    tell(session, list(_lines(session, told)))
    session.output.result(told.as_dict())


def receipt_of(exchange: Exchange, slot: str, entry: int) -> Receipt:
    """The receipt of an entry of the round that SLOT means; see `show_receipt` for what it raises."""
    found = history.read_slot(exchange, slot)
    one = found.round
    one.entry(entry)  # there is nothing to look up for an entry that does not exist
    events = [one.sources[entry], *([one.settled.event] if one.settled else [])]
    times = exchange.connection.times_of({event.block for event in events})
    place = Place(exchange.connection.chain_id, exchange.deployment.market, found.series.config, times)
    return receipt(one, entry, tradable.mechanism_of(exchange, one), found.pointers, place, exchange.connection.now())


def _lines(session: Session, told: Receipt) -> Iterator[tuple[str, str]]:
    yield "account", f"{session.person(told.who)} ({told.who})"
    yield "order", _order(session, told)
    yield "order word", told.data
    yield "rule", told.described
    yield "terms", told.terms_hash
    yield "entered", source(told.entered)
    if told.relayer:
        yield "carried by", f"{session.person(told.relayer)}, for {session.tokens(told.relay_fee)}"
    yield "settled", source(told.settled) if told.settled else "by nobody: everything came back"
    yield "checked by", f"{told.checker}, on chain {told.chain_id} for the market {told.market}"
    for one in told.deliveries:
        way = "from" if told.side == "bid" else "to"
        yield (
            "delivery",
            f"{one.quantity} units of dataset {one.dataset} from unit {one.start} on (of {one.units}), "
            f"{way} {session.person(one.party)} (entry {one.entry}): {session.tokens(one.amount)}",
        )
    if told.side == "bid":
        price = f" at {session.tokens(told.unit_price)} each" if told.unit_price is not None else ""
        yield "bought", f"{told.units} units{price}"
    elif told.side == "ask":
        yield "sold", f"{told.units} units"
    yield "paid", session.tokens(told.paid)
    yield "received", session.tokens(told.received)
    yield "entry fee", session.tokens(told.fee)
    yield "lock", f"{session.tokens(told.lock)}, of which {session.tokens(told.released)} came back"
    yield "balance", session.tokens(told.balance)


def tell(session: Session, lines: Sequence[tuple[str, str]]) -> None:
    """The lines of a receipt: what something is called, and what it is."""
    width = max(len(what) for what, _ in lines)
    for what, value in lines:
        session.output.say(f"  {what:{width}}  {value}")


def _order(session: Session, told: Receipt) -> str:
    words = (
        f"{name.replace('_', ' ')} {session.tokens(value) if name == 'price' else value}"
        for name, value in told.order.items()
    )
    if told.side in _NO_ORDERS:
        return _NO_ORDERS[told.side]
    return f"{told.side}: {', '.join(words)}" if told.order else "neither a bid nor an ask"


def source(place: Source) -> str:
    """A transaction for people."""
    return f"transaction {place.transaction}, block {place.block}, {clock(place.time)}"
