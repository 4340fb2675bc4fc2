"""Statements of account: what happened to somebody's money, line by line, with the balance after each.

The postings of the ledger come from events, and no event tells that a lock ended: the Market releases it when the
account is next used. Here it is shown when the round ends: at its settlement, where the entry fees leave the account
and the rest of the lock comes back, or when its time for settling is over, where all of it comes back. So the balance
after the last line is what `accountOf` says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from databourse.market.events import Event, hex_of
from databourse.market.ledger import Ledger, Posting
from databourse.market.rounds import History, Round
from databourse.market.terms import Status

FEES_PAID, RELEASE = "fees paid", "release"
"""Reasons of the lines that no posting stands for."""


#: From numbers of blocks to their times, in seconds since 1970.
Times = Callable[[Collection[int]], Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class Line:
    """One change of an account.

    Attributes:
        series: whose account it is.
        time: seconds since 1970.
        reason: of the posting, or "fees paid" or "release" at the end of a round.
        round: number of the round; 0 where none is concerned.
        entry: index of the entry; None where no single one is concerned.
        free: change of the free balance, in base units.
        locked: change of what is locked.
        free_after: the free balance of the series' account after it.
        locked_after: what is locked in it after it.
        block: number of its block; None for a release that only took time.
        tx: its transaction; None likewise.
    """

    series: int
    time: int
    reason: str
    round: int
    entry: int | None
    free: int
    locked: int
    free_after: int
    locked_after: int
    block: int | None
    tx: str | None


def statement(ledger: Ledger, history: History, account: str, times: Times, now: int) -> list[Line]:
    """Everything that happened to an account in all series.

    Args:
        ledger: of all events.
        history: of the same events.
        account: checksummed address.
        times: tells the times of blocks; asked once.
        now: seconds since 1970.

    Returns:
        Lines in the order in which they happened.
    """
    postings = ledger.history_of(account)
    rounds = {(one.series, one.round): history.round(one.series, one.round) for one in postings if _is_stake(one)}
    settled = [one.settled.event for one in rounds.values() if one.settled]
    known = times({event.block for event in (*settled, *(one.event for one in postings))})
    moments: list[tuple[_When, Posting | Round]] = [(_when(one.event, known), one) for one in postings]
    for one in rounds.values():
        if one.settled:
            moments.append((_when(one.settled.event, known), one))
        elif one.status(now) is Status.ABORTED:
            moments.append(((one.terms.settle_by, -1, -1), one))  # before whatever happened at that time
    writer = _Writer(history)
    # what happens at the same place stays in order: the end of a round comes after its postings
    for (time, *_), happened in sorted(moments, key=lambda moment: moment[0]):
        if isinstance(happened, Posting):
            writer.post(happened, time)
        else:
            writer.end(happened, time)
    return writer.lines


_When = tuple[int, int, int]
"""Time, block, and position in it."""


def _when(event: Event, times: Mapping[int, int]) -> _When:
    return times[event.block], event.block, event.log_index


def _is_stake(posting: Posting) -> bool:
    """Whether it changes what is locked behind an entry."""
    return posting.reason in ("entry", "debit")


class _Writer:
    """Writes lines and keeps the balances: of each series' account, and of what stands behind each round's entries."""

    def __init__(self, history: History) -> None:
        self.lines: list[Line] = []
        self._history = history
        self._free: Counter[int] = Counter()
        self._locked: Counter[int] = Counter()
        self._stakes: Counter[tuple[int, int]] = Counter()
        self._entries: Counter[tuple[int, int]] = Counter()

    def post(self, posting: Posting, time: int) -> None:
        """A posting of the ledger."""
        if _is_stake(posting):
            self._stakes[posting.series, posting.round] += posting.locked
            self._entries[posting.series, posting.round] += posting.reason == "entry"
        amounts = posting.free, posting.locked
        self._write(posting.series, time, posting.reason, posting.round, posting.entry, amounts, posting.event)

    def end(self, one: Round, time: int) -> None:
        """The end of a round that the account had entries in."""
        key, event = (one.series, one.number), one.settled.event if one.settled else None
        fees = self._entries[key] * self._history.series[one.series].config.fee if one.settled else 0
        if fees:
            self._write(one.series, time, FEES_PAID, one.number, None, (0, -fees), event)
        if rest := self._stakes[key] - fees:
            self._write(one.series, time, RELEASE, one.number, None, (rest, -rest), event)

    def _write(
        self,
        series: int,
        time: int,
        reason: str,
        number: int,
        entry: int | None,
        amounts: tuple[int, int],
        event: Event | None,
    ) -> None:
        free, locked = amounts
        self._free[series] += free
        self._locked[series] += locked
        block, tx = (event.block, hex_of(event.tx)) if event else (None, None)
        after = self._free[series], self._locked[series]
        self.lines.append(Line(series, time, reason, number, entry, free, locked, *after, block, tx))
