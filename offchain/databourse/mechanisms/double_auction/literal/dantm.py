"""dantm in its literal form."""

from __future__ import annotations

from collections.abc import Sequence

from databourse.mechanisms.double_auction.literal.rounds import Deal, Round, run_rounds
from databourse.mechanisms.double_auction.literal.steps import fill_up
from databourse.mechanisms.double_auction.types import Ask, Bid, Outcome


def dantm(
    bids: Sequence[Bid], asks: Sequence[Ask], *, quality_filter: bool = True, pairing: str = "extended"
) -> Outcome:
    """DANTM paper, Alg. 1 with Alg. 3, normal trading."""

    def trading(this: Round) -> Deal:
        winner = this.bids[0]
        buyer_price = this.bids[1][1].price if len(this.bids) >= 2 else winner[1].price
        sellers = this.asks
        if quality_filter:
            sellers = [e for e in sellers if e[1].quality >= winner[1].min_quality]
        fill = fill_up(sellers, winner[1].quantity)
        unused = sellers[len(fill) :]
        seller_price = unused[0][1].price if unused else fill[-1][1].price if fill else 0
        return Deal(winner, fill, buyer_price, seller_price)

    return run_rounds(bids, asks, pairing, trading)
