"""What is submitted to settle a round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from databourse.market.entries import Entry, pack_amounts, pack_entries, pack_payloads
from databourse.market.mechanism import Solution
from databourse.market.posts import Post, pack_posts


@dataclass(frozen=True, slots=True)
class Settlement:
    """`IMarket.Settlement`; the layouts are those of `Claim`."""

    entries: bytes
    payloads: bytes
    posts: bytes
    debits: bytes
    credits: bytes
    alloc: bytes
    hints: bytes

    @classmethod
    def of(cls, entries: Sequence[Entry], solution: Solution[Any], posts: Sequence[Post] = ()) -> Settlement:
        """A round's entries and posts, all and in order, with the outcome that was found for them."""
        return cls(
            entries=pack_entries(entries),
            payloads=pack_payloads(entries),
            posts=pack_posts(posts),
            debits=pack_amounts(solution.debits),
            credits=pack_amounts(solution.credits),
            alloc=solution.alloc,
            hints=solution.hints,
        )

    def struct(self) -> tuple[bytes, bytes, bytes, bytes, bytes, bytes, bytes]:
        """The fields in the order of `IMarket.Settlement`, as a contract call takes them."""
        return self.entries, self.payloads, self.posts, self.debits, self.credits, self.alloc, self.hints
