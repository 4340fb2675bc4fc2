"""What each party of a learning round gains, pays and earns."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from databourse.cli.learning.found import LearningRound
from databourse.cli.session import Session
from databourse.market.learning.outcome import Outcome, Share


def tell(session: Session, one: LearningRound, outcome: Outcome) -> None:
    """The present parties, their accuracy and their money; then who is absent."""
    size = outcome.statement.size
    if outcome.shares:
        session.output.table(
            ["party>", "who", "alone>", "together>", "gain>", "Shapley>", "L>", "a copy of its data"],
            [
                (
                    share.party.number,
                    session.person(share.party.account),
                    _percent(Fraction(share.alone, size)),
                    _percent(Fraction(outcome.together, size)),
                    _percent(Fraction(share.gain, size)),
                    _percent(share.value),
                    None if share.index is None else f"{float(share.index):.3f}",
                    copying(outcome, share),
                )
                for share in outcome.shares
            ],
            title="What models get right, and what data are worth",
        )
        session.output.table(
            ["party>", "who", "fee at most>", "charge>", "payout>", "net>"],
            [
                (
                    share.party.number,
                    session.person(share.party.account),
                    *(session.tokens(amount) for amount in (share.fee, share.charge, share.payout, share.net)),
                )
                for share in outcome.shares
            ],
            title="Money",
        )
    fee = f" but the entry fee, {session.tokens(one.series.config.fee)}" if one.series.config.fee else ""
    for number in absent(one, outcome):
        who = session.person(one.parties[number].account)
        session.output.say(f"Party {number}, {who}, is absent: it pays nothing{fee}, and its lock comes back.")
    session.output.say(f"The pot is {session.tokens(outcome.pot)}; everybody's model gets {_of(outcome)} right.")


def as_json(session: Session, one: LearningRound, outcome: Outcome) -> list[dict[str, Any]]:
    """All parties in order, for programs: money in base units, accuracies as fractions, absent ones without any."""
    shares = {share.party.number: share for share in outcome.shares}
    size = max(1, outcome.statement.size)
    listed = []
    for party in one.parties:
        told: dict[str, Any] = {
            "party": party.number,
            "entry": party.entry.index,
            "who": party.account,
            "name": session.person(party.account),
            "present": party.number in shares,
        }
        if share := shares.get(party.number):
            profit = outcome.copying(share)
            told |= {
                "right_alone": share.alone,
                "right_together": outcome.together,
                "gain": str(Fraction(share.gain, size)),
                "fee": str(share.fee),
                "shapley": str(share.value),
                "charge": str(share.charge),
                "payout": str(share.payout),
                "net": str(share.net),
                "index": None if share.index is None else str(share.index),
                "copy_profit": None if profit is None else str(profit),
            }
        listed.append(told)
    return listed


def absent(one: LearningRound, outcome: Outcome) -> list[int]:
    """Numbers of the parties whose data were not used."""
    return [party.number for party in one.parties if not outcome.statement.present >> party.number & 1]


def copying(outcome: Outcome, share: Share) -> str | None:
    """Whether a second entry with a copy of a party's data would have paid, in words; None if nobody here can say."""
    profit = outcome.copying(share)
    if profit is None:
        return None
    return "would have paid" if profit > 0 else "would not have paid"


def _of(outcome: Outcome) -> str:
    return f"{outcome.together:,} of {outcome.statement.size:,} validation rows"


def _percent(part: Fraction) -> str:
    return f"{float(100 * part):.1f} %"
