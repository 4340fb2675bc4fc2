"""Entering the contracts of a further buyer."""

from __future__ import annotations

from databourse.cli import entering
from databourse.cli.coalition import found
from databourse.cli.coalition.starting import contracts_json, require_contracts
from databourse.cli.session import Session
from databourse.errors import InvalidInput, Refused
from databourse.market.coalition.inputs import Contract, pack_contracts
from databourse.market.coalition.params import LeakageParams


def offer_contracts(session: Session, slot: str, contracts: tuple[Contract, ...], top_up: bool) -> None:
    """Enters contracts of the sender in the round that SLOT means.

    Raises:
        InvalidInput: the round would pass over them.
        Refused: it takes no entries, is no coalition round, has no room for them, not enough money, or a contract says
            no.
    """
    lock = require_contracts(contracts)
    target = entering.open_round(session, slot)
    one = found.of_round(session, target.series, target.round)
    _require_counted(one, contracts)
    payload = pack_contracts(contracts)
    told = [(f"type {contract.type}", session.tokens(contract.budget)) for contract in contracts]
    count = len(contracts)
    title = f"{session.sender_name} enters {count} contract{'s' * (count > 1)} in {target.slot}:"
    entered = entering.enter(session, target, title, payload, lock, told, top_up, payload=True)
    first = len(one.reading.contracts)
    session.output.result(
        {
            **entering.entered_json(target, entered, lock),
            "contracts": [{"contract": first + place, **told} for place, told in enumerate(contracts_json(contracts))],
        }
    )


def _require_counted(one: found.CoalitionRound, contracts: tuple[Contract, ...]) -> None:
    """Refuses what the round's rule would pass over, and lock money for nothing."""
    room = one.params.most_contracts - len(one.reading.contracts)
    if len(contracts) > room:
        raise Refused(
            f"{one.slot} takes at most {one.params.most_contracts} contracts and has {len(one.reading.contracts)}; "
            f"you enter {len(contracts)}",
            "enter fewer, or wait for the next round",
        )
    if not isinstance(one.params, LeakageParams):
        return
    taken = {contract.type for contract in one.reading.contracts}
    for place, contract in enumerate(contracts):
        if contract.type >= one.params.kinds:
            raise InvalidInput.of(
                f"type of contract {place}", contract.type, f"{one.slot} has types 0 to {one.params.kinds - 1}"
            )
        if contract.type in taken:
            raise InvalidInput.of(
                f"type of contract {place}", contract.type, "in this game a type has one contract, the first"
            )
        taken.add(contract.type)
