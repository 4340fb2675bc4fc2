"""Crediting shares of deep trades, many in one transaction."""

from __future__ import annotations

from databourse.chain.calls import Receipt, call_of, data_of
from databourse.chain.resale import ResaleChains
from databourse.cli import sending
from databourse.cli.session import Session
from databourse.errors import Refused
from databourse.resale.records import Licence

EVERYBODY = "everybody"
#: Sales in one transaction.
_BATCH = 100


def claim_due(session: Session, chain: int | None, name: str | None) -> None:
    """Claims all that is due to somebody, in one chain or in all.

    Raises:
        NotFound: there is no such chain.
        Refused: nothing is due.
    """
    chains = ResaleChains(session.exchange)
    book = chains.book()
    if chain is not None:
        book.chain(chain)
    payee = None if name == EVERYBODY else session.address(name)
    owing = [
        (licence, amount)
        for licence in book.licences.values()
        if chain in (None, licence.chain.number) and (amount := _due(licence, payee))
    ]
    whom = name or session.sender_name
    if not owing:
        where = "" if chain is None else f" in chain {chain}"
        nobody = f"nobody is owed anything{where}" if payee is None else f"nothing is due to {whom}{where}"
        raise Refused(nobody, "see what was paid already with `bourse chain earnings`")
    claims = [data_of(chains.claim(licence, payee)) for licence, _ in owing]
    total = sum(amount for _, amount in owing)
    batches = [claims[start : start + _BATCH] for start in range(0, len(claims), _BATCH)]
    sales = "1 sale" if len(owing) == 1 else f"{len(owing):,} sales"
    whole = f"{session.sender_name} claims what is due to {whom}:"
    receipts: list[Receipt] = []
    for place, batch in enumerate(batches, start=1):
        title = whole if len(batches) == 1 else f"{whole} part {place} of {len(batches)}"
        told = [("amount", f"{session.tokens(total)} from {sales}")]
        call = call_of(chains.contract.functions.multicall(batch))
        plan = sending.Plan(title, call, told, None if receipts else "Send it?")
        receipts.append(sending.carry_out(session, plan))
    if payee is not None:
        free = chains.free(payee)
        session.output.say(f"Free in the account of {whom} for chains: {session.tokens(free)}.")
    session.output.result(
        {
            "payee": payee,
            "amount": str(total),
            "licences": {str(licence.number): str(amount) for licence, amount in owing},
            "transactions": [sending.receipt_json(receipt) for receipt in receipts],
        }
    )


def _due(licence: Licence, payee: str | None) -> int:
    return sum(amount for player, amount in licence.due().items() if payee in (None, licence.path[player]))
