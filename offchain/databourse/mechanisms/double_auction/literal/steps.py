"""What the literal forms share: the two orders, the crossing, filling a buyer, start pointers, trades and outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from databourse.mechanisms.double_auction.types import Ask, Bid, Delivery, Outcome, Trade, Unserved

# An entry carries the position at which it was submitted, because that breaks every tie.
Bids = list[tuple[int, Bid]]
Asks = list[tuple[int, Ask]]
Fill = list[tuple[int, Ask, int]]  # who delivers to one buyer, and how many units


def standing_bids(bids: Sequence[Bid]) -> Bids:
    """The bids that count: entries without quantity are dropped (section 1)."""
    return [(i, bid) for i, bid in enumerate(bids) if bid.quantity > 0]


def standing_asks(asks: Sequence[Ask]) -> Asks:
    """The asks that count."""
    return [(j, ask) for j, ask in enumerate(asks) if ask.quantity > 0]


def bid_order(entry: tuple[int, Bid]) -> tuple[int, int]:
    """Falling price, earlier submission first."""
    return -entry[1].price, entry[0]


def ask_order(entry: tuple[int, Ask]) -> tuple[int, int]:
    """Rising price, earlier submission first."""
    return entry[1].price, entry[0]


def cross(buyers: int, sellers: int, matches: Callable[[int, int], bool], pairing: str) -> int:
    """The largest t whose pair matches; past the end of one side, its last member stands in (section 3)."""
    longest = (min if pairing == "strict" or 0 in (buyers, sellers) else max)(buyers, sellers)
    pairs = [t for t in range(1, longest + 1) if matches(min(t, buyers) - 1, min(t, sellers) - 1)]
    return max(pairs, default=0)


def fill_up(sellers: Asks, demand: int) -> Fill:
    """Each seller gives all it can until the demand is met."""
    fill: Fill = []
    for j, ask in sellers:
        units = min(ask.quantity, demand)
        if units == 0:
            break
        fill.append((j, ask, units))
        demand -= units
    return fill


class Pointers:
    """The circular start pointers (section 1): a delivery of x units moves its seller's by x, modulo its quantity."""

    def __init__(self, asks: Sequence[Ask]) -> None:
        self.quantities = [ask.quantity for ask in asks]
        self.starts = [ask.start % ask.quantity if ask.quantity else 0 for ask in asks]

    def take(self, seller: int, units: int) -> int:
        """Where a delivery starts."""
        start = self.starts[seller]
        self.starts[seller] = (start + units) % self.quantities[seller]
        return start


def make_trade(
    turn: int,
    winner: int,
    bid: Bid,
    unit_price: int,
    valid_price: tuple[int, int],
    fill: Fill,
    payments: list[int],
    pointers: Pointers,
) -> Trade:
    """A trade whose deliveries move the pointers."""
    deliveries = tuple(
        Delivery(j, units, pointers.take(j, units), payment)
        for (j, _, units), payment in zip(fill, payments, strict=True)
    )
    satisfied = sum(delivery.quantity for delivery in deliveries) == bid.quantity
    return Trade(turn, winner, unit_price, satisfied, valid_price, deliveries)


def make_outcome(trades: list[Trade], unserved: list[Unserved], pointers: Pointers) -> Outcome:
    """The outcome; the budget is what buyers pay beyond what sellers receive."""
    budget = sum(trade.unit_price * trade.units - sum(d.payment for d in trade.deliveries) for trade in trades)
    return Outcome(tuple(trades), tuple(unserved), tuple(pointers.starts), budget)
