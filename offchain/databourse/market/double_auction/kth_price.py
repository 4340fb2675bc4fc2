"""kth-price as a mechanism: the ask of rank K + 1 sets the price (see `mechanisms.double_auction.kth_price`)."""

from __future__ import annotations

from collections.abc import Sequence

from databourse.market.double_auction.book import Book
from databourse.market.double_auction.case import Case
from databourse.market.double_auction.causes import Cause, behind_last_ask, cause, no_seller_of_quality, unsold
from databourse.market.double_auction.params import AuctionParams
from databourse.market.double_auction.proof import listed_asks
from databourse.market.double_auction.ranking import ask_order, indices, price_rank
from databourse.market.double_auction.rule import AuctionRule, ClearingPrice
from databourse.mechanisms.double_auction import Ask, Bid, Outcome, Reason, Trade, kth_price, literal


class KthPrice(AuctionRule):
    """The default rule."""

    name = "kth-price"

    def run(self, bids: Sequence[Bid], asks: Sequence[Ask], params: AuctionParams, *, literally: bool) -> Outcome:
        """See `kth_price`."""
        return (literal.kth_price if literally else kth_price)(bids, asks, k=params.k)

    def hints(self, book: Book, params: AuctionParams) -> bytes:
        """Entry indices of the K + 1 cheapest asks in ask order; empty when there are not that many."""
        k = price_rank(len(book.asks), params.k)
        if len(book.asks) < k + 1:
            return b""
        return indices(book.ask_entries[j] for j in ask_order(book)[: k + 1])

    def prices(self, book: Book, params: AuctionParams) -> tuple[ClearingPrice, ...]:
        """That of the ask of rank K + 1."""
        k = price_rank(len(book.asks), params.k)
        if len(book.asks) <= k:
            return ()
        setter = ask_order(book)[k]
        return (ClearingPrice("price", book.asks[setter].price, book.ask_entries[setter], f"ask of rank {k + 1}"),)

    def price_source(self, case: Case, trade: Trade) -> str:  # noqa: ARG002 - one price for all trades
        """The ask of rank K + 1."""
        assert case.price_setter is not None
        return f"Entry {case.book.ask_entries[case.price_setter]}, the ask of rank {case.k + 1}, set that price."

    def lost_bid(self, case: Case, reason: Reason) -> Cause:
        """Below the price, or nobody of its quality."""
        if case.price_setter is None:
            return _too_few_asks(case)
        if reason is Reason.NO_SELLER:
            return no_seller_of_quality(case, case.asks_in_order[: case.k])
        offered, price = case.book.bids[case.bid].price, case.book.asks[case.price_setter].price
        return cause(
            "price",
            f"It offered {case.money(offered)} a unit; the price of the round was {case.money(price)}, "
            f"set by the ask of entry {case.book.ask_entries[case.price_setter]}.",
        )

    def lost_ask(self, case: Case) -> Cause:
        """It sets the price, stands behind, or was not needed."""
        if case.price_setter is None:
            return _too_few_asks(case)
        price = case.book.asks[case.price_setter].price
        if case.ask == case.price_setter:
            return cause(
                "marginal",
                f"It has rank {case.k + 1} among the asks, so it sets the price ({case.money(price)} a unit) and does "
                "not trade itself.",
            )
        if case.ask not in case.asks_in_order[: case.k]:
            return behind_last_ask(case, case.price_setter)
        return unsold(case, [i for i, bid in enumerate(case.book.bids) if bid.price >= price])

    def proof(self, case: Case) -> list[str]:
        """The K + 1 cheapest asks, the price, the payments."""
        book, k = case.book, case.k
        if case.price_setter is None:
            return [f"{len(book.asks)} asks are fewer than K + 1 = {k + 1}: it accepts no debit and no credit."]
        price = case.money(book.asks[case.price_setter].price)
        rest = len(book.asks) - k - 1
        return [
            f"The hint names the K + 1 = {k + 1} cheapest asks: {listed_asks(case, case.asks_in_order[: k + 1])}. The "
            "checker sees that they stand in order of price and entry, and that all others "
            f"({rest}) come after them; so the last has rank {k + 1}.",
            f"The last one's price, {price} a unit, is what every buyer pays that bid at least that much; the {k} "
            "before it sell.",
            "For each such buyer it takes the cheapest units of sufficient quality, and pays each seller what the "
            f"units that would replace its own cost, at most {price} a unit.",
        ]


def _too_few_asks(case: Case) -> Cause:
    standing = len(case.book.asks)
    return cause(
        "too few",
        f"Only {standing} ask{'s' if standing != 1 else ''} stood, and the price is that of the ask of rank "
        f"{case.k + 1}: nobody can trade.",
    )
