"""What brings a round to its end: its outcome as one call, after its entries were checked against the market's state.

How depends on the rule and on the round: outcomes that a contract verifies completely are settled at once; others are
proposed, stand for a while in which anybody can refute them, and are finalised after that.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from databourse.chain import history
from databourse.chain.calls import Call, call_of
from databourse.chain.exchange import Exchange
from databourse.chain.records import RoundView
from databourse.errors import NetworkError, Refused
from databourse.market.challenging import Challengeable, Objection
from databourse.market.entries import count_of, log_word, pack_entries
from databourse.market.mechanism import Mechanism, Pointers, Solution, by_checker
from databourse.market.outcomes import Proposal
from databourse.market.posts import posts_word
from databourse.market.rounds import Round
from databourse.market.settlement import Settlement
from databourse.market.solving import outcome_of
from databourse.market.terms import Status, context


class Way(StrEnum):
    """How the next step towards the end of a round is called, here and in the market."""

    SETTLE = "settle"
    PROPOSE = "propose"
    FINALISE = "finalise"


@dataclass(frozen=True)
class Prepared:
    """A round that is solved, and the call that comes next.

    Attributes:
        round: with its entries.
        mechanism: its rule.
        solution: what is settled, proposed or finalised.
        way: which of these.
        bond: base units that the sender must have free, if it is a proposal; they come back with the end of the round.
        call: to the market.
    """

    round: Round
    mechanism: Mechanism
    solution: Solution[Any]
    way: Way
    bond: int
    call: Call


@dataclass(frozen=True)
class Challenge:
    """A proposal that is false, why, and the call that voids it."""

    proposal: Proposal
    objection: Objection
    call: Call


def prepare(exchange: Exchange, one: Round, view: RoundView, pointers: Pointers) -> Prepared:
    """Solves a round, or takes the outcome of it that nobody refuted.

    Args:
        exchange: the contracts that it is for.
        one: the round as the log tells it.
        view: the same as the market's state tells it; settleable, or finalisable.
        pointers: where deliveries start. They are no part of what is settled, so whoever shows no deliveries can leave
            them out.

    Raises:
        NetworkError: the node's log and its state do not belong together.
        NotFound: the rule of the round is not known here.
        Refused: what stands proposed is false, and nobody refuted it in time.
    """
    require_complete(exchange, one, view)
    mechanism = by_checker(history.rules_by_checker(exchange), one.terms.checker)
    solution = outcome_of(one, mechanism, pointers)
    functions, terms = exchange.market.functions, one.terms.struct()
    if view.status is Status.FINALISABLE:
        call = call_of(functions.finalise(terms, _as_proposed(one, mechanism).struct()))
        return Prepared(one, mechanism, solution, Way.FINALISE, 0, call)
    settlement = Settlement.of(one.entries, solution, one.posts).struct()
    if bond := mechanism.phases(one.terms.params).bond:
        call = call_of(functions.propose(terms, settlement))
        return Prepared(one, mechanism, solution, Way.PROPOSE, bond, call)
    return Prepared(one, mechanism, solution, Way.SETTLE, 0, call_of(functions.settle(terms, settlement)))


def prepare_challenge(exchange: Exchange, one: Round, view: RoundView) -> Challenge | None:
    """What voids the standing proposal; None if it is right.

    Args:
        exchange: the contracts that it is for.
        one: the round as the log tells it.
        view: the same as the market's state tells it; proposed, or finalisable.

    Raises:
        NetworkError: the node's log and its state do not belong together.
        NotFound: the rule of the round is not known here.
    """
    require_complete(exchange, one, view)
    mechanism = by_checker(history.rules_by_checker(exchange), one.terms.checker)
    proposal = _standing(one)
    objection = _objection(one, mechanism, proposal)
    if objection is None:
        return None
    call = call_of(exchange.market.functions.challenge(one.terms.struct(), objection.packed))
    return Challenge(proposal, objection, call)


def _as_proposed(one: Round, mechanism: Mechanism) -> Settlement:
    """The proposal, to be applied; what only its verification needed is left out."""
    proposal = _standing(one)
    if objection := _objection(one, mechanism, proposal):
        raise Refused(
            f"the outcome that {proposal.proposer} proposed is false: {objection.sentence}",
            "nobody refuted it in time; unless somebody finalises it all the same, everybody will have everything back",
        )
    return Settlement(
        entries=pack_entries(one.entries),
        payloads=b"",
        posts=b"",
        debits=proposal.debits,
        credits=proposal.credits,
        alloc=proposal.alloc,
        hints=b"",
    )


def _objection(one: Round, mechanism: Mechanism, proposal: Proposal) -> Objection | None:
    assert isinstance(mechanism, Challengeable)  # the market takes proposals under no other rule
    return next(mechanism.objections(one.entries, one.terms.params, one.posts, proposal.alloc), None)


def _standing(one: Round) -> Proposal:
    if one.standing is None:
        raise _torn("0 proposals", f"round {one.series}/{one.number}", 1)
    return one.standing


def require_complete(exchange: Exchange, one: Round, view: RoundView) -> None:
    """Makes sure that what was read is what the contract will demand, before anything is worked out.

    Raises:
        NetworkError: it is not.
    """
    chain_id, market = exchange.connection.chain_id, exchange.deployment.market
    start = context(chain_id, market, one.series, one.number, one.terms_hash)
    name = f"round {one.series}/{one.number}"
    if log_word(start, one.entries) != view.log:
        raise _torn(f"{len(one.entries)} entries", name, view.count)
    if one.terms.has_second_phase and posts_word(start, one.posts) != view.posts:
        raise _torn(f"{len(one.posts)} posts", name, count_of(view.posts))


def _torn(what: str, name: str, recorded: int) -> NetworkError:
    return NetworkError(
        f"the {what} that the node's log has of {name} are not the {recorded} that the market recorded",
        "the node may lag behind or have lost old logs: try again, or ask another node",
    )
