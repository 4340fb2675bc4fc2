"""A learning round as people and programs see it, from its opening to what was settled."""

from __future__ import annotations

from pathlib import Path

from databourse.chain.refusals import clock
from databourse.cli import proposing
from databourse.cli.learning import found, parties_view, runner_view, statements_view, tables
from databourse.cli.learning.found import LearningRound, described, options_json
from databourse.cli.session import Session
from databourse.cli.slot import showing as any_round
from databourse.cli.slot.listing import when
from databourse.errors import BourseError, InvalidInput, Refused
from databourse.market.challenging import Unavailable
from databourse.market.entries import unpack_amounts
from databourse.market.learning.outcome import Outcome
from databourse.market.solving import outcome_of
from databourse.market.standing import POSTING
from databourse.market.terms import Status


def show_round(session: Session, slot: str, plot: Path | None, url: str | None) -> None:
    """Shows the round that SLOT means.

    Raises:
        NotFound: no such slot, or its rule is not known here.
        Refused: it is no learning round, or there is nothing to draw yet.
        InvalidInput: the picture cannot be written.
    """
    if plot is not None:
        from databourse.market.double_auction.picture import require_format

        require_format(plot)
    one, now = found.read(session, slot), session.connection.now()
    status = one.round.status(now)
    word = POSTING if status is Status.REVEALING else status.label
    session.output.say(f"{one.slot}: {described(session, one.params)}.")
    session.output.say(f"It is {word}: {when(one.round, now, posting=True)}.")
    state = runner_view.ask(session, one, url) if one.statement is None else None
    statements_view.tell(session, one)
    outcome = _outcome(session, one, url)
    if outcome is not None:
        if not (one.round.settled or one.round.standing):
            session.output.say(_preview(status))
        parties_view.tell(session, one, outcome)
    else:
        runner_view.tell(session, one, state)
    proposing.tell_proposals(session, one.round, now)
    if one.round.settled:
        any_round.tell_settled(session, one.series, one.round.settled)
    elif status is Status.REVEALING and one.statement is not None:
        session.output.say(f"It can be settled from {clock(one.round.terms.reveal_by)}.")
    elif status is Status.SETTLEABLE and one.statement is None:
        session.output.say(
            "Nobody can settle it, since no statement counts: everybody has everything back, fees included, at "
            f"{clock(one.round.settle_by)}."
        )
    elif verb := _next(status):
        session.output.say(f"What comes next: `bourse learning {verb} {one.slot}`.")
    if plot is not None:
        _draw(session, one, outcome, plot)
    parties = parties_view.as_json(session, one, outcome) if outcome else runner_view.as_json(session, one, state)
    session.output.result(
        {
            "series": one.series.number,
            "name": one.series.name,
            "round": one.round.number,
            "rule": one.mechanism.name,
            "options": options_json(one.params),
            "status": word,
            "close_at": one.round.terms.close_at,
            "reveal_by": one.round.terms.reveal_by,
            "settle_by": one.round.settle_by,
            "statements": statements_view.as_json(one),
            "validation_size": outcome.statement.size if outcome else None,
            "pot": str(outcome.pot) if outcome else None,
            "parties": parties,
            "training": state.progress.as_json() if state else None,
            "proposals": [proposing.proposal_json(proposal, now) for proposal in one.round.proposals],
            "settled": any_round.settled_json(one.round.settled) if one.round.settled else None,
        }
    )


def _outcome(session: Session, one: LearningRound, url: str | None) -> Outcome | None:
    """What was settled, stands proposed, or would come of what is posted; None while nothing follows from it."""
    if one.statement is None:
        return None
    try:
        tables.fetch(one, url)
    except BourseError as error:
        session.output.warn(f"the table cannot be had: {error.message}")
    try:
        solution = outcome_of(one.round, one.mechanism, {})
    except (InvalidInput, Refused, Unavailable) as error:
        session.output.warn(f"there is no outcome to show: {error.message}")
        return None
    if settled := one.round.settled:
        paid = tuple(unpack_amounts(amounts) for amounts in (settled.debits, settled.credits))
        if paid != (solution.debits, solution.credits):
            session.output.warn("the chain paid something else than the rule prescribes: run `bourse audit replay`")
    outcome: Outcome = solution.detail
    return outcome


def _preview(status: Status) -> str:
    if status is Status.ABORTED:
        return "Nobody settled it, so nothing came of it. This would have come of it:"
    return "If it were settled with the table that counts now:"


def _next(status: Status) -> str | None:
    following = {
        Status.OPEN: "join",
        Status.REVEALING: "train",
        Status.SETTLEABLE: "settle",
        Status.PROPOSED: "challenge",
        Status.FINALISABLE: "settle",
    }
    return following.get(status)


def _draw(session: Session, one: LearningRound, outcome: Outcome | None, plot: Path) -> None:
    if outcome is None or not outcome.shares:
        hint = "a round has something to show when its table is posted, and somebody is present in it"
        raise Refused(f"there is nothing to draw of {one.slot}", hint)
    from databourse.cli.learning.picture import save_parties

    save_parties(session, one, outcome, plot)
    session.output.say(f"Drawn to {plot}.")
