"""Three small rules with every phase that a round can have, for what only looks at the phases.

Everybody seals a number of one byte; the greatest of those that are opened wins what all entries have locked. Under
`open-crown` that is settled at once; under `crown` somebody proposes the winner, and whoever opened a greater number
refutes it. Under `herald` nobody seals anything: the last statement about the round names the winner, behind the
round's context.
"""

# ruff: noqa: ARG002 - the methods have the arguments that rules need, and these need few

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from eth_utils.crypto import keccak

from databourse.errors import InvalidInput, NoOutcome
from databourse.market.challenging import Objection
from databourse.market.entries import Entry
from databourse.market.mechanism import Explanation, Money, Pointers, Solution
from databourse.market.phases import Phases
from databourse.market.posts import Post

Numbers = dict[int, int]
"""What was opened, by entry."""


class OpenCrown:
    """Settled at once; `bond` is not of interest."""

    name = "open-crown"

    def encode_params(self, options: Mapping[str, int | bool]) -> bytes:
        return bytes([int(options.get("bond", 50))])

    def decode_params(self, params: bytes) -> Mapping[str, int | bool]:
        if len(params) != 1:
            raise InvalidInput.of("params", params.hex(), "must be one byte")
        return {"bond": params[0]}

    def describe(self, params: bytes) -> str:
        return f"{self.name} (a bond of {params[0]})"

    def phases(self, params: bytes) -> Phases:
        self.decode_params(params)
        return Phases(reveals=True)

    def solve(
        self,
        entries: Sequence[Entry],
        params: bytes,
        pointers: Pointers,
        *,
        posts: Sequence[Post] = (),
        independent: bool = False,
    ) -> Solution[Numbers]:
        numbers = self._numbers(posts)
        if not numbers:
            raise NoOutcome("nothing was opened, and nobody named")
        if independent:
            return self._won_by(entries, numbers, sorted(numbers, key=lambda index: (-numbers[index], index))[0])
        return self._won_by(entries, numbers, max(numbers, key=lambda index: (numbers[index], -index)))

    def explain(
        self,
        entries: Sequence[Entry],
        params: bytes,
        pointers: Pointers,
        index: int,
        money: Money,
        *,
        posts: Sequence[Post] = (),
        alloc: bytes | None = None,
    ) -> Explanation:
        winner = alloc[0] if alloc else self.solve(entries, params, pointers, posts=posts).alloc[0]
        told = f"Entry {winner} is thought to have sealed the greatest number."
        verdict = "traded" if index == winner else "lost"
        return Explanation(
            index, entries[index].who, "bid", verdict, "price", (told,), {}, frozenset(), None, ("The number.",)
        )

    def _numbers(self, posts: Sequence[Post]) -> Numbers:
        return {post.index: post.statement[0] for post in posts}

    def _won_by(self, entries: Sequence[Entry], numbers: Numbers, winner: int) -> Solution[Numbers]:
        debits = tuple((entry.index, entry.lock) for entry in entries if entry.lock)
        credit = sum(amount for _, amount in debits)
        return Solution(debits, ((winner, credit),), bytes([winner]), b"", {}, numbers)


class Crown(OpenCrown):
    """Proposed, with a bond (`Challengeable`)."""

    name = "crown"

    def phases(self, params: bytes) -> Phases:
        return Phases(reveals=True, bond=int(self.decode_params(params)["bond"]))

    def resolve(
        self, entries: Sequence[Entry], params: bytes, posts: Sequence[Post], alloc: bytes, *, independent: bool = False
    ) -> Solution[Numbers]:
        numbers = self._numbers(posts)
        if len(alloc) != 1 or alloc[0] not in numbers:
            raise InvalidInput.of("alloc", alloc.hex(), "must be an entry that was opened")
        return self._won_by(entries, numbers, alloc[0])

    def commitment(self, entries: Sequence[Entry], params: bytes, posts: Sequence[Post], alloc: bytes) -> bytes:
        self.resolve(entries, params, posts, alloc)
        return keccak(alloc)

    def objections(
        self, entries: Sequence[Entry], params: bytes, posts: Sequence[Post], alloc: bytes
    ) -> Iterator[Objection]:
        numbers = self._numbers(posts)
        for index, number in numbers.items():
            if number > numbers[alloc[0]]:
                yield Objection(bytes([index]), f"Entry {index} sealed {number}, more than {numbers[alloc[0]]}.")


class Herald(OpenCrown):
    """Settled at once, by what was posted: the context of the round, and an entry."""

    name = "herald"

    def phases(self, params: bytes) -> Phases:
        self.decode_params(params)
        return Phases(posts=True)

    def explain(
        self,
        entries: Sequence[Entry],
        params: bytes,
        pointers: Pointers,
        index: int,
        money: Money,
        *,
        posts: Sequence[Post] = (),
        alloc: bytes | None = None,
    ) -> Explanation:
        told = ("Nobody was named.",) if not self._numbers(posts) else ("Somebody was named.",)
        return Explanation(
            index, entries[index].who, "bid", "lost", "price", told, {}, frozenset(), None, ("The name.",)
        )

    def _numbers(self, posts: Sequence[Post]) -> Numbers:
        named = [post.statement[-1] for post in posts if post.is_posted and post.statement[:-1] == post.context]
        return {named[-1]: 0} if named else {}


RULES = {rule.name: rule for rule in (OpenCrown(), Crown(), Herald())}
