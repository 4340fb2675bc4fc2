"""Settling a coalition round, or proposing and finalising its outcome, whichever comes next."""

from __future__ import annotations

from databourse.chain import settling
from databourse.cli import sending
from databourse.cli import settling as any_round
from databourse.cli.coalition import found, outcome_view
from databourse.cli.coalition.found import CoalitionRound
from databourse.cli.coalition.outcome_view import Outcome
from databourse.cli.session import Session
from databourse.market.terms import Status


def settle_round(session: Session, slot: str, advance: bool, top_up: bool) -> None:
    """Does what comes next in the round that SLOT means.

    Raises:
        NotFound: no such slot, or its rule is not known here.
        Refused: it is no coalition round, it is too early or too late, what stands proposed is false, not enough money,
            or a contract says no.
        NetworkError: the node's log and its state do not belong together.
    """
    one = found.read(session, slot)
    if advance:
        _warn_of_sealed(session, one)
    view = any_round.due(session, one.series, one.round.number, advance)
    prepared = settling.prepare(session.exchange, one.round, view, {})
    outcome = Outcome(one.mechanism, prepared.solution, one.round.entries)
    outcome_view.tell(session, one, outcome)
    beneficiary = session.person(one.series.config.beneficiary)
    told = [
        ("buyers pay", session.tokens(sum(outcome.spent))),
        ("devices get", session.tokens(sum(group.paid for group in outcome.groups))),
        ("surplus", f"{session.tokens(prepared.solution.surplus)}, to {beneficiary}"),
    ]
    done = any_round.carry_out(session, one.series, prepared, view, told, noun="coalition", top_up=top_up)
    groups = outcome_view.as_json(session, outcome)
    session.output.result({**done, "groups": groups, "surplus": str(prepared.solution.surplus)})


def _warn_of_sealed(session: Session, one: CoalitionRound) -> None:
    """Asks before a devnet's clock is moved past the time in which entries can still be opened."""
    sealed = one.reading.unopened
    if one.round.status(session.connection.now()) is Status.REVEALING and sealed:
        count = "1 entry is" if len(sealed) == 1 else f"{len(sealed)} entries are"
        bonds = session.tokens(one.params.entry_bond * len(sealed))
        session.output.warn(f"{count} still sealed: moving the clock past the end of opening loses {bonds} of bonds")
        sending.agree(session, "Move the clock all the same?")
