"""Settling a sharing round, or proposing and finalising its outcome, whichever comes next."""

from __future__ import annotations

from databourse.chain import settling
from databourse.chain.settling import Way
from databourse.cli import proposing, sending
from databourse.cli.session import Session
from databourse.cli.sharing import found, outcome_view
from databourse.cli.slot import settling as any_round


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
    fees = one.series.config.fee * len(one.round.entries)
    told = [*outcome_view.told(session, one), *any_round.stakes(session, prepared, view, fees)]
    call, lacking = proposing.with_bond(session, one.slot, prepared, top_up)
    if lacking:
        told.append(("from the wallet", f"{session.tokens(lacking)}, deposited by permit"))
    title = f"{session.sender_name} {any_round.VERBS[prepared.way]} {one.slot}:"
    receipt = sending.carry_out(session, sending.Plan(title, call, told))
    after = session.exchange.round_view(one.series.number)
    session.output.say(any_round.told_after(one.slot, prepared.way, after, "bourse sharing settle"))
    session.output.result(
        {
            "series": one.series.number,
            "name": one.series.name,
            "round": one.round.number,
            "rule": prepared.mechanism.name,
            "way": prepared.way,
            **outcome_view.as_json(session, one),
            "fees": str(fees),
            "bond": str(prepared.bond),
            "deposited": str(lacking),
            "challenge_until": after.challenge_until if prepared.way is Way.PROPOSE else None,
            "transaction": sending.receipt_json(receipt),
        }
    )
