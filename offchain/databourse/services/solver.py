"""Which rounds are to be settled, and when: closed, final, and not left to somebody else who goes first.

A settlement that was mined counts as done. When its block is replaced, the round shows as unsettled again and is
settled again, so nothing here waits for finality after the settlement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from databourse.chain.calls import Receipt
from databourse.chain.history import slot_name
from databourse.chain.records import RoundView, SeriesInfo
from databourse.errors import BourseError, ContractRefused, NodeUnreachable
from databourse.market.mechanism import Money
from databourse.market.outcomes import Settled
from databourse.market.series_config import NOBODY
from databourse.market.terms import Status
from databourse.services.service import MOST_PAUSE, Attempts, Clock, Look, Report

_LATE = 4
"""The last quarter of the time for settling is late."""


@dataclass(frozen=True)
class Settlement:
    """A round that was settled: by which rule, how many entries it had, the fees and the surplus in base units."""

    rule: str
    entries: int
    fees: int
    surplus: int
    receipt: Receipt


class Settler(Protocol):
    """Acts for the solver; `databourse.services.settler` has the real one. All methods may raise `BourseError`."""

    @property
    def address(self) -> str:
        """Checksummed, of who settles."""
        ...

    def settle(self, info: SeriesInfo, view: RoundView, since: int) -> Settlement:
        """Reads the latest round of a series, from the block `since` on, solves, simulates and settles it."""
        ...

    def settled(self, series: int, number: int) -> Settled | None:
        """What a round was settled with; None if it was not."""
        ...

    def free(self, series: Sequence[int]) -> Mapping[int, int]:
        """Base units that who settles has free, by series."""
        ...

    def withdraw(self, series: int, amount: int) -> Receipt:
        """Takes base units out of a series into the wallet."""
        ...

    def ether(self) -> int:
        """Wei that are left for gas."""
        ...


@dataclass
class _Case:
    """A closed round that is not settled yet, and what was said of it."""

    info: SeriesInfo
    number: int
    attempts: Attempts = field(default_factory=Attempts)
    told: set[str] = field(default_factory=set)


class Solver:
    """Settles what can be settled (`services.service.Duty`).

    Attributes:
        failure: why a round could not be settled in the last turn; None if none failed.
    """

    def __init__(
        self,
        settler: Settler,
        clock: Clock,
        report: Report,
        money: Money,
        standby: int = 0,
        withdraw_above: int | None = None,
    ) -> None:
        """Takes seconds for which rounds are left to others, and the free base units above which fees are collected."""
        self.failure: BourseError | None = None
        self._settler = settler
        self._clock = clock
        self._report = report
        self._money = money
        self._standby = standby
        self._withdraw_above = withdraw_above
        self._collecting = withdraw_above is not None
        self._cases: dict[tuple[int, int], _Case] = {}
        self._watched: set[int] = set()
        self._done = 0
        self._earned = 0

    def turn(self, look: Look) -> bool:
        """Settles every round that is due; see `Duty`."""
        self.failure = None
        for info in look.series:
            if info.number not in self._watched:
                self._watched.add(info.number)
                self._tell("info", "watching", f"watching series {info.number} ({info.name})", info)
        for case in list(self._cases.values()):
            self._follow(case, look)
        for info in look.series:
            view = look.views[info.number]
            if view.status is Status.SETTLEABLE and not self._clock.stopped:
                self._tend(self._case(info, view), view, look)
        self._collect(look)
        return False

    def forget(self) -> None:
        """Starts over; what is still unsettled shows again."""
        self._cases = {}
        self._watched = set()

    def figures(self, look: Look) -> tuple[str, dict[str, Any]]:
        """How it goes; fees are looked for anew as well, in case somebody else's transaction brought some."""
        self._collecting = self._withdraw_above is not None
        ether = self._settler.ether()
        opened = sum(view.status is Status.OPEN for view in look.views.values())
        text = (
            f"{len(look.series)} series watched, {opened} open, {len(self._cases)} to settle; "
            f"{self._done} settled so far for {self._money(self._earned)} of fees"
        )
        return text, {
            "watched": len(look.series),
            "open": opened,
            "to_settle": len(self._cases),
            "settled": self._done,
            "earned": str(self._earned),
            "ether": str(ether),
        }

    def _case(self, info: SeriesInfo, view: RoundView) -> _Case:
        key = info.number, view.round
        if key not in self._cases:
            self._cases[key] = _Case(info, view.round)
            text = f"closed with {_entries(view.count)}"
            self._tell("info", "closed", text, info, view.round, entries=view.count, settle_by=view.settle_by)
        return self._cases[key]

    def _follow(self, case: _Case, look: Look) -> None:
        """Finds out what became of a round that is not to be settled any more."""
        info, number = case.info, case.number
        view = look.views.get(info.number)
        if view is None or (view.round == number and view.status is Status.SETTLEABLE):
            return
        if self._clock.time() < case.attempts.due:
            return
        try:
            settled = self._settler.settled(info.number, number)
        except BourseError:
            case.attempts.fail(self._clock.time())
            return
        del self._cases[info.number, number]
        if settled is None:
            text = "NOT SETTLED in time: nothing was traded, everybody has everything back"
            self._tell("error", "aborted", text, info, number)
        elif settled.settler == self._settler.address:
            # a transaction whose fate was not known, or another process that acts for the same account
            self._count(settled.fees)
            text = f"settled by us for {self._money(settled.fees)} of fees"
            self._tell("info", "settled", text, info, number, fees=str(settled.fees), surplus=str(settled.surplus))
        else:
            text = f"settled by somebody else, {settled.settler}"
            self._tell("info", "settled-by-other", text, info, number, settler=settled.settler)

    def _tend(self, case: _Case, view: RoundView, look: Look) -> None:
        """Settles a closed round, unless it is to wait."""
        self._warn_when_late(case, view, look)
        turn_at = self._turn_at(case.info, view)
        if look.now < turn_at:
            self._wait(case, "turn", f"left to others for another {turn_at - look.now} s", until=turn_at)
        elif view.series not in look.final:
            self._wait(case, "finality", "waiting until its entries are final")
        elif self._clock.time() >= case.attempts.due:
            self._settle(case, view, look)

    def _turn_at(self, info: SeriesInfo, view: RoundView) -> int:
        """From when on it is up to us, in seconds since 1970."""
        config = info.config
        after_named = config.solver not in (NOBODY, self._settler.address)
        return view.close_at + self._standby + (config.solver_seconds if after_named else 0)

    def _settle(self, case: _Case, view: RoundView, look: Look) -> None:
        info, number = case.info, case.number
        try:
            done = self._settler.settle(info, view, look.since.get(info.number, 0))
        except Exception as error:  # whatever is wrong with one round must not keep the others from being settled
            if isinstance(error, ContractRefused) and error.name == "AlreadySettled":
                return  # the next look tells by whom
            self._postpone(case, _told(error), view, look)
            if isinstance(error, NodeUnreachable):
                raise  # the others would only wait for the same answer
            return
        del self._cases[info.number, number]
        self._count(done.fees)
        self._tell(
            "info",
            "settled",
            f"settled: {_entries(done.entries)}, {self._money(done.fees)} of fees, transaction {done.receipt.tx}",
            info,
            number,
            rule=done.rule,
            entries=done.entries,
            fees=str(done.fees),
            surplus=str(done.surplus),
            transaction=done.receipt.tx,
            block=done.receipt.block,
            gas=done.receipt.gas,
            gas_cost=str(done.receipt.cost),
        )

    def _postpone(self, case: _Case, error: BourseError, view: RoundView, look: Look) -> None:
        # the nearer the deadline, the more often
        most = min(MOST_PAUSE, max(1.0, (view.settle_by - look.now) / _LATE))
        pause = case.attempts.fail(self._clock.time(), most)
        self.failure = self.failure or error
        self._tell(
            "warning",
            "postponed",
            f"not settled: {error.message}; next attempt in {pause:.0f} s",
            case.info,
            case.number,
            kind=type(error).__name__,
            reason=error.message,
            hint=error.hint,
            attempts=case.attempts.failed,
            retry_in=pause,
        )

    def _warn_when_late(self, case: _Case, view: RoundView, look: Look) -> None:
        left = view.settle_by - look.now
        if left * _LATE < view.settle_by - view.close_at and "late" not in case.told:
            case.told.add("late")
            text = f"STILL NOT SETTLED: in {left} s everything goes back and nothing is traded"
            self._tell("error", "deadline-near", text, case.info, case.number, seconds_left=left)

    def _wait(self, case: _Case, reason: str, text: str, **fields: Any) -> None:
        if reason not in case.told:
            case.told.add(reason)
            self._tell("info", "waiting", text, case.info, case.number, reason=reason, **fields)

    def _count(self, fees: int) -> None:
        self._done += 1
        self._earned += fees
        self._collecting = self._withdraw_above is not None

    def _collect(self, look: Look) -> None:
        """Brings fees into the wallet, wherever enough has come together."""
        if not self._collecting or self._withdraw_above is None:
            return
        self._collecting = False
        names = {info.number: info for info in look.series}
        try:
            for series, amount in self._settler.free(list(names)).items():
                if amount > self._withdraw_above:
                    receipt = self._settler.withdraw(series, amount)
                    text = f"collected {self._money(amount)} into the wallet, transaction {receipt.tx}"
                    self._tell("info", "collected", text, names[series], amount=str(amount), transaction=receipt.tx)
        except NodeUnreachable:
            raise
        except BourseError as error:  # the money is safe where it is; the next settlement or heartbeat tries again
            text = f"fees were not collected: {error.message}"
            self._report("warning", "not-collected", text, kind=type(error).__name__, reason=error.message)

    def _tell(
        self, level: str, event: str, text: str, info: SeriesInfo, number: int | None = None, **fields: Any
    ) -> None:
        about: dict[str, Any] = {"series": info.number, "name": info.name}
        if number is not None:
            about["round"] = number
            text = f"{slot_name(info, number)} {text}"
        self._report(level, event, text, **about, **fields)


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def _told(error: Exception) -> BourseError:
    return error if isinstance(error, BourseError) else BourseError(f"unexpected {type(error).__name__}: {error}")
