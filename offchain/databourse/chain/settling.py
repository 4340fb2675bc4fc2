"""What settles a round: its entries, checked against what the market recorded, and their outcome as one call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from databourse.chain import history
from databourse.chain.calls import Call, call_of
from databourse.chain.exchange import Exchange
from databourse.chain.records import RoundView
from databourse.errors import NetworkError
from databourse.market.entries import log_word
from databourse.market.mechanism import Mechanism, Pointers, Solution, by_checker
from databourse.market.rounds import Round
from databourse.market.settlement import Settlement
from databourse.market.terms import context


@dataclass(frozen=True)
class Prepared:
    """A round that is solved and ready to be settled."""

    round: Round
    mechanism: Mechanism
    solution: Solution[Any]
    call: Call


def prepare(exchange: Exchange, one: Round, view: RoundView, pointers: Pointers) -> Prepared:
    """Solves a round.

    Args:
        exchange: the contracts that it is for.
        one: the round as the log tells it.
        view: the same as the market's state tells it.
        pointers: where deliveries start. They are no part of what is settled, so whoever shows no deliveries can leave
            them out.

    Raises:
        NetworkError: the node's log and its state do not belong together.
        NotFound: the rule of the round is not known here.
    """
    _require_complete(exchange, one, view)
    mechanism = by_checker(history.rules_by_checker(exchange), one.terms.checker)
    solution = mechanism.solve(one.entries, one.terms.params, pointers)
    settlement = Settlement.of(one.entries, solution).struct()
    call = call_of(exchange.market.functions.settle(one.terms.struct(), settlement))
    return Prepared(one, mechanism, solution, call)


def _require_complete(exchange: Exchange, one: Round, view: RoundView) -> None:
    """Makes sure that the entries read are those that the contract will demand, before anything is worked out."""
    chain_id, market = exchange.connection.chain_id, exchange.deployment.market
    start = context(chain_id, market, one.series, one.number, one.terms_hash)
    if log_word(start, one.entries) != view.log:
        raise NetworkError(
            f"the {len(one.entries)} entries that the node's log has of round {one.series}/{one.number} are not the "
            f"{view.count} that the market recorded",
            "the node may lag behind or have lost old logs: try again, or ask another node",
        )
