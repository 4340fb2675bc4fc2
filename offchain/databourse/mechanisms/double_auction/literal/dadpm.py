"""dadpm in its literal form."""

from __future__ import annotations

from collections.abc import Sequence

from databourse.mechanisms.double_auction.literal.chance import TWO_32, Stream, draw, exp_neg
from databourse.mechanisms.double_auction.literal.rounds import Deal, Round, run_rounds
from databourse.mechanisms.double_auction.literal.steps import Fill, fill_up
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
        highest = this.bids[0][1].price
        weights = [
            _weight(TWO_32 if bid.price >= highest else bid.price * TWO_32 // highest, epsilon_buyers)
            for _, bid in this.bids
        ]
        winner = this.bids[draw(Stream(seed, "B", this.turn, 0), weights)]

        pool = this.asks
        if quality_filter:
            pool = [e for e in pool if e[1].quality >= winner[1].min_quality]
        lowest = pool[0][1].price if pool else 0
        weights = [
            _weight(TWO_32 if ask.price <= lowest else lowest * TWO_32 // ask.price, epsilon_sellers) for _, ask in pool
        ]
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


def _weight(quality_value: int, epsilon: Epsilon) -> int:
    return exp_neg((TWO_32 - quality_value) * epsilon[0] // epsilon[1])
