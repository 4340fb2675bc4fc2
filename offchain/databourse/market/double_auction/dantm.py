"""dantm as a mechanism: the highest bid left trades, turn by turn (see `mechanisms.double_auction.dantm`)."""

from __future__ import annotations

from collections.abc import Sequence

from databourse.market.double_auction.book import Book
from databourse.market.double_auction.case import Case
from databourse.market.double_auction.causes import Cause, cause, no_seller_of_quality, nothing_crosses, unsold
from databourse.market.double_auction.params import AuctionParams
from databourse.market.double_auction.proof import listed, listed_asks
from databourse.market.double_auction.ranking import ask_order, bid_order, indices
from databourse.market.double_auction.rule import AuctionRule, ClearingPrice
from databourse.mechanisms.double_auction import Ask, Bid, Outcome, Reason, Trade, dantm, literal


class Dantm(AuctionRule):
    """As published: turns depend on everybody else's prices, so a better price can come at a worse moment."""

    name = "dantm"
    monotone = False
    in_turns = True

    def run(self, bids: Sequence[Bid], asks: Sequence[Ask], params: AuctionParams, *, literally: bool) -> Outcome:
        """See `dantm`."""
        return (literal.dantm if literally else dantm)(bids, asks, quality_filter=params.quality_filter)

    def hints(self, book: Book, _params: AuctionParams) -> bytes:
        """Entry indices of all standing bids in bid order, then of all standing asks in ask order."""
        bids = [book.bid_entries[i] for i in bid_order(book)]
        return indices([*bids, *(book.ask_entries[j] for j in ask_order(book))])

    def prices(self, _book: Book, _params: AuctionParams) -> tuple[ClearingPrice, ...]:
        """None: each turn has its own."""
        return ()

    def price_source(self, case: Case, trade: Trade) -> str:
        """The next best bid, or its own."""
        following = case.bids_in_order[case.bids_in_order.index(trade.bid) + 1 :][:1]
        if following and case.book.bids[following[0]].price == trade.unit_price:
            return f"Entry {case.book.bid_entries[following[0]]}, the next best bid in its turn, set that price."
        return "In its turn no other bid reached the buyers' price, so it paid its own."

    def lost_bid(self, case: Case, reason: Reason) -> Cause:
        """No valid price in its turn, or nobody of its quality."""
        return _no_seller(case) if reason is Reason.NO_SELLER else _no_candidate(case)

    def lost_ask(self, case: Case) -> Cause:
        """Above the sellers' price of every turn, or not needed in any."""
        ask = case.book.asks[case.ask]
        if not case.outcome.trades:
            return cause("too few", "No bid found a valid price in its turn, so nothing was sold at all.")
        best = max(trade.valid_price[1] for trade in case.outcome.trades)
        if ask.price > best:
            return cause(
                "price",
                f"It asked {case.money(ask.price)} a unit; the highest price for sellers in any turn was "
                f"{case.money(best)}.",
            )
        buyers = [trade.bid for trade in case.outcome.trades if trade.valid_price[1] >= ask.price]
        return unsold(case, buyers, quality_counts=case.params.quality_filter)

    def proof(self, case: Case) -> list[str]:
        """Both orders, then the turns."""
        book = case.book
        quality = "of sufficient quality " if case.params.quality_filter else ""
        return [
            f"The hint lists all bids, best first ({listed(book.bid_entries[i] for i in case.bids_in_order)}), and all "
            f"asks, cheapest first ({listed_asks(case, case.asks_in_order)}). The checker sees that each list is "
            "complete and in order.",
            "It then plays the turns itself: the best bid left, the prices at which bids and asks still cross in price "
            f"and in quality, and the cheapest sellers {quality}until the bid is served.",
        ]


def _no_seller(case: Case) -> Cause:
    needed = case.book.bids[case.bid].min_quality
    if all(ask.quality < needed for ask in case.book.asks):
        return no_seller_of_quality(case, case.asks_in_order)
    return cause(
        "quality",
        f"It needs quality {needed}; when its turn came, no seller at or below the sellers' price of that turn had it.",
    )


def _no_candidate(case: Case) -> Cause:
    if not case.book.asks:
        return nothing_crosses(case)
    bid = case.book.bids[case.bid]
    cheapest = case.book.asks[case.asks_in_order[0]].price
    if bid.price < cheapest:
        return cause(
            "price",
            f"When its turn came as the best bid left, it offered {case.money(bid.price)} a unit, less than the "
            f"cheapest ask ({case.money(cheapest)}).",
        )
    return cause(
        "quality",
        "When its turn came, prices met, but none of the sellers that they left had the quality that the least "
        "demanding of the buyers left needs.",
    )
