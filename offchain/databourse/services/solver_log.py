"""How a solver tells what becomes of rounds: each event with its fields for programs, and a sentence for people."""

from __future__ import annotations

from typing import Any

from databourse.chain.calls import Receipt
from databourse.chain.history import slot_name
from databourse.chain.records import RoundView, SeriesInfo
from databourse.chain.settling import Way
from databourse.errors import BourseError
from databourse.market.mechanism import Money
from databourse.market.outcomes import Settled
from databourse.services.acting import Refutation, Settlement
from databourse.services.service import Report

Slot = tuple[SeriesInfo, int]
"""A round: its series and its number."""


class SolverLog:
    """Tells what a solver sees and does."""

    def __init__(self, report: Report, money: Money) -> None:
        self._report = report
        self._money = money

    def watching(self, info: SeriesInfo) -> None:
        """A series is watched from now on."""
        self._tell("info", "watching", f"watching series {info.number} ({info.name})", info)

    def closed(self, slot: Slot, view: RoundView) -> None:
        """A round takes no more entries, and there is something to do for it."""
        text = f"closed with {_entries(view.count)}"
        self._tell_of(slot, "info", "closed", text, entries=view.count, settle_by=view.settle_by)

    def waiting(self, slot: Slot, reason: str, text: str, **fields: Any) -> None:
        """What is to be done has to wait."""
        self._tell_of(slot, "info", "waiting", text, reason=reason, **fields)

    def done(self, slot: Slot, done: Settlement, earned: bool) -> None:
        """A step towards the end of the round was made; `earned` tells whether the fees are ours."""
        word = {Way.SETTLE: "settled", Way.PROPOSE: "proposed", Way.FINALISE: "finalised"}[done.way]
        text = f"{word}: {_entries(done.entries)}, {self._money(done.fees)} of fees"
        text += "" if earned else " for who proposed it"
        fields: dict[str, Any] = {"rule": done.rule, "entries": done.entries, "fees": str(done.fees)}
        fields["surplus"] = str(done.surplus)
        if done.way is Way.PROPOSE:
            text += f" once it is final, {self._money(done.bond)} of bond until then"
            fields["bond"] = str(done.bond)
        text += f", transaction {done.receipt.tx}"
        self._tell_of(slot, "info", word, text, **fields, **_receipt(done.receipt))

    def proposed_by_other(self, slot: Slot, view: RoundView) -> None:
        """Somebody else's proposal stands, and is right."""
        text = f"proposed by somebody else, {view.proposer}, and rightly"
        fields = {"proposer": view.proposer, "until": view.challenge_until}
        self._tell_of(slot, "info", "proposed-by-other", text, **fields)

    def challenged(self, slot: Slot, view: RoundView, won: Refutation) -> None:
        """A false proposal was voided."""
        text = f"FALSE PROPOSAL of {view.proposer} voided for {self._money(won.bond)} of bond: {won.reason}"
        fields = {"proposer": view.proposer, "bond": str(won.bond), "reason": won.reason}
        self._tell_of(slot, "warning", "challenged", text, **fields, **_receipt(won.receipt))

    def settled_meanwhile(self, slot: Slot, settled: Settled) -> None:
        """It shows as settled by us: a transaction whose fate was not known, or another process for the account."""
        text = f"settled by us for {self._money(settled.fees)} of fees"
        self._tell_of(slot, "info", "settled", text, fees=str(settled.fees), surplus=str(settled.surplus))

    def settled_by_other(self, slot: Slot, settled: Settled) -> None:
        """Somebody else has the fees."""
        text = f"settled by somebody else, {settled.settler}"
        self._tell_of(slot, "info", "settled-by-other", text, settler=settled.settler)

    def aborted(self, slot: Slot, expected: bool) -> None:
        """Nobody settled it in time; `expected` because nobody could."""
        text = "is over without an outcome" if expected else "NOT SETTLED in time"
        text += ": nothing was traded, everybody has everything back"
        self._tell_of(slot, "info" if expected else "error", "aborted", text)

    def without_outcome(self, slot: Slot, error: BourseError, left: int) -> None:
        """Its rule prescribes none, so that nobody can settle it; `left` seconds until it is over."""
        text = f"left alone: {error.message}; in {left} s everything goes back"
        self._tell_of(slot, "warning", "no-outcome", text, reason=error.message, hint=error.hint, seconds_left=left)

    def late(self, slot: Slot, left: int) -> None:
        """`left` seconds are left to settle it."""
        text = f"STILL NOT SETTLED: in {left} s everything goes back and nothing is traded"
        self._tell_of(slot, "error", "deadline-near", text, seconds_left=left)

    def postponed(self, slot: Slot, error: BourseError, attempts: int, pause: float) -> None:
        """It failed, and is tried again in `pause` seconds."""
        hint = f" ({error.hint})" if error.hint else ""
        self._tell_of(
            slot,
            "warning",
            "postponed",
            f"not settled: {error.message}{hint}; next attempt in {pause:.0f} s",
            kind=type(error).__name__,
            reason=error.message,
            hint=error.hint,
            attempts=attempts,
            retry_in=pause,
        )

    def collected(self, info: SeriesInfo, amount: int, receipt: Receipt) -> None:
        """Fees were brought into the wallet."""
        text = f"collected {self._money(amount)} into the wallet, transaction {receipt.tx}"
        self._tell("info", "collected", text, info, amount=str(amount), transaction=receipt.tx)

    def not_collected(self, error: BourseError) -> None:
        """Fees could not be brought into the wallet; they are safe where they are."""
        text = f"fees were not collected: {error.message}"
        self._report("warning", "not-collected", text, kind=type(error).__name__, reason=error.message)

    def _tell(self, level: str, event: str, text: str, info: SeriesInfo, **fields: Any) -> None:
        self._report(level, event, text, series=info.number, name=info.name, **fields)

    def _tell_of(self, slot: Slot, level: str, event: str, text: str, **fields: Any) -> None:
        info, number = slot
        self._tell(level, event, f"{slot_name(info, number)} {text}", info, round=number, **fields)


def _receipt(receipt: Receipt) -> dict[str, Any]:
    return {
        "transaction": receipt.tx,
        "block": receipt.block,
        "gas": receipt.gas,
        "gas_cost": str(receipt.cost),
    }


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"
