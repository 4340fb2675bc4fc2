"""The three rules of the double auction as mechanisms: kth-price, trade-reduction and dantm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from databourse.market.double_auction import params as parameters
from databourse.market.double_auction import ranking
from databourse.market.double_auction.book import Book, read_book
from databourse.market.double_auction.case import Case, Run
from databourse.market.double_auction.explain import explain as explain_case
from databourse.market.double_auction.outcome import AuctionDetail, with_pointers
from databourse.market.double_auction.params import AuctionParams
from databourse.market.entries import Entry
from databourse.market.mechanism import Explanation, Money, Pointers, Solution, register
from databourse.mechanisms import double_auction
from databourse.mechanisms.double_auction import literal

_Hints = Callable[[Book, AuctionParams], bytes]


@dataclass(frozen=True, slots=True)
class AuctionRule:
    """One rule of the double auction (`Mechanism`)."""

    name: str
    run: Run
    run_literally: Run
    hints: _Hints

    def encode_params(self, options: Mapping[str, int | bool]) -> bytes:
        """The round's `params`; see `params`."""
        return parameters.encode_params(self.name, options)

    def decode_params(self, params: bytes) -> Mapping[str, int | bool]:
        """The named options in `params`."""
        return parameters.decode_params(self.name, params)

    def describe(self, params: bytes) -> str:
        """One line for people."""
        return parameters.describe_params(self.name, params)

    def solve(
        self, entries: Sequence[Entry], params: bytes, pointers: Pointers, *, independent: bool = False
    ) -> Solution[AuctionDetail]:
        """Runs the rule on the standing bids and asks.

        Money follows from the trades: a winning bid is debited unit price times units, an ask is credited its payments
        over all buyers; sums of 0 are left out.
        """
        parsed = parameters.read_params(self.name, params)
        book = with_pointers(read_book(entries, parsed.bounds), pointers)
        outcome = (self.run_literally if independent else self.run)(book.bids, book.asks, parsed)
        debits: dict[int, int] = {}
        earned: dict[int, int] = defaultdict(int)
        for trade in outcome.trades:
            for delivery in trade.deliveries:
                earned[book.ask_entries[delivery.ask]] += delivery.payment
            debits[book.bid_entries[trade.bid]] = trade.unit_price * trade.units
        return Solution(
            debits=_positive(debits),
            credits=_positive(earned),
            alloc=b"",
            hints=self.hints(book, parsed),
            pointers=dict(zip(book.datasets, outcome.starts, strict=True)),
            detail=AuctionDetail(book, outcome),
        )

    def explain(
        self, entries: Sequence[Entry], params: bytes, pointers: Pointers, index: int, money: Money
    ) -> Explanation:
        """Why entry `index` fared as it did; see `explain`."""
        parsed = parameters.read_params(self.name, params)
        solution = self.solve(entries, params, pointers)
        case = Case(self.name, parsed, self.run, entries, solution, index, money)
        return explain_case(case)


def _positive(amounts: Mapping[int, int]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted((index, amount) for index, amount in amounts.items() if amount))


KTH_PRICE = AuctionRule(
    "kth-price",
    run=lambda bids, asks, params: double_auction.kth_price(bids, asks, k=params.k),
    run_literally=lambda bids, asks, params: literal.kth_price(bids, asks, k=params.k),
    hints=ranking.kth_price_hints,
)
TRADE_REDUCTION = AuctionRule(
    "trade-reduction",
    run=lambda bids, asks, _: double_auction.trade_reduction(bids, asks),
    run_literally=lambda bids, asks, _: literal.trade_reduction(bids, asks),
    hints=ranking.trade_reduction_hints,
)
DANTM = AuctionRule(
    "dantm",
    run=lambda bids, asks, params: double_auction.dantm(bids, asks, quality_filter=params.quality_filter),
    run_literally=lambda bids, asks, params: literal.dantm(bids, asks, quality_filter=params.quality_filter),
    hints=ranking.dantm_hints,
)

for _rule in (KTH_PRICE, TRADE_REDUCTION, DANTM):
    register(_rule)
