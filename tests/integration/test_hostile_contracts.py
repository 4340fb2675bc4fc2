"""Checkers, gates and tokens that mean harm: what they can do ends with their own round."""

from __future__ import annotations

from dataclasses import replace

import pytest
from web3.contract import Contract

from databourse.chain import devnet
from databourse.chain.exchange import Exchange
from databourse.errors import ContractRefused
from databourse.market.entries import pack_amounts, pack_entries
from databourse.market.settlement import Settlement
from databourse.market.terms import Status
from databourse.money import TOKEN
from tests.cli.conftest import act, ok, refused, run
from tests.integration import hostile
from tests.integration.play import (
    audit,
    create_series,
    everything,
    fill,
    nothing_happens,
    open_slot,
    settle,
    show,
    url,
)

pytestmark = pytest.mark.usefixtures("market")

FEE = TOKEN // 10
WRONG_MAGIC, REFUSES, BURNS_GAS, HUGE_CAUSE, NO_DATA, NO_LIMITS = range(6)
"""Modes of HostileChecker."""
ADMITS, GATE_REFUSES, GATE_BURNS_GAS, GATE_HUGE_CAUSE, HUGE_ANSWER = range(5)
"""Modes of ScriptedGate."""


@pytest.fixture(scope="module", autouse=True)
def honest(datasets: dict[str, int]) -> None:
    """A series beside the hostile ones, with an open round: series 1."""
    create_series("honest")
    fill(open_slot("honest", "--settle-within", "10h"), datasets)


@pytest.fixture(scope="module")
def traps() -> dict[str, tuple[int, Contract]]:
    return {}


def test_a_checker(exchange: Exchange) -> None:
    checker = hostile.deployed(exchange, "HostileChecker")
    series = hostile.series_of_grace(exchange, "trap", checker.address)
    print(ok("series", "list").out)
    with nothing_happens(), pytest.raises(ContractRefused) as caught:
        hostile.open_round(exchange, series, checker.address, bytes([NO_LIMITS]))
    print("@@", caught.value)
    told = run("slot", "open", "trap", "--close-in", "5m", "--from", "grace", "--yes")
    print("@@", told)
    for mode in (WRONG_MAGIC, REFUSES, BURNS_GAS, HUGE_CAUSE, NO_DATA):
        terms = hostile.open_round(exchange, series, checker.address, bytes([mode]))
        a = run("bid", "trap", "--price", 2, "--quantity", 3, "--from", "erin", "--yes")
        print(a.out, a.err)
        print(ok("slot", "show", "trap").out)
        devnet.advance(url(), 600)
        print("@@", refused(3, "slot", "settle", "trap", "--from", "solver", "--yes"))
        print("@@", run("why", "trap", 0))
        one = hostile.current(exchange, series)
        nothing = Settlement(pack_entries(one.entries), b"", b"", b"", b"", b"")
        with nothing_happens(), pytest.raises(ContractRefused) as caught:
            hostile.settle(exchange, "grace", terms, nothing)
        print("@@", mode, caught.value.message[:200], "|", caught.value.hint)
        devnet.advance(url(), 3600)
        assert act("erin", "wallet", "withdraw", "trap", "all")["amount"] == str(6 * TOKEN + FEE)


def test_open(exchange: Exchange) -> None:
    checker = hostile.deployed(exchange, "OpenChecker")
    series = hostile.series_of_grace(exchange, "open", checker.address)
    terms = hostile.open_round(exchange, series, checker.address, (100).to_bytes(4) + (50).to_bytes(4))
    act("erin", "bid", "open", "--price", 2, "--quantity", 3)
    devnet.advance(url(), 600)
    one = hostile.current(exchange, series)
    honest = Settlement(pack_entries(one.entries), b"", b"", b"", b"", b"")
    for d, c in (([(0, 6*TOKEN+1)], []), ([(0, 6*TOKEN)], [(0, 6*TOKEN+1)]), ([(1, 1)], []), ([(0,1),(0,1)], []), ([(0,0)],[])):
        with nothing_happens(), pytest.raises(ContractRefused) as caught:
            hostile.settle(exchange, "grace", terms, replace(honest, debits=pack_amounts(d), credits=pack_amounts(c)))
        print("@@", caught.value.message, "|", caught.value.hint)
    hostile.settle(exchange, "grace", terms, replace(honest, debits=pack_amounts([(0, 6*TOKEN)])))
    print(run("slot", "show", "open"))
    print(run("slot", "list").out)
    print(run("wallet", "balance", "erin").out)
    a = run("audit", "replay"); print(a.out, a.err, a.code)


def test_gate(exchange: Exchange) -> None:
    gate = hostile.deployed(exchange, "ScriptedGate")
    series = hostile.series_of_grace(exchange, "gated", exchange.checker("kth-price"), gate.address)
    print(ok("series", "list").out)
    act("grace", "slot", "open", "gated", "--close-in", "10m")
    for mode in (ADMITS, GATE_REFUSES, GATE_BURNS_GAS, GATE_HUGE_CAUSE, HUGE_ANSWER):
        hostile.send(exchange, "grace", gate.functions.set(mode))
        a = run("bid", "gated", "--price", 2, "--quantity", 3, "--from", "erin", "--yes")
        print("@@", mode, a)
