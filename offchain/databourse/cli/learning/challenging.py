"""Refuting a proposed outcome: a claim about the table that its words do not bear out."""

from __future__ import annotations

from databourse.chain import settling
from databourse.cli import proposing, sending
from databourse.cli.learning import found, tables
from databourse.cli.session import Session


def challenge_round(session: Session, slot: str, url: str | None) -> None:
    """Challenges the proposal of the round that SLOT means, if it is false.

    Raises:
        NotFound: no such slot.
        NetworkError: the runner, which has the table, does not answer.
        Refused: it is no learning round, nothing can be challenged, or a contract says no.
    """
    one = found.read(session, slot)
    view, _ = proposing.require_challengeable(session, one.round, one.mechanism, one.slot, "learning")
    tables.fetch(one, url)
    challenge = settling.prepare_challenge(session.exchange, one.round, view)
    named = {"series": one.series.number, "name": one.series.name, "round": one.round.number}
    if challenge is None:
        session.output.say(
            f"The outcome that {session.person(view.proposer)} proposed is that of the table. Nothing was sent."
        )
        session.output.result({**named, "objection": None})
        return
    bond = challenge.proposal.bond
    told = [
        ("counter-example", challenge.objection.sentence),
        ("you get", f"the proposer's bond of {session.tokens(bond)}"),
    ]
    title = f"{session.sender_name} refutes the outcome of {one.slot} that {session.person(view.proposer)} proposed:"
    receipt = sending.carry_out(session, sending.Plan(title, challenge.call, told))
    session.output.say(f"The outcome is void. Propose another with `bourse learning settle {one.slot}`.")
    session.output.result(
        {
            **named,
            "objection": {
                "sentence": challenge.objection.sentence,
                "packed": "0x" + challenge.objection.packed.hex(),
            },
            "bond": str(bond),
            "transaction": sending.receipt_json(receipt),
        }
    )
