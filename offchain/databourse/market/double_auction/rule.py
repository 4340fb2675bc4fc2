"""What a rule of the double auction needs to be settled on a chain, told, and proven (`Mechanism`).

A rule is a subclass in a file of its own, beside its solver in `mechanisms.double_auction` and its checker in
`contracts/checkers`. Everything that differs between rules is one of its methods; nothing else asks for a rule's name.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from databourse.market.double_auction import params as parameters
from databourse.market.double_auction.book import Book, read_book
from databourse.market.double_auction.case import Case
from databourse.market.double_auction.causes import Cause
from databourse.market.double_auction.explain import explain
from databourse.market.double_auction.outcome import AuctionDetail, with_pointers
from databourse.market.double_auction.params import AuctionParams
from databourse.market.entries import Entry
from databourse.market.mechanism import Explanation, Money, Pointers, Solution
from databourse.market.phases import ONE_SHOT, Phases
from databourse.market.posts import Post
from databourse.mechanisms.double_auction import Ask, Bid, Outcome, Reason, Trade


@dataclass(frozen=True, slots=True)
class ClearingPrice:
    """A price of the whole round.

    Attributes:
        what: it is.
        price: base units for one unit of data.
        entry: of the order that set it.
        setter: which order of its side that is.
    """

    what: str
    price: int
    entry: int
    setter: str


class AuctionRule(ABC):
    """One rule of the double auction.

    Attributes:
        name: of the rule.
        monotone: whether a better price never spoils a trade.
        in_turns: whether every turn finds valid prices of its own.
    """

    name: ClassVar[str]
    monotone: ClassVar[bool] = True
    in_turns: ClassVar[bool] = False

    @abstractmethod
    def run(self, bids: Sequence[Bid], asks: Sequence[Ask], params: AuctionParams, *, literally: bool) -> Outcome:
        """The outcome of a book, found by the fast or by the literal form."""

    @abstractmethod
    def hints(self, book: Book, params: AuctionParams) -> bytes:
        """What lets the checker verify the outcome in one pass; the layout is the checker's."""

    @abstractmethod
    def prices(self, book: Book, params: AuctionParams) -> tuple[ClearingPrice, ...]:
        """The prices of the whole round, the highest first; none where the book gives none, or each turn its own."""

    @abstractmethod
    def price_source(self, case: Case, trade: Trade) -> str:
        """What set the price that the winning bid pays, in a sentence."""

    @abstractmethod
    def lost_bid(self, case: Case, reason: Reason) -> Cause:
        """Why the standing bid bought nothing."""

    @abstractmethod
    def lost_ask(self, case: Case) -> Cause:
        """Why the standing ask sold nothing."""

    @abstractmethod
    def proof(self, case: Case) -> list[str]:
        """What the checker verifies of the outcome, step by step."""

    def encode_params(self, options: Mapping[str, int | bool]) -> bytes:
        """The round's `params`; see `params`."""
        return parameters.encode_params(self.name, options)

    def decode_params(self, params: bytes) -> Mapping[str, int | bool]:
        """The named options in `params`."""
        return parameters.decode_params(self.name, params)

    def describe(self, params: bytes) -> str:
        """One line for people."""
        return parameters.describe_params(self.name, params)

    def phases(self, params: bytes) -> Phases:
        """None of the double auction's rules has any."""
        self.decode_params(params)
        return ONE_SHOT

    def solve(
        self,
        entries: Sequence[Entry],
        params: bytes,
        pointers: Pointers,
        *,
        posts: Sequence[Post] = (),  # noqa: ARG002 - of other rules
        independent: bool = False,
    ) -> Solution[AuctionDetail]:
        """Runs the rule on the standing bids and asks; nothing is ever posted.

        Money follows from the trades: a winning bid is debited unit price times units, an ask is credited its payments
        over all buyers; sums of 0 are left out.
        """
        parsed = parameters.read_params(self.name, params)
        book = with_pointers(read_book(entries, parsed.bounds), pointers)
        return self.solve_book(book, parsed, literally=independent)

    def solve_book(self, book: Book, params: AuctionParams, *, literally: bool = False) -> Solution[AuctionDetail]:
        """Runs the rule on a book that is read already; see `solve`."""
        outcome = self.run(book.bids, book.asks, params, literally=literally)
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
            hints=self.hints(book, params),
            pointers=dict(zip(book.datasets, outcome.starts, strict=True)),
            detail=AuctionDetail(book, outcome),
        )

    def explain(
        self,
        entries: Sequence[Entry],
        params: bytes,
        pointers: Pointers,
        index: int,
        money: Money,
        *,
        posts: Sequence[Post] = (),  # noqa: ARG002 - of other rules
        alloc: bytes | None = None,  # noqa: ARG002 - of other rules
    ) -> Explanation:
        """Why entry `index` fared as it did."""
        parsed = parameters.read_params(self.name, params)
        solution = self.solve(entries, params, pointers)
        return explain(Case(self, parsed, entries, solution, index, money))


def _positive(amounts: Mapping[int, int]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted((index, amount) for index, amount in amounts.items() if amount))
