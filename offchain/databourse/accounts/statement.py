"""Statements of account: what happened to somebody's money, line by line, with the balance after each."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from databourse.accounts.ledger import Posting
from databourse.events import Event, hex_of

#: From numbers of blocks to their times, in seconds since 1970.
Times = Callable[[Collection[int]], Mapping[int, int]]

When = tuple[int, int, int]
"""Time in seconds since 1970, block, and position in it; -1 for block and position of what only took time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a line is about, besides the account; what does not apply is None.

    Attributes:
        round: number of a round; 0 where none is concerned.
        entry: index of the entry; None where no single one is concerned.
        chain: number of a resale chain.
        licence: number of the licence that was bought.
    """

    round: int = 0
    entry: int | None = None
    chain: int | None = None
    licence: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One change of an account.

    Attributes:
        kind: of the account: "series", or "chains".
        series: whose account it is; 0 for that of chains.
        when: it happened.
        reason: of the posting, or what the statement calls a change that has none.
        about: what it concerned.
        free: change of the free balance, in base units.
        locked: change of what is locked.
        free_after: the free balance of the same account after it.
        locked_after: what is locked in it after it.
        tx: its transaction; None for what only took time.
    """

    kind: str
    series: int
    when: When
    reason: str
    about: About
    free: int
    locked: int
    free_after: int
    locked_after: int
    tx: str | None

    @property
    def time(self) -> int:
        """Seconds since 1970."""
        return self.when[0]

    @property
    def block(self) -> int | None:
        """Number of its block; None for what only took time."""
        return self.when[1] if self.tx else None


def when(event: Event, times: Mapping[int, int]) -> When:
    """The moment of an event."""
    return times[event.block], event.block, event.log_index


def merged(*statements: Iterable[Line]) -> list[Line]:
    """Statements of several contracts as one, in the order in which everything happened."""
    return list(heapq.merge(*statements, key=lambda line: line.when))


class Writer:
    """Writes the lines of one kind of accounts, and keeps the balance of each account.

    Attributes:
        lines: so far.
    """

    def __init__(self, kind: str) -> None:
        self.lines: list[Line] = []
        self._kind = kind
        self._free: Counter[int] = Counter()
        self._locked: Counter[int] = Counter()

    def post(self, posting: Posting, moment: When, about: About) -> None:
        """A posting of a ledger."""
        amounts = posting.free, posting.locked
        self.write(posting.series, moment, posting.reason, about, amounts, posting.event)

    def write(
        self, series: int, moment: When, reason: str, about: About, amounts: tuple[int, int], event: Event | None
    ) -> None:
        """A change of what is free and of what is locked; without an event it only took time."""
        free, locked = amounts
        self._free[series] += free
        self._locked[series] += locked
        after = self._free[series], self._locked[series]
        tx = hex_of(event.tx) if event else None
        self.lines.append(Line(self._kind, series, moment, reason, about, free, locked, *after, tx))
