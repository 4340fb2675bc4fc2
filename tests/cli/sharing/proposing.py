"""Outcomes of rounds for money that are proposed past the command line, which would propose nothing false."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from databourse.chain import history
from databourse.chain.calls import call_of
from databourse.chain.config import resolve_network
from databourse.chain.connection import connect
from databourse.chain.exchange import Exchange
from databourse.chain.signer import signer_of
from databourse.chain.transactions import Transactions
from databourse.market.settlement import Settlement
from databourse.market.sharing import SHARING_COSTS
from tests.cli.conftest import act

Purchases = Mapping[int, Sequence[tuple[int, int]]]


def propose(name: str, slot: str, purchases: Purchases) -> None:
    """Proposes that these agents buy from these, each at this margin; agents that are left out buy what is best.

    Args:
        name: who proposes; its bond is deposited.
        slot: the round, in a mode without payments in data.
        purchases: by agent number, (agent number of the seller, base units) by rank.
    """
    exchange = Exchange.open(connect(resolve_network()))
    info, number = history.find_slot(exchange, slot)
    one = history.read_series(exchange, info.number, [number]).round(number)
    right = SHARING_COSTS.solve(one.entries, one.terms.params, {}).detail
    alloc = bytes([right.paid.traded])
    for agent, bought in enumerate(right.demand):
        pairs = purchases.get(agent, list(zip(bought.sellers, bought.margins, strict=True)))
        alloc += bytes([len(pairs)]) + b"".join(bytes([seller]) + margin.to_bytes(11) for seller, margin in pairs)
    solution = SHARING_COSTS.resolve(one.entries, one.terms.params, (), alloc)
    act(name, "wallet", "deposit", info.name, 10)
    call = call_of(
        exchange.market.functions.propose(one.terms.struct(), Settlement.of(one.entries, solution, ()).struct())
    )
    Transactions(exchange.connection).send(signer_of(name, exchange.connection.chain_id, None), call)
