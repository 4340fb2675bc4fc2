"""From what a command wants to do to its receipt: show what it costs, simulate it, ask, send it.

Nothing is sent before it was simulated and agreed to. What a contract refuses is refused in the simulation, so a
refusal costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from databourse.chain.calls import Call, Quote, Receipt
from databourse.cli import prompts
from databourse.cli.session import Session
from databourse.errors import ContractRefused, UsageError
from databourse.money import format_tokens


@dataclass(frozen=True)
class Plan:
    """One transaction as it is told before it is sent.

    Attributes:
        title: what will happen, in one sentence.
        call: what is sent.
        costs: what it costs besides gas, a line for each: what it is, and how much.
        ask: the question; None if what comes next was agreed to with an earlier transaction.
    """

    title: str
    call: Call
    costs: Sequence[tuple[str, str]] = ()
    ask: str | None = "Send it?"


def carry_out(session: Session, plan: Plan) -> Receipt:
    """Tells the plan with its cost, asks, sends it, and tells its transaction.

    Raises:
        ContractRefused: a contract says no; unless the chain has moved on meanwhile, nothing was sent.
        UsageError: consent is needed and there is nobody to ask.
        BourseError: the answer was no.
    """
    signer = session.signer
    try:
        quote = session.transactions.quote(signer.address, plan.call)
    except ContractRefused as refused:
        refused.message = refused.message.replace(signer.address, signer.name)
        raise
    tell(session, plan.title, [*plan.costs, ("gas", gas(quote))])
    agree(session, plan.ask)
    receipt = session.transactions.send(signer, plan.call)
    session.output.say(f"Transaction {receipt.tx}, block {receipt.block}, {receipt.gas:,} gas.")
    return receipt


def tell(session: Session, title: str, costs: Sequence[tuple[str, str]]) -> None:
    """What is going to happen, and what it costs."""
    session.output.say(title)
    width = max(len(what) for what, _ in costs)
    for what, amount in costs:
        session.output.say(f"  {what:{width}}  {amount}")


def agree(session: Session, question: str | None) -> None:
    """Goes on if everything was agreed to in advance, or after a yes.

    Raises:
        UsageError: there is nobody to ask.
        BourseError: the answer was no.
    """
    if question is None or session.yes:
        return
    if session.output.json or not prompts.someone_is_there():
        raise UsageError("this needs your consent, and there is nobody to ask", "add --yes to go ahead")
    prompts.confirm(question)


def gas(quote: Quote) -> str:
    """What a simulated transaction costs, for people."""
    return f"about {quote.gas:,}, {ether(quote.cost)}"


def ether(wei: int) -> str:
    """An amount of ether for people, to four significant digits: gas prices change more than that."""
    digits = max(0, len(str(wei)) - 4)
    return f"{format_tokens(round(wei, -digits))} ETH"


def receipt_json(receipt: Receipt) -> dict[str, Any]:
    """A transaction that happened, for programs; its cost in wei."""
    return {"hash": receipt.tx, "block": receipt.block, "gas": receipt.gas, "gas_cost": str(receipt.cost)}
