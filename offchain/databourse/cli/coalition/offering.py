"""Entering the contracts of a further buyer."""

from __future__ import annotations

from databourse.chain import coalition
from databourse.chain.accounts import accounts_of_series
from databourse.chain.calls import call_of
from databourse.chain.deposits import deposit_call
from databourse.chain.refusals import clock
from databourse.cli import entering, funding, sending
from databourse.cli.coalition import found
from databourse.cli.coalition.starting import contracts_json, require_contracts
from databourse.cli.session import Session
from databourse.errors import InvalidInput, Refused
from databourse.market.coalition.inputs import Contract
from databourse.market.coalition.params import LeakageParams


def offer_contracts(session: Session, slot: str, contracts: tuple[Contract, ...], top_up: bool) -> None:
    """Enters contracts of the sender in the round that SLOT means.

    Raises:
        InvalidInput: the round would pass over them.
        Refused: it takes no entries, is no coalition round, has no room for them, not enough money, or a contract says
            no.
    """
    lock, exchange = require_contracts(contracts), session.exchange
    target = entering.open_round(session, slot)
    one = found.of_round(session, target.series, target.round)
    _require_counted(one, contracts)
    entries = coalition.offer(exchange, one.series.number, one.round.terms_hash, contracts, target.view.max_entries)
    fees = one.series.config.fee * len(entries)
    accounts = accounts_of_series(exchange, one.series.number)
    told = [(f"type {contract.type}", session.tokens(contract.budget)) for contract in contracts]
    told += [("locked", session.tokens(lock)), ("entry fee", session.tokens(fees))]
    calls = list(entries)
    if lacking := funding.lacking(session, accounts, lock + fees, f"{one.slot} needs", top_up):
        told.append(("from the wallet", f"{session.tokens(lacking)}, deposited by permit"))
        calls.insert(0, deposit_call(accounts, session.signer, lacking))
    count = len(contracts)
    title = f"{session.sender_name} enters {count} contract{'s' * (count > 1)} in {one.slot}:"
    receipt = sending.carry_out(session, sending.Plan(title, call_of(coalition.all_or_none(exchange, calls)), told))
    indices = entering.entries_of(session, one.series, one.round.number, receipt)
    first = len(one.reading.contracts)
    session.output.say(
        f"Contract{'s' * (count > 1)} {first}{f' to {first + count - 1}' * (count > 1)} of {one.slot}, which closes at "
        f"{clock(target.view.close_at)}."
    )
    session.output.result(
        {
            "series": one.series.number,
            "round": one.round.number,
            "entries": indices,
            "lock": str(lock),
            "deposited": str(lacking),
            "close_at": target.view.close_at,
            "contracts": [{"contract": first + place, **told} for place, told in enumerate(contracts_json(contracts))],
            "transaction": sending.receipt_json(receipt),
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
        field = f"type of contract {place}"
        if contract.type >= one.params.kinds:
            raise InvalidInput.of(field, contract.type, f"{one.slot} has types 0 to {one.params.kinds - 1}")
        if contract.type in taken:
            raise InvalidInput.of(field, contract.type, "in this game a type has one contract, and there is one")
        taken.add(contract.type)
