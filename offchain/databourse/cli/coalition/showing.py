"""A coalition round as people and programs see it, from its opening to what was settled."""

from __future__ import annotations

from pathlib import Path

from databourse.chain import openings
from databourse.cli import proposing
from databourse.cli.coalition import entries_view, found, outcome_view
from databourse.cli.coalition.found import CoalitionRound, options_json
from databourse.cli.coalition.outcome_view import Outcome
from databourse.cli.session import Session
from databourse.cli.slot import showing as any_round
from databourse.cli.slot.listing import when
from databourse.errors import InvalidInput, Refused
from databourse.market.entries import unpack_amounts
from databourse.market.solving import outcome_of
from databourse.market.terms import Status


def show_round(session: Session, slot: str, plot: Path | None) -> None:
    """Shows the round that SLOT means.

    Raises:
        NotFound: no such slot, or its rule is not known here.
        Refused: it is no coalition round, or there is nothing to draw yet.
        InvalidInput: the picture cannot be written.
    """
    if plot is not None:
        from databourse.market.double_auction.picture import require_format

        require_format(plot)
    one, now = found.read(session, slot), session.connection.now()
    status = one.round.status(now)
    outcome = _outcome(session, one, status)
    session.output.say(f"{one.slot}: {found.described(session, one)}.")
    session.output.say(f"It is {status.label}: {when(one.round, now)}.")
    entries_view.tell_contracts(session, one, outcome)
    kept = {opening.entry(one.round) for opening in openings.kept(session.exchange, one.round)}
    if outcome is None:
        entries_view.tell_sealed(session, one, kept)
    else:
        if not (one.round.settled or one.round.standing):
            session.output.say("If it were settled with what is open now:")
        outcome_view.tell(session, one, outcome)
    entries_view.tell_uncounted(session, one, status)
    proposing.tell_proposals(session, one.round, now)
    _tell_end(session, one, status)
    if plot is not None:
        _draw(session, one, outcome, plot)
    session.output.result(
        {
            "series": one.series.number,
            "name": one.series.name,
            "round": one.round.number,
            "rule": one.mechanism.name,
            "options": options_json(one.mechanism, one.round.terms.params),
            "status": status.label,
            "close_at": one.round.terms.close_at,
            "reveal_by": one.round.terms.reveal_by,
            "settle_by": one.round.settle_by,
            "contracts": entries_view.contracts_json(session, one, outcome),
            "groups": outcome_view.as_json(session, outcome) if outcome else None,
            "entries": entries_view.entries_json(session, one, status, kept),
            "proposals": [proposing.proposal_json(proposal, now) for proposal in one.round.proposals],
            "settled": any_round.settled_json(one.round.settled) if one.round.settled else None,
        }
    )


def _outcome(session: Session, one: CoalitionRound, status: Status) -> Outcome | None:
    """What was settled, stands proposed, or would come of what is open; None before anything can be open."""
    if status is Status.OPEN or not one.reading.devices:
        return None
    try:
        solution = outcome_of(one.round, one.mechanism, {})
    except (InvalidInput, Refused) as error:
        session.output.warn(f"there is no outcome to show: {error.message}; see `bourse audit replay`")
        return None
    if settled := one.round.settled:
        paid = tuple(unpack_amounts(amounts) for amounts in (settled.debits, settled.credits))
        if paid != (solution.debits, solution.credits):
            session.output.warn("the chain paid something else than the rule prescribes: run `bourse audit replay`")
    return Outcome(one.mechanism, solution, one.round.entries)


def _tell_end(session: Session, one: CoalitionRound, status: Status) -> None:
    if settled := one.round.settled:
        any_round.tell_settled(session, one.series, settled)
        return
    following = {
        Status.OPEN: "join",
        Status.REVEALING: "reveal",
        Status.SETTLEABLE: "settle",
        Status.PROPOSED: "challenge",
        Status.FINALISABLE: "settle",
    }
    if verb := following.get(status):
        session.output.say(f"What comes next: `bourse coalition {verb} {one.slot}`.")


def _draw(session: Session, one: CoalitionRound, outcome: Outcome | None, plot: Path) -> None:
    if outcome is None:
        raise Refused(f"there is nothing to draw of {one.slot} yet", "devices are known when their entries are opened")
    from databourse.cli.coalition.picture import save_groups

    save_groups(session, one, outcome, plot)
    session.output.say(f"Drawn to {plot}.")
