"""A sharing round as people and programs see it, from its opening to what was settled."""

from __future__ import annotations

from pathlib import Path

from databourse.cli import proposing
from databourse.cli.session import Session
from databourse.cli.sharing import found, outcome_view, proving
from databourse.cli.sharing.found import options_json
from databourse.cli.slot import showing as any_round
from databourse.cli.slot.listing import when
from databourse.errors import Refused
from databourse.market.entries import unpack_amounts
from databourse.market.terms import Status

_NEXT = {
    Status.OPEN: "report",
    Status.SETTLEABLE: "settle",
    Status.PROPOSED: "challenge",
    Status.FINALISABLE: "settle",
}


def show_round(session: Session, slot: str, plot: Path | None) -> None:
    """Shows the round that SLOT means.

    Raises:
        NotFound: no such slot, or its rule is not known here.
        Refused: it is no sharing round, or there is nothing to draw yet.
        InvalidInput: the picture cannot be written.
    """
    if plot is not None:
        from databourse.market.double_auction.picture import require_format

        require_format(plot)
    one, now = found.read(session, slot), session.connection.now()
    status, settled = one.round.status(now), one.round.settled
    session.output.say(f"{one.slot}: {found.described(session, one.mechanism.name, one.params)}.")
    session.output.say(f"It is {status.label}: {when(one.round, now)}.")
    if settled is None and one.agents and one.round.standing is None:
        session.output.say(_preview(status))
    if settled and (settled.alloc, unpack_amounts(settled.debits), unpack_amounts(settled.credits)) != (
        one.solution.alloc,
        one.solution.debits,
        one.solution.credits,
    ):
        session.output.warn("the chain recorded something else than the rule prescribes: run `bourse audit replay`")
    outcome_view.tell(session, one)
    outcome_view.tell_uncounted(session, one)
    proposing.tell_proposals(session, one.round, now)
    recorded = proving.tell_recorded(session, one)
    if settled:
        any_round.tell_settled(session, one.series, settled)
    elif verb := _NEXT.get(status):
        session.output.say(f"What comes next: `bourse sharing {verb} {one.slot}`.")
    if plot is not None:
        if not one.agents:
            raise Refused(f"there is nothing to draw of {one.slot}", "no agent takes part in it")
        from databourse.cli.sharing.picture import save_graph

        save_graph(outcome_view.graph(session, one), plot)
        session.output.say(f"Drawn to {plot}.")
    session.output.result(
        {
            "series": one.series.number,
            "name": one.series.name,
            "round": one.round.number,
            "rule": one.mechanism.name,
            "options": options_json(one.mechanism.name, one.params),
            "status": status.label,
            "close_at": one.round.terms.close_at,
            "settle_by": one.round.settle_by,
            **outcome_view.as_json(session, one),
            "challenge_window": one.round.terms.challenge_window,
            "proposals": [proposing.proposal_json(proposal, now) for proposal in one.round.proposals],
            "evidence": recorded,
            "settled": any_round.settled_json(settled) if settled else None,
        }
    )


def _preview(status: Status) -> str:
    if status is Status.ABORTED:
        return "Nobody settled it, so nothing came of it. This would have come of it:"
    return "If it were settled with the reports so far:"
