"""Wrong outcomes: what they consist of, and when one is wrong and yet respects all that the Market enforces by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from databourse.market.auction_order import ask_order, bid_order
from databourse.market.book import Book
from databourse.market.entries import AMOUNT_BYTES, Entry, pack_amounts, pack_entries, pack_payloads, unpack_amounts
from tests.differential.books import Round
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

    @property
    def outcome(self) -> tuple[bytes, bytes, bytes]:
        """What decides whether the forgery is wrong: hints are no part of the outcome."""
        return self.debits, self.credits, self.alloc

    def respects_the_market(self) -> bool:
        """Locks, sums, lengths and the order of indices are right, so that only the checker can refuse."""
        lists = self.debits, self.credits
        if any(len(packed) % AMOUNT_BYTES for packed in lists):
            return False
        debits, credited = (unpack_amounts(packed) for packed in lists)
        for amounts in (debits, credited):
            indices = [index for index, _ in amounts]
            if indices != sorted(set(indices)) or any(index >= len(self.entries) for index in indices):
                return False
            if any(amount == 0 for _, amount in amounts):
                return False
        if any(amount > self.entries[index].lock for index, amount in debits):
            return False
        return sum(amount for _, amount in credited) <= sum(amount for _, amount in debits)


def outcome_of(one: Round, entries: Sequence[Entry]) -> Forgery:
    """The true outcome of the rule for some entries, by the slow literal solver, as a claim about them."""
    solution = one.rule.solve(entries, one.params, {}, independent=True)
    return Forgery(
        tuple(entries), pack_amounts(solution.debits), pack_amounts(solution.credits), solution.hints, solution.alloc
    )


@dataclass(frozen=True)
class Case:
    """A round with its true outcome, from which wrong ones are made."""

    one: Round
    truth: Forgery
    book: Book
    debits: Mapping[int, int] = field(default_factory=dict)
    credits: Mapping[int, int] = field(default_factory=dict)

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
        """A claim about the true entries; what is not given is as in the true outcome, and amounts of 0 are left out."""
        return Forgery(
            self.truth.entries,
            _packed(self.debits if debits is None else debits),
            _packed(self.credits if credited is None else credited),
            self.truth.hints if hints is None else hints,
        )


def _packed(amounts: Mapping[int, int]) -> bytes:
    return pack_amounts(sorted((index, amount) for index, amount in amounts.items() if amount > 0))
