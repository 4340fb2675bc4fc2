"""dadpm in its literal form."""

from __future__ import annotations

from collections.abc import Sequence

from databourse.mechanisms.double_auction.literal.chance import TWO_32, Stream, draw, exp_neg
from databourse.mechanisms.double_auction.literal.rounds import Deal, Round, run_rounds
from databourse.mechanisms.double_auction.literal.steps import Asks, Bids, Fill, fill_up
from databourse.mechanisms.double_auction.types import Ask, Bid, Outcome

Epsilon = tuple[int, int]


def dadpm(
    bids: Sequence[Bid],
    asks: Sequence[Ask],
    *,
    seed: bytes | str,
    epsilon_buyers: Epsilon = (1, 10),
    epsilon_sellers: Epsilon = (1, 10),
    quality_filter: bool = True,
) -> Outcome:
    """DANTM paper, Alg. 1 with Alg. 4: winner and sellers by the exponential mechanism (section 6)."""

    def trading(this: Round) -> Deal:
        winner = this.bids[draw(Stream(seed, "B", this.turn, 0), buyer_weights(this.bids, epsilon_buyers))]

        pool = this.asks
        if quality_filter:
            pool = [e for e in pool if e[1].quality >= winner[1].min_quality]
        weights = seller_weights(pool, epsilon_sellers)
        stream = Stream(seed, "S", this.turn, 0)
        fill: Fill = []
        demand = winner[1].quantity
        while pool and demand > 0:
            index = draw(stream, weights)
            weights = weights[:index] + weights[index + 1 :]
            fill += fill_up([pool[index]], demand)
            demand -= fill[-1][2]
            pool = pool[:index] + pool[index + 1 :]
        return Deal(winner, fill, *this.valid_price)

    return run_rounds(bids, asks, "extended", trading)


def buyer_weights(bids: Bids, epsilon: Epsilon) -> list[int]:
    """What candidates in bid order are drawn with."""
    highest = bids[0][1].price if bids else 0
    return [_weight(TWO_32 if bid.price >= highest else bid.price * TWO_32 // highest, epsilon) for _, bid in bids]


def seller_weights(asks: Asks, epsilon: Epsilon) -> list[int]:
    """What candidates in ask order are drawn with."""
    lowest = asks[0][1].price if asks else 0
    return [_weight(TWO_32 if ask.price <= lowest else lowest * TWO_32 // ask.price, epsilon) for _, ask in asks]


def _weight(quality_value: int, epsilon: Epsilon) -> int:
    return exp_neg((TWO_32 - quality_value) * epsilon[0] // epsilon[1])
