"""Outcomes that are proposed and stand for a while: the bond, whether they can be challenged, what came of them."""

from __future__ import annotations

from typing import Any

from databourse.chain.accounts import accounts_of_series
from databourse.chain.calls import Call
from databourse.chain.deposits import after_deposit, deposit_call
from databourse.chain.records import RoundView
from databourse.chain.refusals import clock
from databourse.chain.settling import Prepared, Way
from databourse.cli import funding
from databourse.cli.session import Session
from databourse.cli.values import format_duration
from databourse.errors import Refused
from databourse.events import hex_of
from databourse.market.mechanism import Mechanism
from databourse.market.outcomes import Proposal
from databourse.market.rounds import Round
from databourse.market.terms import Status


def with_bond(session: Session, slot: str, prepared: Prepared, top_up: bool) -> tuple[Call, int]:
    """The call, after a deposit if the bond of a proposal is missing; and how much that is, base units.

    Raises:
        Refused: the bond is missing, and the wallet may not be asked or has too little.
    """
    if prepared.way is not Way.PROPOSE:
        return prepared.call, 0
    accounts = accounts_of_series(session.exchange, prepared.round.series)
    lacking = funding.lacking(session, accounts, prepared.bond, f"a proposal for {slot} needs", top_up)
    if not lacking:
        return prepared.call, 0
    deposit = deposit_call(accounts, session.signer, lacking)
    return after_deposit(session.exchange, deposit, prepared.call), lacking


def require_challengeable(
    session: Session, one: Round, mechanism: Mechanism, slot: str, noun: str
) -> tuple[RoundView, Proposal]:
    """The round as the chain has it, and its proposal that can be challenged now.

    Args:
        session: whose chain.
        one: the round as the log tells it.
        mechanism: its rule.
        slot: how people name it.
        noun: of the commands for its rule, such as `sharing`.

    Raises:
        Refused: there is none, or it is too late.
    """
    view = session.exchange.round_view(one.series)
    if view.round == one.number and view.status is Status.PROPOSED and one.standing:
        return view, one.standing
    if not mechanism.phases(one.terms.params).challengeable:
        raise Refused(
            f"outcomes of {slot} are checked completely when it is settled: there is nothing to challenge",
            f"see them with `bourse {noun} show {slot}`",
        )
    status = one.status(session.connection.now())
    if status is Status.FINALISABLE and one.standing:
        raise Refused(f"too late: it could be challenged until {clock(one.standing.until)}", None)
    raise Refused(
        f"no outcome of {slot} stands proposed: it is {status.label}",
        f"see where it is with `bourse {noun} show {slot}`",
    )


def tell_proposals(session: Session, one: Round, now: int) -> None:
    """Who proposed what was refuted or still stands, and until when it can be challenged."""
    for proposal in one.proposals:
        who, bond = session.person(proposal.proposer), session.tokens(proposal.bond)
        if fall := proposal.voided:
            challenger = session.person(fall.challenger)
            session.output.say(f"{who} proposed an outcome; {challenger} refuted it and has the bond of {bond}.")
        elif not one.settled:
            left = (
                f"challenges until {clock(proposal.until)}, {format_duration(proposal.until - now)} left"
                if now < proposal.until
                else "nobody refuted it in time"
            )
            session.output.say(f"{who} proposed this outcome, with a bond of {bond}: {left}.")


def proposal_json(proposal: Proposal, now: int) -> dict[str, Any]:
    """One of them for programs; the bond in base units."""
    fall = proposal.voided
    return {
        "proposer": proposal.proposer,
        "bond": str(proposal.bond),
        "until": proposal.until,
        "seconds_left": 0 if fall else max(0, proposal.until - now),
        "commitment": "0x" + proposal.commitment.hex(),
        "hash": hex_of(proposal.event.tx),
        "voided": fall and {"challenger": fall.challenger, "bond": str(fall.bond), "hash": hex_of(fall.event.tx)},
    }
