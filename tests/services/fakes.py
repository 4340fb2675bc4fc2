"""A chain of a few lines and a clock that is wound by hand, so that every failure can be played without a node."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from databourse.chain.calls import Receipt
from databourse.chain.records import RoundView, SeriesInfo
from databourse.chain.settling import Way
from databourse.errors import NodeUnreachable
from databourse.events import PlainEvent
from databourse.market.entries import pack_amounts
from databourse.market.outcomes import Settled
from databourse.market.series_config import NOBODY, SeriesConfig
from databourse.market.terms import Status
from databourse.services.acting import Refutation, Settlement
from databourse.services.keeper import Opened
from databourse.services.service import Look, Service
from tests.market.scripted import ZERO, account

CHAIN_ID = 31337
ME, OTHER = account("solver"), account("somebody else")
FEE = 5
START, CLOSE_AT, SETTLE_BY = 1_000, 1_600, 2_000
"""Times at which the clock starts, and rounds end."""
REVEAL_BY, WINDOW, BOND = 1_700, 100, 70
"""Of rounds whose outcomes are proposed: when entries can no longer be opened, seconds for challenges, base units."""

AWAY = NodeUnreachable("no node is running", "start one")


class Clock:
    """Advances when somebody waits. Each wait plays the next step of the script; after the last one it says stop."""

    def __init__(self) -> None:
        self.script: list[Callable[[], object]] = []
        self.waits: list[float] = []
        self.stopped = False
        self._time = 0.0

    def time(self) -> float:
        return self._time

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self._time += seconds
        if self.script:
            self.script.pop(0)()
        else:
            self.stopped = True


@dataclass
class Recorder:
    """What was reported."""

    lines: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def __call__(self, level: str, event: str, text: str, **fields: Any) -> None:
        self.lines.append((level, event, fields))
        self.texts.append(text)

    @property
    def events(self) -> list[str]:
        return [event for _, event, _ in self.lines]

    def of(self, event: str) -> list[dict[str, Any]]:
        """The fields of every report of an event, with its level."""
        return [{"level": level, **fields} for level, name, fields in self.lines if name == event]


def info(number: int = 1, solver: str = ZERO, solver_seconds: int = 0) -> SeriesInfo:
    config = SeriesConfig(ME, ME, solver, ZERO, ZERO, 0, 86_400, solver_seconds, FEE, f"series{number}", ())
    return SeriesInfo(number, config)


class Chain:
    """Series and their latest rounds; looked at, and acted on, as the services do (`Watch`, `Settler`, `Opener`)."""

    def __init__(self, *series: SeriesInfo) -> None:
        self.series = {one.number: one for one in series or (info(),)}
        self.views: dict[int, RoundView] = {}
        self.chain_id, self.head, self.now = CHAIN_ID, 10, START
        self.not_final: set[int] = set()
        self.failures: dict[str, list[Exception]] = {}
        self.calls: list[tuple[str, Any]] = []
        self.history: dict[tuple[int, int], Settled] = {}
        self.account: dict[int, int] = {}
        self.forgotten = 0
        self.replaced: int | None = None
        self.address = ME
        self.bond = 0
        self.lies: set[str] = set()
        for number in self.series:
            self.views[number] = round_view(number, 0, Status.NEVER)

    # what happens on it

    def open_round(self, series: int = 1, count: int = 3) -> None:
        number = self.views[series].round + 1
        view = round_view(series, number, Status.OPEN, CLOSE_AT, SETTLE_BY, count, b"t", b"log")
        self.views[series] = replace(view, reveal_by=REVEAL_BY) if self.bond else view

    def at(self, now: int) -> None:
        """Lets time pass."""
        self.now, self.head = now, self.head + 1
        for series, view in self.views.items():
            if view.round and view.status is not Status.SETTLED:
                self.views[series] = replace(view, status=status_at(view, now))

    def proposed_by(self, who: str, series: int = 1) -> None:
        """A right proposal, unless they are known to lie."""
        view = self.views[series]
        until, settle_by = self.now + WINDOW, SETTLE_BY + 2 * WINDOW
        self.views[series] = replace(view, proposer=who, challenge_until=until, settle_by=settle_by)
        self.at(self.now)

    def voided(self, series: int = 1) -> None:
        """The standing proposal falls."""
        self.views[series] = replace(self.views[series], proposer=NOBODY, challenge_until=0, settle_by=SETTLE_BY)
        self.at(self.now)

    def settled_by(self, who: str, series: int = 1) -> None:
        view = self.views[series]
        self.views[series] = replace(view, status=Status.SETTLED)
        event = PlainEvent("Settled", {}, self.head, b"", b"", 0)
        self.history[series, view.round] = Settled(who, FEE * view.count, 0, pack_amounts(()), b"", b"", event)

    def fail(self, what: str, *errors: Exception) -> None:
        """The next calls of a method fail."""
        self.failures.setdefault(what, []).extend(errors)

    # Watch

    def look(self) -> Look:
        self._called("look")
        final = frozenset(self.views) - self.not_final
        known = tuple(self.series.values())
        return Look(self.chain_id, self.head, self.now, known, dict(self.views), final, {}, self.replaced)

    def forget(self) -> None:
        self.forgotten += 1
        self.replaced = None

    # Settler

    def settle(self, about: SeriesInfo, view: RoundView, since: int) -> Settlement:
        assert since == 0
        self._called("settle", (about.number, view.round))
        fees = FEE * view.count
        if self.bond and view.status is Status.SETTLEABLE:
            self.proposed_by(self.address, about.number)
            return Settlement(Way.PROPOSE, "crown", view.count, fees, 2, self.bond, self._receipt())
        way = Way.FINALISE if self.bond else Way.SETTLE
        who = view.proposer if self.bond else self.address
        self.settled_by(who, about.number)
        if who == self.address:
            self.account[about.number] = self.account.get(about.number, 0) + fees
        return Settlement(way, "crown" if self.bond else "kth-price", view.count, fees, 2, 0, self._receipt())

    def challenge(self, about: SeriesInfo, view: RoundView, since: int) -> Refutation | None:
        assert since == 0
        self._called("challenge", (about.number, view.proposer))
        if view.proposer not in self.lies:
            return None
        self.voided(about.number)
        self.account[about.number] = self.account.get(about.number, 0) + self.bond
        return Refutation("Entry 3 would gain.", self.bond, self._receipt())

    def settled(self, series: int, number: int) -> Settled | None:
        self._called("settled", (series, number))
        return self.history.get((series, number))

    def free(self, series: Sequence[int]) -> Mapping[int, int]:
        self._called("free")
        return {number: self.account.get(number, 0) for number in series}

    def withdraw(self, series: int, amount: int) -> Receipt:
        self._called("withdraw", (series, amount))
        self.account[series] -= amount
        return self._receipt()

    def ether(self) -> int:
        self._called("ether")
        return 7

    # Opener

    def open(self, now: int) -> Opened:
        self._called("open", now)
        self.open_round()
        view = self.views[1]
        return Opened(view.round, view.close_at, view.settle_by, "0xopen")

    def times(self, what: str) -> int:
        """How often something was called."""
        return sum(name == what for name, _ in self.calls)

    def _called(self, what: str, with_: object = None) -> None:
        self.calls.append((what, with_))
        if errors := self.failures.get(what):
            raise errors.pop(0)

    def _receipt(self) -> Receipt:
        self.head += 1
        return Receipt("0xtx", self.head, "0xblock", 100_000, 42, None, ())


def service(chain: Chain, duty: Any, clock: Clock, report: Recorder, heartbeat: float = 1e9) -> Service:
    """Runs a duty on the chain, looking every two seconds."""
    return Service(chain, duty, clock, report, CHAIN_ID, poll=2, heartbeat=heartbeat)


def status_at(view: RoundView, now: int) -> Status:
    """What the market says of a round that is not settled."""
    if now < view.close_at:
        return Status.OPEN
    if now >= view.settle_by:
        return Status.ABORTED
    if now < view.reveal_by:
        return Status.REVEALING
    if view.proposer == NOBODY:
        return Status.SETTLEABLE
    return Status.PROPOSED if now < view.challenge_until else Status.FINALISABLE


def round_view(
    series: int,
    number: int,
    status: Status,
    close_at: int = 0,
    settle_by: int = 0,
    count: int = 0,
    terms_hash: bytes = b"",
    log: bytes = b"",
) -> RoundView:
    """A round of one shot."""
    return RoundView(
        series, number, status, close_at, close_at, settle_by, 0, NOBODY, count, 9, 9, terms_hash, log, b""
    )
