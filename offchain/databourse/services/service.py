"""What keeps a process going: look at the chain, do what is due, wait, and outlast failures of the node."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from databourse.chain.records import RoundView, SeriesInfo
from databourse.errors import BourseError, NetworkError

MOST_PAUSE = 60.0
"""Seconds between two attempts at the same thing, at most."""


@dataclass(frozen=True)
class Look:
    """What the chain is like at one moment.

    Attributes:
        chain_id: of the chain that the node is on.
        head: number of its latest block.
        now: the time that a transaction sent now would see, in seconds since 1970.
        series: those that are watched and exist.
        views: the latest round of each, by the series' number.
        final: numbers of the series whose latest round has closed and, as it is now (its entries, what was opened, a
            proposal, its settlement), cannot be undone any more.
        since: blocks that are not after the opening of these rounds, by the series' number; left out if none is known.
        replaced: number of a block that counted as final and is another one now; None if the chain only went on.
    """

    chain_id: int
    head: int
    now: int
    series: tuple[SeriesInfo, ...]
    views: Mapping[int, RoundView]
    final: frozenset[int]
    since: Mapping[int, int]
    replaced: int | None


class Watch(Protocol):
    """Looks at the chain; `databourse.services.watch` has the real one."""

    def look(self) -> Look:
        """What the chain is like now.

        Raises:
            BourseError: the node does not say, or says what cannot be.
        """
        ...

    def forget(self) -> None:
        """Blocks were replaced: what was read of the chain may not be true any more."""
        ...


class Clock(Protocol):
    """Time that only goes forward, and somebody who may say that it is enough."""

    @property
    def stopped(self) -> bool:
        """Whether the process was asked to end."""
        ...

    def time(self) -> float:
        """Seconds since some moment."""
        ...

    def wait(self, seconds: float) -> None:
        """Lets time pass; ends early when the process is asked to end."""
        ...


class Report(Protocol):
    """Takes what happens: an event's name and fields for programs, a sentence for people."""

    def __call__(self, level: str, event: str, text: str, **fields: Any) -> None:
        """`level` is "info", "warning" or "error"; money in the fields is a string of base units."""
        ...


class Duty(Protocol):
    """What a process is there for."""

    def turn(self, look: Look) -> bool:
        """Does what is due. True when nothing is left to do, for ever.

        Raises:
            BourseError: the node went away meanwhile, or says what cannot be.
        """
        ...

    def forget(self) -> None:
        """Blocks were replaced: what is remembered may not be true any more."""
        ...

    def figures(self, look: Look) -> tuple[str, dict[str, Any]]:
        """How it goes, for the heartbeat: a sentence, and fields.

        Raises:
            BourseError: the node does not say.
        """
        ...


@dataclass
class Attempts:
    """When to try again what failed: after 1, 2, 4 … seconds."""

    failed: int = 0
    due: float = 0.0

    def fail(self, now: float, most: float = MOST_PAUSE) -> float:
        """Counts a failure and returns the seconds until the next attempt, `most` at most."""
        pause = min(2.0 ** min(self.failed, 9), most)
        self.failed += 1
        self.due = now + pause
        return pause


class Service:
    """Runs a duty until it is done or the clock says stop."""

    def __init__(
        self, watch: Watch, duty: Duty, clock: Clock, report: Report, chain_id: int, poll: float, heartbeat: float
    ) -> None:
        """Looks every `poll` seconds at the chain, which must be `chain_id`; reports every `heartbeat` seconds."""
        self._watch = watch
        self._duty = duty
        self._clock = clock
        self._report = report
        self._chain_id = chain_id
        self._poll = poll
        self._heartbeat = heartbeat
        self._beaten = clock.time()

    def run(self) -> bool:
        """Goes on until the end; whether everything was done.

        Raises:
            NetworkError: the node is on another chain now.
        """
        node = Attempts()
        while not self._clock.stopped:
            try:
                look = self._look()
                self._require_same_chain(look)
                if node.failed:
                    self._report("info", "node-back", f"the node answers again, at block {look.head}", head=look.head)
                    node = Attempts()
                if self._duty.turn(look):
                    return True
                self._beat(look)
            except _OtherChain:
                raise
            except BourseError as error:
                self._lose(node, error)
                continue
            self._clock.wait(self._poll)
        return False

    def once(self) -> None:
        """Does what is due now.

        Raises:
            NetworkError: the node does not answer, or is on another chain.
        """
        look = self._look()
        self._require_same_chain(look)
        self._duty.turn(look)

    def _look(self) -> Look:
        look = self._watch.look()
        if look.replaced is None:
            return look
        text = f"the chain went back: block {look.replaced} counted as final, and is another one now"
        self._report("warning", "chain-went-back", text, replaced=look.replaced, head=look.head)
        self._watch.forget()
        self._duty.forget()
        return self._watch.look()

    def _require_same_chain(self, look: Look) -> None:
        if look.chain_id != self._chain_id:
            raise _OtherChain(
                f"the node is on chain {look.chain_id} now; it was on chain {self._chain_id}",
                "nothing is signed for a chain that was not meant: check what the address leads to, and start again",
            )

    def _lose(self, node: Attempts, error: BourseError) -> None:
        pause = node.fail(self._clock.time())
        fields = {"kind": type(error).__name__, "failures": node.failed, "retry_in": pause}
        self._report("warning", "node-lost", f"{error.message}; next attempt in {pause:.0f} s", **fields)
        self._clock.wait(pause)

    def _beat(self, look: Look) -> None:
        if self._clock.time() - self._beaten < self._heartbeat:
            return
        text, fields = self._duty.figures(look)
        self._report("info", "heartbeat", text, head=look.head, now=look.now, **fields)
        self._beaten = self._clock.time()


class _OtherChain(NetworkError):
    """The only failure of the node that does not pass by itself."""
