"""A bilateral round as people and programs see it, from its opening to what was settled."""

from __future__ import annotations

from pathlib import Path

from databourse.cli.session import Session
from databourse.cli.sharing import found, outcome_view
from databourse.cli.sharing.found import options_json
from databourse.cli.slot import showing as any_round
from databourse.cli.slot.listing import when
from databourse.errors import Refused
from databourse.market.sharing import ORDERED_MATCH
from databourse.market.terms import Status

_NEXT = {Status.OPEN: "report", Status.SETTLEABLE: "settle"}


def show_round(session: Session, slot: str, plot: Path | None) -> None:
    """Shows the round that SLOT means.

    Raises:
        NotFound: no such slot, or its rule is not known here.
        Refused: it is no bilateral round, or there is nothing to draw yet.
        InvalidInput: the picture cannot be written.
    """
    if plot is not None:
        from databourse.market.double_auction.picture import require_format

        require_format(plot)
    one, now = found.read(session, slot), session.connection.now()
    status, settled = one.round.status(now), one.round.settled
    session.output.say(f"{one.slot}: {found.described(session, one.params)}.")
    session.output.say(f"It is {status.label}: {when(one.round, now)}.")
    if settled is None and one.matched.reading.agents:
        session.output.say(_preview(status))
    if settled and settled.alloc != one.matched.alloc():
        session.output.warn("the chain recorded another match than the rule prescribes: run `bourse audit replay`")
    outcome_view.tell(session, one)
    outcome_view.tell_uncounted(session, one)
    if settled:
        any_round.tell_settled(session, one.series, settled)
    elif verb := _NEXT.get(status):
        session.output.say(f"What comes next: `bourse sharing {verb} {one.slot}`.")
    if plot is not None:
        if not one.matched.reading.agents:
            raise Refused(f"there is nothing to draw of {one.slot}", "no agent takes part in it")
        from databourse.cli.sharing.picture import save_graph

        save_graph(session, one, plot)
        session.output.say(f"Drawn to {plot}.")
    session.output.result(
        {
            "series": one.series.number,
            "name": one.series.name,
            "round": one.round.number,
            "rule": ORDERED_MATCH.name,
            "options": options_json(one.params),
            "status": status.label,
            "close_at": one.round.terms.close_at,
            "settle_by": one.round.settle_by,
            **outcome_view.as_json(session, one),
            "settled": any_round.settled_json(settled) if settled else None,
        }
    )


def _preview(status: Status) -> str:
    if status is Status.ABORTED:
        return "Nobody settled it, so nobody shares. This would have come of it:"
    return "If it were settled with the reports so far:"
