"""Entering a sponsor."""

from __future__ import annotations

from databourse.cli import entering
from databourse.cli.session import Session
from databourse.cli.sharing import found
from databourse.errors import InvalidInput, Refused
from databourse.market.sharing.money.inputs import Sponsor
from databourse.market.sharing.money.params import VCG, MoneyParams


def sponsor_round(session: Session, slot: str, cap: int, top_up: bool) -> None:
    """Enters the sender as a sponsor of the round that SLOT means.

    Raises:
        NotFound: no such slot.
        InvalidInput: a cap of nothing.
        Refused: the round takes no entries, needs no sponsor, not enough money, or a contract says no.
    """
    if not cap:
        raise InvalidInput.of("cap", 0, "must be above 0")
    target = entering.open_round(session, slot)
    one = found.of_round(session, target.series, target.round)
    params = one.params
    if not isinstance(params, MoneyParams) or params.mode != VCG:
        raise Refused(f"{one.slot} needs no sponsor: only in the mode vcg they pay anything", None)
    title = f"{session.sender_name} sponsors {target.slot} with up to {session.tokens(cap)}:"
    entered = entering.enter(session, target, title, Sponsor(cap).encode(), cap, (), top_up, payload=True)
    session.output.result({**entering.entered_json(target, entered, cap), "cap": str(cap)})
