"""Statements of accounts of series, the ends of rounds included.

The postings of the ledger come from events, and no event tells that a lock ended: the Market releases it when the
account is next used. Here it is shown when the round ends: at its settlement, where the entry fees leave the account
and the rest of the lock comes back, a bond with it, or when its time for settling is over, where all of it comes back.
So the balance after the last line is what `accountOf` says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TypeGuard

from databourse.accounts.ledger import Posting
from databourse.accounts.statement import About, Line, Times, When, Writer, when
from databourse.events import Event
from databourse.market.history import History
from databourse.market.ledger import LOCKING, Ledger, RoundPosting
from databourse.market.rounds import Round

KIND = "series"
"""Of the accounts."""

FEES_PAID, RELEASE = "fees paid", "release"
"""Reasons of the lines that no posting stands for."""


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
    ends = [event for one in rounds.values() if (event := _ending(one))]
    known = times({event.block for event in (*ends, *(one.event for one in postings))})
    moments: list[tuple[When, Posting | Round]] = [(when(one.event, known), one) for one in postings]
    for one in rounds.values():
        if one.status(now).is_final:
            moments.append((_end(one, known), one))
    writer = _RoundWriter(history)
    # what happens at the same place stays in order: the end of a round comes after its postings
    for moment, happened in sorted(moments, key=lambda moment: moment[0]):
        if isinstance(happened, Round):
            writer.end(happened, moment)
        else:
            writer.take(happened, moment)
    return writer.lines


def _is_stake(posting: Posting) -> TypeGuard[RoundPosting]:
    """Whether it changes what is locked behind a round."""
    return posting.reason in (*LOCKING, "bond lost", "debit")


def _ending(one: Round) -> Event | None:
    """The event that a round can have ended with."""
    if one.settled:
        return one.settled.event
    last = one.proposals[-1].voided if one.proposals else None
    return last.event if last else None


def _end(one: Round, times: Mapping[int, int]) -> When:
    """The moment at which a round that is over ended."""
    event, timeout = _ending(one), (one.settle_by, -1, -1)  # before whatever happened at that time
    if event is None:
        return timeout
    # a proposal postpones the end, and when it falls late the round is over at once
    return when(event, times) if one.settled else max(timeout, when(event, times))


class _RoundWriter(Writer):
    """Keeps what stands behind each round too."""

    def __init__(self, history: History) -> None:
        super().__init__(KIND)
        self._history = history
        self._stakes: Counter[tuple[int, int]] = Counter()
        self._entries: Counter[tuple[int, int]] = Counter()

    def take(self, posting: Posting, moment: When) -> None:
        """A posting of the ledger."""
        if _is_stake(posting):
            self._stakes[posting.series, posting.round] += posting.locked
            self._entries[posting.series, posting.round] += posting.reason == "entry"
        about = About()
        if isinstance(posting, RoundPosting):
            about = About(round=posting.round, entry=posting.entry)
        self.post(posting, moment, about)

    def end(self, one: Round, moment: When) -> None:
        """The end of a round that the account had something locked behind."""
        key, event = (one.series, one.number), one.settled.event if one.settled else None
        about = About(round=one.number)
        fees = self._entries[key] * self._history.series[one.series].config.fee if one.settled else 0
        if fees:
            self.write(one.series, moment, FEES_PAID, about, (0, -fees), event)
        if rest := self._stakes[key] - fees:
            self.write(one.series, moment, RELEASE, about, (rest, -rest), event)
