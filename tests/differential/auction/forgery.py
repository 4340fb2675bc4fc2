"""Wrong outcomes: what they consist of, and which of them respect all that the Market enforces by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from databourse.market.double_auction.book import Book
from databourse.market.double_auction.outcome import AuctionDetail
from databourse.market.double_auction.ranking import ask_order, bid_order
from databourse.market.entries import Entry, pack_amounts, pack_entries, pack_payloads
from databourse.market.mechanism import Solution
from databourse.mechanisms.double_auction import Trade
from tests.differential.amounts import respects_the_market
from tests.differential.auction.books import Round
from tests.differential.evm import Claim


@dataclass(frozen=True)
class Forgery:
    """A claim that a malicious solver could make; `entries` are those that the checker is shown."""

    entries: tuple[Entry, ...]
    debits: bytes
    credits: bytes
    hints: bytes
    alloc: bytes = b""

    def claim(self, one: Round) -> Claim:
        return Claim(
            one.context,
            one.params,
            pack_entries(self.entries),
            pack_payloads(self.entries),
            self.debits,
            self.credits,
            self.alloc,
            self.hints,
        )

    def __str__(self) -> str:
        lists = {"debits": self.debits, "credits": self.credits, "alloc": self.alloc, "hints": self.hints}
        return f"{len(self.entries)} entries, " + ", ".join(
            f"{name} 0x{packed.hex()}" for name, packed in lists.items()
        )

    @property
    def outcome(self) -> tuple[bytes, bytes, bytes]:
        """What decides whether the forgery is wrong: hints are no part of the outcome."""
        return self.debits, self.credits, self.alloc

    def respects_the_market(self) -> bool:
        """Whether only the checker can refuse it."""
        return respects_the_market(self.entries, self.debits, self.credits)


@dataclass(frozen=True)
class Case:
    """A round with its true outcome, from which wrong ones are made.

    Attributes:
        one: the round.
        truth: the claim that must be accepted.
        book: its standing orders.
        trades: the outcome in the rule's own terms.
        debits: of the true outcome, by entry.
        credits: likewise.
    """

    one: Round
    truth: Forgery
    book: Book
    trades: Sequence[Trade]
    debits: Mapping[int, int]
    credits: Mapping[int, int]

    @classmethod
    def of(cls, one: Round) -> Case:
        """Solves the round with the slow literal solver."""
        solution = one.rule.solve(one.entries, one.params, {}, independent=True)
        detail: AuctionDetail = solution.detail
        trades = list(detail.outcome.trades)
        return cls(
            one, _claimed(one.entries, solution), detail.book, trades, dict(solution.debits), dict(solution.credits)
        )

    @cached_property
    def bids(self) -> list[int]:
        """Ids of the standing bids, best first."""
        return bid_order(self.book)

    @cached_property
    def asks(self) -> list[int]:
        """Ids of the standing asks, cheapest first."""
        return ask_order(self.book)

    def forge(
        self,
        debits: Mapping[int, int] | None = None,
        credited: Mapping[int, int] | None = None,
        hints: bytes | None = None,
    ) -> Forgery:
        """A claim about the true entries; what is not given is as in the true outcome, amounts of 0 are left out."""
        return Forgery(
            self.truth.entries,
            _packed(self.debits if debits is None else debits),
            _packed(self.credits if credited is None else credited),
            self.truth.hints if hints is None else hints,
        )

    def is_wrong(self, forgery: Forgery) -> bool:
        """Whether the outcome is not the one that the rule prescribes for the entries that the checker is shown."""
        shown_all = forgery.entries == self.truth.entries
        truth = self.truth if shown_all else outcome_of(self.one, forgery.entries)
        return forgery.outcome != truth.outcome


def outcome_of(one: Round, entries: Sequence[Entry]) -> Forgery:
    """The outcome that the rule prescribes for some entries, as a claim about them."""
    return _claimed(entries, one.rule.solve(entries, one.params, {}, independent=True))


def _claimed(entries: Sequence[Entry], solution: Solution[Any]) -> Forgery:
    debits, credited = pack_amounts(solution.debits), pack_amounts(solution.credits)
    return Forgery(tuple(entries), debits, credited, solution.hints, solution.alloc)


def _packed(amounts: Mapping[int, int]) -> bytes:
    return pack_amounts(sorted((index, amount) for index, amount in amounts.items() if amount > 0))
