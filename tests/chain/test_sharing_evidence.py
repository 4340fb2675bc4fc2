"""A blocking coalition of a real round: found, recorded, read; and refused when it does not block."""

from __future__ import annotations

import pytest

from databourse.chain import devnet
from databourse.chain.calls import call_of
from databourse.chain.exchange import Exchange
from databourse.chain.history import read_current
from databourse.chain.sharing_evidence import record, recorded
from databourse.chain.transactions import Transactions
from databourse.errors import BourseError
from databourse.market.series_config import NOBODY, SeriesConfig
from databourse.market.settlement import Settlement
from databourse.market.sharing import ORDERED_MATCH
from databourse.market.sharing.match.evidence import Evidence, find
from databourse.market.sharing.match.inputs import Agent
from databourse.market.terms import Terms
from tests.chain.conftest import person


def test_a_blocking_coalition_is_recorded_and_read(
    exchange: Exchange, transactions: Transactions, node: devnet.Devnet
) -> None:
    boss, functions = person("operator"), exchange.market.functions
    checker = exchange.checker("ordered-match")
    config = SeriesConfig(
        boss.address, boss.address, NOBODY, NOBODY, NOBODY, 0, 10_000, 0, 0, "blocked match", (checker,)
    )
    transactions.send(boss, call_of(functions.createSeries(config.struct())))
    series = exchange.series("blocked match").number
    close = exchange.connection.now() + 1_000
    # three units are worth 9, fewer nothing
    terms = Terms.one_shot(series, checker, close, close + 1_000, ORDERED_MATCH.encode_params({"values": [0, 0, 0, 9]}))
    transactions.send(boss, call_of(functions.open(terms.struct())))
    terms_hash = exchange.round_view(series).terms_hash
    for dataset, (size, cost) in enumerate([(2, 1), (1, 0), (1, 1), (1, 1)], start=1):
        word = Agent(dataset, size, 1, cost).encode()
        transactions.send(boss, call_of(functions.enter(series, 0, terms_hash, word)))
    devnet.advance(node.rpc_url, 1_000)
    one = read_current(exchange, exchange.round_view(series))
    solution = ORDERED_MATCH.solve(one.entries, terms.params, {})
    evidence = find(solution.detail).evidence
    assert evidence == Evidence((0, 2), ((0, 2),))
    claim = call_of(record(exchange, one, solution, evidence))
    with pytest.raises(BourseError, match="not settled, or not the latest"):
        transactions.send(boss, claim)

    settlement = Settlement.of(one.entries, solution, one.posts).struct()
    transactions.send(boss, call_of(functions.settle(terms.struct(), settlement)))
    assert recorded(exchange, one) == []
    transactions.send(person("alice"), claim)
    assert recorded(exchange, one) == [(person("alice").address, evidence)]
    for coalition, cause in (
        (Evidence((0, 1), ((0, 1),)), "nobody would be better off"),
        (Evidence((9,), ()), "no agent"),
    ):
        with pytest.raises(BourseError, match=cause):
            transactions.send(boss, call_of(record(exchange, one, solution, coalition)))
