"""Settling a sharing round, or proposing and finalising its outcome, whichever comes next."""

from __future__ import annotations

from databourse.chain import settling
from databourse.cli import settling as any_round
from databourse.cli.session import Session
from databourse.cli.sharing import found, outcome_view


def settle_round(session: Session, slot: str, advance: bool, top_up: bool) -> None:
    """Does what comes next in the round that SLOT means.

    Raises:
        NotFound: no such slot, or its rule is not known here.
        Refused: it is no sharing round, it is too early or too late, what stands proposed is false, not enough money,
            or a contract says no.
        NetworkError: the node's log and its state do not belong together.
    """
    one = found.read(session, slot)
    view = any_round.due(session, one.series, one.round.number, advance)
    prepared = settling.prepare(session.exchange, one.round, view, {})
    outcome_view.tell(session, one)
    told = outcome_view.told(session, one)
    done = any_round.carry_out(session, one.series, prepared, view, told, noun="sharing", top_up=top_up)
    session.output.result({**done, **outcome_view.as_json(session, one)})
