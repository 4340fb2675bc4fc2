"""dadpm-split in its literal form."""

from __future__ import annotations

from collections.abc import Sequence

from databourse.mechanisms.double_auction.literal.chance import TWO_32, Stream, exp_neg
from databourse.mechanisms.double_auction.literal.steps import (
    Asks,
    Bids,
    Pointers,
    fill_up,
    make_outcome,
    make_trade,
    standing_asks,
    standing_bids,
)
from databourse.mechanisms.double_auction.types import Ask, Bid, Outcome, Reason, Trade, Unserved


def dadpm_split(
    bids: Sequence[Bid],
    asks: Sequence[Ask],
    *,
    seed: bytes | str,
    price_grid: Sequence[int],
    epsilon: tuple[int, int] = (1, 1),
) -> Outcome:
    """Section 7.3: coins put everybody in a half, and each half trades at a price drawn from the other."""
    buyers = [[e for e in standing_bids(bids) if Stream(seed, "h", e[0], 0).below(2) == half] for half in (0, 1)]
    sellers = [[e for e in standing_asks(asks) if Stream(seed, "h", e[0], 1).below(2) == half] for half in (0, 1)]
    prices = [
        _price(Stream(seed, "p", half, 0), buyers[1 - half], sellers[1 - half], price_grid, epsilon) for half in (0, 1)
    ]
    pointers = Pointers(asks)
    trades: list[Trade] = []
    unserved: list[Unserved] = []
    for half in (0, 1):
        price = prices[half]
        for buyer, bid in buyers[half]:
            eligible = [e for e in sellers[half] if e[1].price <= price and e[1].quality >= bid.min_quality]
            if bid.price < price:
                unserved.append(Unserved(0, buyer, Reason.BELOW_PRICE))
            elif not eligible:
                unserved.append(Unserved(0, buyer, Reason.NO_SELLER))
            else:
                eligible.sort(key=lambda e: (Stream(seed, "o", buyer, e[0]).below(2**64), e[0]))
                fill = fill_up(eligible, bid.quantity)
                payments = [price * units for _, _, units in fill]
                turn = len(trades) + 1
                trades.append(make_trade(turn, buyer, bid, price, (price, price), fill, payments, pointers))
    return make_outcome(trades, unserved, pointers)


def _price(stream: Stream, bids: Bids, asks: Asks, grid: Sequence[int], epsilon: tuple[int, int]) -> int:
    """The exponential mechanism over the grid with exponent epsilon u / 2, u(p) = min(bids from p on, asks up to p)."""
    utility = [min(sum(bid.price >= p for _, bid in bids), sum(ask.price <= p for _, ask in asks)) for p in grid]
    weights = [exp_neg((max(utility) - u) * TWO_32 * epsilon[0] // (2 * epsilon[1])) for u in utility]
    point = stream.below(sum(weights))
    return next(p for place, p in enumerate(grid) if point < sum(weights[: place + 1]))
