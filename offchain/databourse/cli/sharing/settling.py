"""Settling a sharing round."""

from __future__ import annotations

from databourse.chain import settling
from databourse.cli import sending
from databourse.cli.session import Session
from databourse.cli.sharing import found, outcome_view
from databourse.cli.slot import settling as any_round


def settle_round(session: Session, slot: str, advance: bool) -> None:
    """Settles the round that SLOT means.

    Raises:
        NotFound: no such slot, or its rule is not known here.
        Refused: it is no sharing round, it is too early or too late, or a contract says no.
        NetworkError: the node's log and its state do not belong together.
    """
    one = found.read(session, slot)
    view = any_round.due(session, one.series, one.round.number, advance)
    prepared = settling.prepare(session.exchange, one.round, view, {})
    outcome_view.tell(session, one)
    fees = one.series.config.fee * len(one.round.entries)
    told = [*outcome_view.told(session, one), *any_round.stakes(session, prepared, view, fees)]
    title = f"{session.sender_name} {any_round.VERBS[prepared.way]} {one.slot}:"
    receipt = sending.carry_out(session, sending.Plan(title, prepared.call, told))
    after = session.exchange.round_view(one.series.number)
    session.output.say(any_round.told_after(one.slot, prepared.way, after))
    session.output.result(
        {
            "series": one.series.number,
            "name": one.series.name,
            "round": one.round.number,
            "rule": prepared.mechanism.name,
            **outcome_view.as_json(session, one),
            "fees": str(fees),
            "transaction": sending.receipt_json(receipt),
        }
    )
