"""The whole outcome of a book under one rule, for people."""

from __future__ import annotations

from databourse.cli.output import Output
from databourse.cli.slot.subject import Subject
from databourse.mechanisms.double_auction.analysis.simulation import Simulated, draws
from databourse.mechanisms.double_auction.types import Delivery

_MOST_ROWS = 100
_MOST_SELLERS = 4

_WHY = {
    "no-candidate": "no valid price in its turn",
    "no-seller": "no candidate seller of its quality",
    "not-candidate": "at or behind the marginal bid",
    "below-price": "below the price",
    "too-few-sellers": "too few asks",
}


def tell_outcome(output: Output, subject: Subject, one: Simulated) -> None:
    """Who buys what from whom at which price, and why others do not."""
    unit, trades, unserved = subject.unit, one.outcome.trades, one.outcome.unserved
    first = " (first draw)" if draws(one.rule) else ""
    if not trades:
        output.say(f"Under {one.rule} nothing trades{first}.")
    output.table(
        ["turn>", "buyer", "units>", "price>", "pays>", "from"],
        [
            (
                trade.round,
                subject.name_of("bid", trade.bid),
                f"{trade.units} of {subject.bids[trade.bid].quantity}",
                unit.exact(trade.unit_price),
                unit.exact(trade.unit_price * trade.units),
                _sources(subject, trade.deliveries),
            )
            for trade in trades[:_MOST_ROWS]
        ],
        title=f"Outcome under {one.rule}{first}",
    )
    output.table(
        ["turn>", "buyer", "offered>", "why not"],
        [
            (lost.round or None, subject.name_of("bid", lost.bid), unit.exact(subject.bids[lost.bid].price), why)
            for lost in unserved[:_MOST_ROWS]
            for why in [_WHY[lost.reason]]
        ],
        title="Bids without trade",
    )
    hidden = max(len(trades) - _MOST_ROWS, 0) + max(len(unserved) - _MOST_ROWS, 0)
    if hidden:
        output.say(f"… and {hidden} more; --json lists all.")


def _sources(subject: Subject, deliveries: tuple[Delivery, ...]) -> str:
    shown = ", ".join(f"{subject.name_of('ask', d.ask)}: {d.quantity}" for d in deliveries[:_MOST_SELLERS])
    rest = len(deliveries) - _MOST_SELLERS
    return shown if rest <= 0 else f"{shown}, {rest} more"
