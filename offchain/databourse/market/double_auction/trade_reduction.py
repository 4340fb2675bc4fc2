"""trade-reduction as a mechanism: the marginal pair sets the prices (see `mechanisms.double_auction`)."""

from __future__ import annotations

from collections.abc import Sequence

from databourse.market.double_auction.book import Book
from databourse.market.double_auction.case import Case
from databourse.market.double_auction.causes import (
    Cause,
    behind_last_ask,
    cause,
    no_seller_of_quality,
    nothing_crosses,
    unsold,
)
from databourse.market.double_auction.params import AuctionParams
from databourse.market.double_auction.proof import listed_asks
from databourse.market.double_auction.ranking import ask_order, indices, marginal_pair
from databourse.market.double_auction.rule import AuctionRule, ClearingPrice
from databourse.mechanisms.double_auction import Ask, Bid, Outcome, Reason, Trade, literal, trade_reduction


class TradeReduction(AuctionRule):
    """The last pair whose prices cross does not trade."""

    name = "trade-reduction"

    def run(self, bids: Sequence[Bid], asks: Sequence[Ask], _params: AuctionParams, *, literally: bool) -> Outcome:
        """See `trade_reduction`."""
        return (literal.trade_reduction if literally else trade_reduction)(bids, asks)

    def hints(self, book: Book, _params: AuctionParams) -> bytes:
        """Entry index of bid i*, then those of the asks up to j* in ask order; empty when no pair crosses."""
        pair = marginal_pair(book)
        if pair is None:
            return b""
        asks = ask_order(book)
        last = asks.index(pair[1])
        return indices([book.bid_entries[pair[0]], *(book.ask_entries[j] for j in asks[: last + 1])])

    def prices(self, book: Book, _params: AuctionParams) -> tuple[ClearingPrice, ...]:
        """Those of the marginal bid and the marginal ask."""
        pair = marginal_pair(book)
        if pair is None:
            return ()
        bid, ask = pair
        return (
            ClearingPrice("buyers' price", book.bids[bid].price, book.bid_entries[bid], "marginal bid"),
            ClearingPrice("sellers' limit", book.asks[ask].price, book.ask_entries[ask], "marginal ask"),
        )

    def price_source(self, case: Case, trade: Trade) -> str:  # noqa: ARG002 - one price for all trades
        """The marginal bid."""
        assert case.marginal is not None
        return f"Entry {case.book.bid_entries[case.marginal[0]]}, the marginal bid, set that price."

    def lost_bid(self, case: Case, reason: Reason) -> Cause:
        """At or behind the marginal bid, or nobody of its quality."""
        if case.marginal is None:
            return nothing_crosses(case)
        if reason is Reason.NO_SELLER:
            return _no_seller(case, case.marginal[1])
        return _behind_marginal_bid(case, case.marginal[0])

    def lost_ask(self, case: Case) -> Cause:
        """It is marginal, stands behind, or was not needed."""
        if case.marginal is None:
            return nothing_crosses(case)
        bid, ask = case.marginal
        if case.ask == ask:
            return cause(
                "marginal",
                "It is the last ask that still met a bid, so it sets the sellers' price and does not trade itself.",
            )
        if case.ask not in _before(case.asks_in_order, ask):
            return behind_last_ask(case, ask)
        return unsold(case, _before(case.bids_in_order, bid))

    def proof(self, case: Case) -> list[str]:
        """The marginal pair, the prices, the payments."""
        if case.marginal is None:
            return ["The best bid does not reach the cheapest ask: it accepts no debit and no credit."]
        bid, ask = case.marginal
        book = case.book
        asks = case.asks_in_order[: case.asks_in_order.index(ask) + 1]
        bid_price, ask_price = case.money(book.bids[bid].price), case.money(book.asks[ask].price)
        return [
            f"The hint names a marginal pair, the bid of entry {book.bid_entries[bid]} ({bid_price}) and, last of the "
            f"{len(asks)} cheapest asks ({listed_asks(case, asks)}), the ask of entry {book.ask_entries[ask]} "
            f"({ask_price}). The checker counts the bids and asks before them, sees that these two still cross "
            "and that the next pair does not.",
            f"Every buyer before the pair pays {bid_price} a unit. For each it takes the cheapest units of sufficient "
            "quality from the sellers before the pair, and pays each what the units that would replace its own cost, "
            f"at most {ask_price} a unit.",
        ]


def _before(order: list[int], last: int) -> list[int]:
    return order[: order.index(last)]


def _no_seller(case: Case, marginal: int) -> Cause:
    candidates = _before(case.asks_in_order, marginal)
    if candidates:
        return no_seller_of_quality(case, candidates)
    return cause(
        "too few", "Its price was right, but no ask comes before the marginal one, so nobody was there to sell."
    )


def _behind_marginal_bid(case: Case, marginal: int) -> Cause:
    price = case.book.bids[marginal].price
    if marginal == case.bid:
        return cause(
            "marginal",
            f"It is the last bid that still met an ask, so it sets what the buyers pay ({case.money(price)} a unit) "
            "and does not trade itself.",
        )
    setter = f"the marginal bid, entry {case.book.bid_entries[marginal]}, at {case.money(price)} a unit"
    if case.book.bids[case.bid].price == price:
        return cause("tie", f"It bid as much as {setter}, but later; only bids before the marginal one trade.")
    return cause("price", f"It bid less than {setter}; only bids before the marginal one trade.")
