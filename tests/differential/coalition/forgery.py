"""Outcomes that somebody could claim, and whether the rule has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from databourse.errors import InvalidInput
from databourse.market.coalition.leakage import LeakageRule
from databourse.market.entries import Entry, pack_amounts, pack_entries, pack_payloads
from databourse.market.mechanism import Solution
from databourse.market.posts import Post, pack_posts
from tests.differential.amounts import respects_the_market
from tests.differential.coalition.rounds import Round
from tests.differential.evm import Claim


@dataclass(frozen=True)
class Forgery:
    """A claim that a malicious solver could make; `entries` and `posts` are those that the checker is shown."""

    entries: tuple[Entry, ...]
    posts: tuple[Post, ...]
    debits: bytes
    credits: bytes
    alloc: bytes
    hints: bytes

    @classmethod
    def of(cls, entries: Sequence[Entry], posts: Sequence[Post], solution: Solution[Any]) -> Forgery:
        """The claim of a solution."""
        debits, credited = pack_amounts(solution.debits), pack_amounts(solution.credits)
        return cls(tuple(entries), tuple(posts), debits, credited, solution.alloc, solution.hints)

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
            pack_posts(self.posts),
        )

    def respects_the_market(self) -> bool:
        """Whether only the checker can refuse it."""
        return respects_the_market(self.entries, self.debits, self.credits)

    def __str__(self) -> str:
        lists = {"debits": self.debits, "credits": self.credits, "alloc": self.alloc, "hints": self.hints}
        shown = ", ".join(f"{name} 0x{packed.hex()}" for name, packed in lists.items())
        return f"{len(self.entries)} entries, {len(self.posts)} posts, {shown}"


@dataclass(frozen=True)
class Case:
    """A round with its true outcome, found by the slow literal solver, from which wrong ones are made."""

    one: Round
    solution: Solution[Any]

    @classmethod
    def of(cls, one: Round) -> Case:
        """Solves the round."""
        return cls(one, one.rule.solve(one.entries, one.params, {}, posts=one.posts, independent=True))

    @cached_property
    def truth(self) -> Forgery:
        """The claim that must be accepted."""
        return Forgery.of(self.one.entries, self.one.posts, self.solution)

    def right(self, forgery: Forgery) -> Forgery | None:
        """The claim with the debits, credits and hints that the rule has for this one; None if it has none.

        Of the contract game it is the only one for the entries and posts that the checker is shown, of the leakage game
        the one that has this allocation.
        """
        one = self.one
        if isinstance(one.rule, LeakageRule):
            try:
                named = one.rule.resolve(forgery.entries, one.params, forgery.posts, forgery.alloc, independent=True)
            except InvalidInput:
                return None
            return Forgery.of(forgery.entries, forgery.posts, named)
        found = one.rule.solve(forgery.entries, one.params, {}, posts=forgery.posts, independent=True)
        return Forgery.of(forgery.entries, forgery.posts, found)

    def judge(self, forgery: Forgery) -> bool | None:
        """Whether a checker must accept it or must refuse it; None: it may do either, as only the hints are wrong."""
        right = self.right(forgery)
        if right is None or replace(right, hints=forgery.hints) != forgery:
            return False
        return True if right == forgery else None
