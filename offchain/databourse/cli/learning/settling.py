"""Settling a learning round, or proposing and finalising its outcome, whichever comes next."""

from __future__ import annotations

from databourse.chain import bundles, settling
from databourse.chain.settling import Way
from databourse.cli import sending
from databourse.cli import settling as any_round
from databourse.cli.learning import found, parties_view, tables
from databourse.cli.learning.found import LearningRound
from databourse.cli.session import Session
from databourse.market.terms import Status


def settle_round(session: Session, slot: str, advance: bool, top_up: bool, url: str | None) -> None:
    """Does what comes next in the round that SLOT means.

    Raises:
        NotFound: no such slot, or its rule is not known here.
        Refused: it is no learning round, it is too early or too late, nothing follows from what was posted, what
            stands proposed is false, not enough money, or a contract says no.
        NetworkError: the node's log and its state do not belong together, or the runner does not answer.
    """
    one = found.read(session, slot)
    if advance:
        _warn_of_posting(session, one)
    view = any_round.due(session, one.series, one.round.number, advance)
    tables.fetch(one, url)
    prepared = settling.prepare(session.exchange, one.round, view, {})
    outcome = prepared.solution.detail
    parties_view.tell(session, one, outcome)
    told = [("the pot", session.tokens(outcome.pot))]
    done = any_round.carry_out(session, one.series, prepared, view, told, noun="learning", top_up=top_up)
    if prepared.way is not Way.PROPOSE:
        bundles.forget(session.exchange, one.round)
        session.output.say(f"Parties get their models with `bourse learning download-model {one.slot} --out …`.")
    parties = parties_view.as_json(session, one, outcome)
    session.output.result({**done, "parties": parties, "pot": str(outcome.pot)})


def _warn_of_posting(session: Session, one: LearningRound) -> None:
    """Asks before a devnet's clock is moved past the time in which a table can still be posted."""
    status = one.round.status(session.connection.now())
    if status in (Status.OPEN, Status.REVEALING) and one.statement is None:
        session.output.warn(
            f"no table of {one.slot} is posted: after the end of posting it cannot be settled any more, and everybody "
            "gets everything back"
        )
        sending.agree(session, "Move the clock all the same?")
