"""When the next round of a series is to be opened: as soon as the one before it is over, and not too soon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from databourse.chain.history import slot_name
from databourse.chain.records import RoundView, SeriesInfo
from databourse.errors import BourseError
from databourse.market.terms import Status
from databourse.services.service import MOST_PAUSE, Attempts, Clock, Look, Report


@dataclass(frozen=True)
class Opened:
    """A round that was opened: its number, its times in seconds since 1970, and the transaction's hash."""

    round: int
    close_at: int
    settle_by: int
    transaction: str


class Opener(Protocol):
    """Acts for the keeper; `databourse.services.opener` has the real one."""

    def open(self, now: int) -> Opened:
        """Opens the next round at the time `now`.

        Raises:
            BourseError: it could not be opened.
        """
        ...


class Keeper:
    """Keeps one series going (`services.service.Duty`)."""

    def __init__(
        self, opener: Opener, clock: Clock, report: Report, info: SeriesInfo, gap: int = 0, rounds: int | None = None
    ) -> None:
        """Waits `gap` seconds from a close to the next opening; stops when `rounds` rounds are over, or never."""
        self._opener = opener
        self._clock = clock
        self._report = report
        self._info = info
        self._gap = gap
        self._rounds = rounds
        # by number, so that a round that a chain lost is opened again and counted once
        self._last: int | None = None
        self._attempts = Attempts()
        self._told: set[tuple[str, int]] = set()
        self._opened = 0

    def turn(self, look: Look) -> bool:
        """Opens the next round if it is time; True when the last one is over, for good."""
        view = look.views.get(self._info.number)
        if view is None:
            self._once("error", "series-gone", "the chain does not have this series any more", 0)
            return False
        match view.status:
            case Status.OPEN:
                return False
            case Status.REVEALING | Status.PROPOSED:
                return False
            case Status.SETTLEABLE | Status.FINALISABLE:
                self._warn_if_nobody_settles(view, look.now)
                return False
            case Status.ABORTED:
                text = "was settled by nobody: nothing was traded, everybody has everything back"
                self._once("error", "aborted", text, view.round)
        if self._last is not None and view.round >= self._last:
            return view.series in look.final
        if look.now >= view.close_at + self._gap and self._clock.time() >= self._attempts.due:
            self._open(view, look.now)
        return False

    def forget(self) -> None:
        """What was said of rounds may have to be said again."""
        self._told = set()

    def figures(self, look: Look) -> tuple[str, dict[str, Any]]:
        """How it goes."""
        view = look.views.get(self._info.number)
        latest = view.round if view else 0
        status = view.status.label if view else "gone"
        text = f"{slot_name(self._info, latest)} is {status}; {self._opened} rounds opened so far"
        return text, self._about(latest) | {"status": status, "opened": self._opened}

    def _open(self, view: RoundView, now: int) -> None:
        if self._last is None and self._rounds is not None:
            self._last = view.round + self._rounds
        try:
            opened = self._opener.open(now)
        except BourseError as error:
            self._postpone(error, view.round + 1)
            return
        self._attempts = Attempts()
        self._opened += 1
        text = f"{slot_name(self._info, opened.round)} is open for {opened.close_at - now} s"
        times = {"close_at": opened.close_at, "settle_by": opened.settle_by}
        about = self._about(opened.round)
        self._report("info", "opened", text, **about, **times, transaction=opened.transaction)

    def _postpone(self, error: BourseError, number: int) -> None:
        pause = self._attempts.fail(self._clock.time(), MOST_PAUSE)
        self._report(
            "warning",
            "postponed",
            f"{slot_name(self._info, number)} not opened: {error.message}; next attempt in {pause:.0f} s",
            **self._about(number),
            kind=type(error).__name__,
            reason=error.message,
            hint=error.hint,
            attempts=self._attempts.failed,
            retry_in=pause,
        )

    def _warn_if_nobody_settles(self, view: RoundView, now: int) -> None:
        left = view.settle_by - now
        if left * 2 < view.settle_by - (view.challenge_until or view.reveal_by):
            text = f"is not settled yet: is a solver running? In {left} s everything goes back"
            self._once("warning", "nobody-settles", text, view.round, seconds_left=left)

    def _once(self, level: str, event: str, text: str, number: int, **fields: Any) -> None:
        if (event, number) not in self._told:
            self._told.add((event, number))
            self._report(level, event, f"{slot_name(self._info, number)} {text}", **self._about(number), **fields)

    def _about(self, number: int) -> dict[str, Any]:
        return {"series": self._info.number, "name": self._info.name, "round": number}
