"""Which rounds are to be settled, and when: closed, final, and not left to somebody else who goes first.

A settlement that was mined counts as done. When its block is replaced, the round shows as unsettled again and is
settled again, so nothing here waits for finality after the settlement.

Where outcomes are proposed, the proposals of others are looked at as soon as they show, and false ones are voided: time
for that is short, and who challenges has only gas to lose. What we proposed is finalised as soon as that can be; a
right proposal of somebody else only when they let half of their time go by.

What is recorded of a round does not change any more once it can be settled. So where its rule prescribes no outcome for
that, such as when nobody posted what a runner signed, that is told once, and the end is waited for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from databourse.chain.records import RoundView, SeriesInfo
from databourse.chain.settling import Way
from databourse.errors import BourseError, ContractRefused, NodeUnreachable, NoOutcome
from databourse.market.mechanism import Money
from databourse.market.series_config import NOBODY
from databourse.market.terms import Status
from databourse.services.acting import Settler
from databourse.services.service import MOST_PAUSE, Attempts, Clock, Look, Report
from databourse.services.solver_log import Slot, SolverLog

_LATE = 4
"""The last quarter of the time for settling is late."""

_IN_OUR_HANDS = (Status.SETTLEABLE, Status.PROPOSED, Status.FINALISABLE)

_FASTER = ("AlreadySettled", "ProposalStands", "NoProposal")
"""Refusals because somebody else did the same; the next look tells who."""

_Proposal = tuple[str, int]
"""Who proposed, and until when it can be challenged: tells the proposals of one round apart."""


@dataclass
class _Case:
    """A closed round that is not settled yet, and what was said of it."""

    info: SeriesInfo
    number: int
    attempts: Attempts = field(default_factory=Attempts)
    told: set[str] = field(default_factory=set)
    found_right: _Proposal | None = None
    without_outcome: bool = False

    @property
    def slot(self) -> Slot:
        """The round."""
        return self.info, self.number


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
        self._log = SolverLog(report, money)
        self._money = money
        self._standby = standby
        self._withdraw_above = withdraw_above
        self._collecting = withdraw_above is not None
        self._cases: dict[tuple[int, int], _Case] = {}
        self._watched: set[int] = set()
        self._done = 0
        self._earned = 0

    def turn(self, look: Look) -> bool:
        """Does for every round what is due; see `Duty`."""
        self.failure = None
        for info in look.series:
            if info.number not in self._watched:
                self._watched.add(info.number)
                self._log.watching(info)
        for case in list(self._cases.values()):
            self._follow(case, look)
        for info in look.series:
            view = look.views[info.number]
            if view.status in _IN_OUR_HANDS and not self._clock.stopped:
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
            self._log.closed((info, view.round), view)
        return self._cases[key]

    def _follow(self, case: _Case, look: Look) -> None:
        """Finds out what became of a round that is not in our hands any more."""
        info, number = case.info, case.number
        view = look.views.get(info.number)
        if view is None or (view.round == number and view.status in _IN_OUR_HANDS):
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
            self._log.aborted(case.slot, expected=case.without_outcome)
        elif settled.settler == self._settler.address:
            self._count(settled.fees)
            self._log.settled_meanwhile(case.slot, settled)
        else:
            self._log.settled_by_other(case.slot, settled)

    def _tend(self, case: _Case, view: RoundView, look: Look) -> None:
        """Does what is due for a closed round, unless it is to wait."""
        ours = view.proposer == self._settler.address
        if view.status is Status.PROPOSED:
            proposal = view.proposer, view.challenge_until
            if not ours and case.found_right != proposal and self._clock.time() >= case.attempts.due:
                self._look_at(case, proposal, view, look)
            return
        if case.without_outcome and view.status is Status.SETTLEABLE:
            return
        self._warn_when_late(case, view, look)
        finalising = view.status is Status.FINALISABLE
        turn_at = self._finalising_at(view, ours) if finalising else self._turn_at(case.info, view)
        if look.now < turn_at:
            self._wait(case, view, "turn", f"left to others for another {turn_at - look.now} s", until=turn_at)
        elif view.series not in look.final:
            what = "the proposal is" if finalising else "its entries are"
            self._wait(case, view, "finality", f"waiting until {what} final")
        elif self._clock.time() >= case.attempts.due:
            self._settle(case, view, look)

    def _turn_at(self, info: SeriesInfo, view: RoundView) -> int:
        """From when on it is up to us, in seconds since 1970."""
        config = info.config
        after_named = config.solver not in (NOBODY, self._settler.address)
        return view.reveal_by + self._standby + (config.solver_seconds if after_named else 0)

    def _finalising_at(self, view: RoundView, ours: bool) -> int:
        """From when on a proposal that nobody refuted is finalised by us."""
        return view.challenge_until if ours else (view.challenge_until + view.settle_by) // 2

    def _look_at(self, case: _Case, proposal: _Proposal, view: RoundView, look: Look) -> None:
        """Voids a proposal that is false; not even finality is waited for."""
        try:
            won = self._settler.challenge(case.info, view, look.since.get(view.series, 0))
        except Exception as error:  # as in _settle
            self._fail(case, error, view.challenge_until, look)
            return
        case.attempts = Attempts()
        if won is None:
            case.found_right = proposal
            self._log.proposed_by_other(case.slot, view)
        else:
            self._collecting = self._withdraw_above is not None
            self._log.challenged(case.slot, view, won)

    def _settle(self, case: _Case, view: RoundView, look: Look) -> None:
        try:
            done = self._settler.settle(case.info, view, look.since.get(view.series, 0))
        except Exception as error:  # whatever is wrong with one round must not keep the others from being settled
            if isinstance(error, NoOutcome) and view.status is Status.SETTLEABLE:
                case.without_outcome = True
                self.failure = self.failure or error
                self._log.without_outcome(case.slot, error, view.settle_by - look.now)
            else:
                self._fail(case, error, view.settle_by, look)
            return
        earned = done.way is not Way.FINALISE or view.proposer == self._settler.address
        self._log.done(case.slot, done, earned)
        if done.way is Way.PROPOSE:
            case.attempts = Attempts()
            return
        del self._cases[case.info.number, case.number]
        if earned:
            self._count(done.fees)

    def _fail(self, case: _Case, error: Exception, deadline: int, look: Look) -> None:
        if isinstance(error, ContractRefused) and error.name in _FASTER:
            return
        told = error if isinstance(error, BourseError) else _unexpected(error)
        # the nearer the deadline, the more often
        most = min(MOST_PAUSE, max(1.0, (deadline - look.now) / _LATE))
        pause = case.attempts.fail(self._clock.time(), most)
        self.failure = self.failure or told
        self._log.postponed(case.slot, told, case.attempts.failed, pause)
        if isinstance(error, NodeUnreachable):
            raise error  # the others would only wait for the same answer

    def _warn_when_late(self, case: _Case, view: RoundView, look: Look) -> None:
        left = view.settle_by - look.now
        since = view.challenge_until or view.reveal_by
        if left * _LATE < view.settle_by - since and "late" not in case.told:
            case.told.add("late")
            self._log.late(case.slot, left)

    def _wait(self, case: _Case, view: RoundView, reason: str, text: str, **fields: Any) -> None:
        key = f"{reason} while {view.status.label}"
        if key not in case.told:
            case.told.add(key)
            self._log.waiting(case.slot, reason, text, **fields)

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
                    self._log.collected(names[series], amount, self._settler.withdraw(series, amount))
        except NodeUnreachable:
            raise
        except BourseError as error:  # the money is safe where it is; the next settlement or heartbeat tries again
            self._log.not_collected(error)


def _unexpected(error: Exception) -> BourseError:
    return BourseError(f"unexpected {type(error).__name__}: {error}")
