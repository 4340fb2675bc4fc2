"""The three rules again, written straight from the paper's loops: slow, and independent of the fast forms.

Nothing is imported but the types, nothing is carried from round to round but the active buyers and the pointers, and
every sum is taken where its definition stands. The tests compare the fast forms with these, and an independent audit
re-solves with them. At a thousand entries a rule takes seconds. Options count as checked: the fast forms do that.

Sources: DANTM paper, Alg. 1 to 3; sections 3 to 5 (dantm) and 7 (the others) of the double auction's spec.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from databourse.mechanisms.double_auction.types import Ask, Bid, Delivery, Outcome, Reason, Trade, Unserved

# An entry carries the position at which it was submitted, because that breaks every tie.
Bids = list[tuple[int, Bid]]
Asks = list[tuple[int, Ask]]
Fill = list[tuple[int, Ask, int]]  # who delivers to one buyer, and how many units


def dantm(
    bids: Sequence[Bid], asks: Sequence[Ask], *, quality_filter: bool = True, pairing: str = "extended"
) -> Outcome:
    """DANTM paper, Alg. 1: one buyer a round, each with a valid price of its own."""
    active_bids, active_asks = _standing_bids(bids), _standing_asks(asks)
    pointers = _Pointers(asks)
    trades: list[Trade] = []
    unserved: list[Unserved] = []
    turn = 0
    while active_bids:
        turn += 1
        highest = min(active_bids, key=_bid_order)
        valid = _valid_price(active_bids, active_asks, pairing)
        if valid is None:
            active_bids.remove(highest)
            unserved.append(Unserved(turn, highest[0], Reason.NO_CANDIDATE))
            continue
        candidate_bids = sorted((e for e in active_bids if e[1].price >= valid[0]), key=_bid_order)
        candidate_asks = sorted((e for e in active_asks if e[1].price <= valid[1]), key=_ask_order)

        # Alg. 3, normal trading
        winner, bid = candidate_bids[0]
        active_bids.remove(candidate_bids[0])
        if quality_filter:
            candidate_asks = [e for e in candidate_asks if e[1].quality >= bid.min_quality]
        if not candidate_asks:
            unserved.append(Unserved(turn, winner, Reason.NO_SELLER))
            continue
        buyer_price = candidate_bids[1][1].price if len(candidate_bids) >= 2 else bid.price
        fill = _fill(candidate_asks, bid.quantity)
        unused = candidate_asks[len(fill) :]
        seller_price = unused[0][1].price if unused else fill[-1][1].price
        payments = [seller_price * units for _, _, units in fill]
        trades.append(_trade(turn, winner, bid, buyer_price, valid, fill, payments, pointers))
    return _outcome(trades, unserved, pointers)


def trade_reduction(bids: Sequence[Bid], asks: Sequence[Ask], *, uniform: bool = False) -> Outcome:
    """Section 7.1: the marginal pair sets both prices and does not trade."""
    book, supply = sorted(_standing_bids(bids), key=_bid_order), sorted(_standing_asks(asks), key=_ask_order)
    crossing = _cross(len(book), len(supply), lambda i, j: book[i][1].price >= supply[j][1].price, "extended")
    if crossing == 0:
        return _outcome([], [Unserved(0, i, Reason.NO_CANDIDATE) for i, _ in sorted(book)], _Pointers(asks))
    marginal_bid, marginal_ask = min(crossing, len(book)) - 1, min(crossing, len(supply)) - 1
    buyer_price, reserve = book[marginal_bid][1].price, supply[marginal_ask][1].price
    candidates = supply[:marginal_ask]
    if uniform:
        candidates = sorted(candidates)  # in the order of submission
    pointers = _Pointers(asks)
    trades: list[Trade] = []
    unserved: list[Unserved] = []
    for turn, (winner, bid) in enumerate(book[:marginal_bid], start=1):
        eligible = [e for e in candidates if e[1].quality >= bid.min_quality]
        if not eligible:
            unserved.append(Unserved(turn, winner, Reason.NO_SELLER))
            continue
        fill = _fill(eligible, bid.quantity)
        payments = [reserve * x for _, _, x in fill] if uniform else _clarke_payments(eligible, fill, bid, reserve)
        trades.append(_trade(turn, winner, bid, buyer_price, (buyer_price, reserve), fill, payments, pointers))
    unserved += [Unserved(0, i, Reason.NOT_CANDIDATE) for i, _ in sorted(book[marginal_bid:])]
    return _outcome(trades, unserved, pointers)


def kth_price(bids: Sequence[Bid], asks: Sequence[Ask], *, k: int | None = None) -> Outcome:
    """Section 7.2: the (K + 1)-th lowest ask is the price, and its seller does not trade."""
    book, supply = sorted(_standing_bids(bids), key=_bid_order), sorted(_standing_asks(asks), key=_ask_order)
    pointers = _Pointers(asks)
    if k is None:
        k = 0
        while k * k < len(supply):
            k += 1
    if len(supply) < k + 1:
        return _outcome([], [Unserved(r, i, Reason.TOO_FEW_SELLERS) for r, (i, _) in enumerate(book, 1)], pointers)
    price = supply[k][1].price
    trades: list[Trade] = []
    unserved: list[Unserved] = []
    for turn, (winner, bid) in enumerate(book, start=1):
        eligible = [e for e in supply[:k] if e[1].quality >= bid.min_quality]
        if bid.price < price:
            unserved.append(Unserved(turn, winner, Reason.BELOW_PRICE))
        elif not eligible:
            unserved.append(Unserved(turn, winner, Reason.NO_SELLER))
        else:
            fill = _fill(eligible, bid.quantity)
            payments = _clarke_payments(eligible, fill, bid, price)
            trades.append(_trade(turn, winner, bid, price, (price, price), fill, payments, pointers))
    return _outcome(trades, unserved, pointers)


def _standing_bids(bids: Sequence[Bid]) -> Bids:
    return [(i, bid) for i, bid in enumerate(bids) if bid.quantity > 0]


def _standing_asks(asks: Sequence[Ask]) -> Asks:
    return [(j, ask) for j, ask in enumerate(asks) if ask.quantity > 0]


def _bid_order(entry: tuple[int, Bid]) -> tuple[int, int]:
    return -entry[1].price, entry[0]


def _ask_order(entry: tuple[int, Ask]) -> tuple[int, int]:
    return entry[1].price, entry[0]


def _cross(buyers: int, sellers: int, matches: Callable[[int, int], bool], pairing: str) -> int:
    """The largest t whose pair matches; past the end of one side, its last member stands in (section 3)."""
    longest = (min if pairing == "strict" or 0 in (buyers, sellers) else max)(buyers, sellers)
    pairs = [t for t in range(1, longest + 1) if matches(min(t, buyers) - 1, min(t, sellers) - 1)]
    return max(pairs, default=0)


def _valid_price(bids: Bids, asks: Asks, pairing: str) -> tuple[int, int] | None:
    """DANTM paper, Alg. 2: cross by price, then cross what is left by quality; None when nothing matches."""
    bids, asks = sorted(bids, key=_bid_order), sorted(asks, key=_ask_order)
    refined = _cross(len(bids), len(asks), lambda i, j: bids[i][1].price >= asks[j][1].price, pairing)
    needs = sorted(bids[:refined], key=lambda e: (e[1].min_quality, *_bid_order(e)))
    offers = sorted(asks[:refined], key=lambda e: (-e[1].quality, *_ask_order(e)))
    critical = _cross(len(needs), len(offers), lambda i, j: offers[j][1].quality >= needs[i][1].min_quality, pairing)
    if critical == 0:
        return None
    return needs[min(critical, len(needs)) - 1][1].price, offers[min(critical, len(offers)) - 1][1].price


def _fill(sellers: Asks, demand: int) -> Fill:
    """Each seller gives all it can until the demand is met."""
    fill: Fill = []
    for j, ask in sellers:
        units = min(ask.quantity, demand)
        if units == 0:
            break
        fill.append((j, ask, units))
        demand -= units
    return fill


def _clarke_payments(eligible: Asks, fill: Fill, bid: Bid, reserve: int) -> list[int]:
    """C(E without j, d) - (C(E, d) - a_j x_j) for each provider j (section 7.1)."""
    cost = _cost(eligible, bid.quantity, reserve)
    payments = []
    for j, ask, units in fill:
        others = [e for e in eligible if e[0] != j]
        payments.append(_cost(others, bid.quantity, reserve) - (cost - ask.price * units))
    return payments


def _cost(sellers: Asks, demand: int, reserve: int) -> int:
    """C(E, d): the cheapest d units from E and a dummy that has any number of them at the reserve."""
    fill = _fill(sellers, demand)
    missing = demand - sum(units for _, _, units in fill)
    return sum(ask.price * units for _, ask, units in fill) + reserve * missing


class _Pointers:
    """The circular start pointers (section 1): a delivery of x units moves its seller's by x, modulo its quantity."""

    def __init__(self, asks: Sequence[Ask]) -> None:
        self.quantities = [ask.quantity for ask in asks]
        self.starts = [ask.start % ask.quantity if ask.quantity else 0 for ask in asks]

    def take(self, seller: int, units: int) -> int:
        start = self.starts[seller]
        self.starts[seller] = (start + units) % self.quantities[seller]
        return start


def _trade(
    turn: int,
    winner: int,
    bid: Bid,
    unit_price: int,
    valid_price: tuple[int, int],
    fill: Fill,
    payments: list[int],
    pointers: _Pointers,
) -> Trade:
    deliveries = tuple(
        Delivery(j, units, pointers.take(j, units), payment)
        for (j, _, units), payment in zip(fill, payments, strict=True)
    )
    satisfied = sum(delivery.quantity for delivery in deliveries) == bid.quantity
    return Trade(turn, winner, unit_price, satisfied, valid_price, deliveries)


def _outcome(trades: list[Trade], unserved: list[Unserved], pointers: _Pointers) -> Outcome:
    budget = sum(trade.unit_price * trade.units - sum(d.payment for d in trade.deliveries) for trade in trades)
    return Outcome(tuple(trades), tuple(unserved), tuple(pointers.starts), budget)
