"""Rules whose outcomes are proposed, and void if somebody refutes them in time (`IChallengeable`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from databourse.errors import NotFound
from databourse.market.entries import Entry
from databourse.market.mechanism import Mechanism, Solution
from databourse.market.posts import Post


class Unavailable(NotFound):
    """What an outcome is judged by, and no chain has, is not here."""


@dataclass(frozen=True, slots=True)
class Objection:
    """A counter-example to an outcome.

    Attributes:
        packed: what the checker's `refutes` takes.
        sentence: what is wrong, for people.
    """

    packed: bytes
    sentence: str


@runtime_checkable
class Challengeable(Mechanism, Protocol):
    """A rule that prescribes properties of an outcome, and not a single one.

    `alloc` names an outcome, and everything else of it follows: all methods raise `InvalidInput` if these bytes name
    none of the round.
    """

    def resolve(
        self, entries: Sequence[Entry], params: bytes, posts: Sequence[Post], alloc: bytes, *, independent: bool = False
    ) -> Solution[Any]:
        """The outcome that `alloc` names, whether or not it can be refuted: the only one that `commit` accepts.

        With `independent` its money is found by the slow literal form.
        """
        ...

    def commitment(self, entries: Sequence[Entry], params: bytes, posts: Sequence[Post], alloc: bytes) -> bytes:
        """The 32 bytes that `commit` answers for this outcome."""
        ...

    def objections(
        self, entries: Sequence[Entry], params: bytes, posts: Sequence[Post], alloc: bytes
    ) -> Iterator[Objection]:
        """Everything that refutes the outcome, found one after the other; nothing iff it is one of the rule's.

        Raises:
            Unavailable: what has to be known for that is not here.
        """
        ...
