"""Refuting a proposed outcome of a round for money: a set of sellers that leaves a buyer better off."""

from __future__ import annotations

from typing import Any

from databourse.chain import settling
from databourse.chain.calls import call_of
from databourse.cli import proposing, sending
from databourse.cli.session import Session
from databourse.cli.sharing import found
from databourse.cli.sharing.found import SharingRound
from databourse.market.coalition.telling import count
from databourse.market.sharing.costs.objecting import Better, better_sets
from databourse.market.sharing.money.outcome import Outcome


def challenge_round(session: Session, slot: str) -> None:
    """Challenges the proposal of the round that SLOT means, if it is false.

    Raises:
        NotFound: no such slot.
        Refused: it is no sharing round, nothing can be challenged, or a contract says no.
        NetworkError: the node's log and its state do not belong together.
    """
    one = found.read(session, slot)
    view, proposal = proposing.require_challengeable(session, one.round, one.mechanism, one.slot, "sharing")
    settling.require_complete(session.exchange, one.round, view)
    outcome = one.outcome
    assert isinstance(outcome, Outcome)  # no other sharing rule has proposals
    better = next(better_sets(outcome), None)
    named = {"series": one.series.number, "name": one.series.name, "round": one.round.number}
    if better is None:
        agents = count(len(outcome.demand), "agent")
        margins = count(sum(len(bought.sellers) for bought in outcome.demand), "margin")
        session.output.say(
            f"The outcome is right: nobody of {agents} has a better set of sellers, and of {margins} none is too "
            "large. Nothing was sent."
        )
        session.output.result({**named, "objection": None})
        return
    told = [
        *_told(session, one, outcome, better),
        ("you get", f"the proposer's bond of {session.tokens(proposal.bond)}"),
    ]
    title = (
        f"{session.sender_name} refutes the outcome of {one.slot} that {session.person(proposal.proposer)} proposed:"
    )
    call = call_of(session.exchange.market.functions.challenge(one.round.terms.struct(), better.packed))
    receipt = sending.carry_out(session, sending.Plan(title, call, told))
    session.output.say(f"The outcome is void. Propose another with `bourse sharing settle {one.slot}`.")
    entries = outcome.reading.entries
    session.output.result(
        {
            **named,
            "objection": {
                "buyer": entries[better.buyer],
                "without": None if better.without is None else entries[better.without],
                "sellers": [entries[seller] for seller in better.sellers],
                "surplus": str(better.surplus),
                "claimed": str(better.claimed),
                "packed": "0x" + better.packed.hex(),
            },
            "bond": str(proposal.bond),
            "transaction": sending.receipt_json(receipt),
        }
    )


def _told(session: Session, one: SharingRound, outcome: Outcome, better: Better) -> list[tuple[str, Any]]:
    def named(agent: int) -> str:
        return f"entry {one.agents[agent]} ({one.name(session, one.agents[agent])})"

    sellers = ", ".join(map(named, better.sellers)) or "nobody"
    has = ", ".join(map(named, outcome.demand[better.buyer].sellers)) or "nobody"
    lines = [("buyer", named(better.buyer))]
    if better.without is None:
        lines.append(("is said to buy from", f"{has}, a surplus of {session.tokens(better.claimed)}"))
        lines.append(("would rather", f"from {sellers}, a surplus of {session.tokens(better.surplus)}"))
    else:
        without = named(better.without)
        lines.append((f"without {without}", f"is said to have a surplus of {session.tokens(better.claimed)}"))
        lines.append(("could have", f"{session.tokens(better.surplus)}, from {sellers}"))
    return lines
