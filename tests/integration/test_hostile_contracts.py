"""Checkers, gates and tokens that mean harm: `bourse` says so, and what they can do ends with their own round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from web3.contract import Contract

from databourse.chain import devnet
from databourse.chain.exchange import Exchange
from databourse.errors import ContractRefused
from databourse.market.entries import pack_amounts, pack_entries
from databourse.market.settlement import Settlement
from databourse.money import TOKEN
from tests.cli.conftest import act, ok, refused, run
from tests.integration import hostile
from tests.integration.play import (
    Everything,
    create_series,
    everything,
    exchange,
    fill,
    nothing_happens,
    open_slot,
    settle,
    tokens,
    url,
)

pytestmark = pytest.mark.usefixtures("market")

FEE = TOKEN // 10
LOCK = 6 * TOKEN
UNKNOWN = "is not known here (checker 0x"
CHECKER_REFUSES = "the rule's checker does not accept this outcome: "
GATE_REFUSES = "the series does not admit this entry: "


@pytest.fixture(scope="module", autouse=True)
def honest(datasets: dict[str, int]) -> Iterator[None]:
    """A series beside the hostile ones, with a round that nothing of this touches."""
    number = create_series("honest", "--longest-round", "20d")
    fill(open_slot("honest", "--settle-within", "10d"), datasets)
    before = in_series(everything(), number)
    yield
    assert in_series(everything(), number) == before
    settle("honest")


def in_series(all_of_it: Everything, series: int) -> dict[str, tuple[int, int]]:
    """What everybody has there."""
    return {name: both for (number, name), both in all_of_it.accounts.items() if number == series}


@pytest.fixture(scope="module")
def liar() -> Contract:
    """A checker that does whatever harm a round's parameters say."""
    return hostile.deployed(exchange(), "HostileChecker")


# modes of HostileChecker
@pytest.mark.parametrize(
    ("mode", "says"),
    [
        (0, CHECKER_REFUSES),  # answers something else than yes
        (1, f"{CHECKER_REFUSES}the contract refused with an unknown error, 0x"),
        (2, f"{CHECKER_REFUSES}it does not say why"),  # burns all gas
        (3, f"{CHECKER_REFUSES}the contract refused with an unknown error, 0x"),  # with 100,000 bytes of cause
        (4, CHECKER_REFUSES),  # answers nothing
    ],
)
def test_a_checker_that_never_agrees(exchange: Exchange, liar: Contract, mode: int, says: str) -> None:
    series = hostile.series_of_grace(exchange, f"trap {mode}", liar.address)
    before = everything()
    terms = hostile.open_round(exchange, series, liar.address, bytes([mode]))
    told = run("bid", series, "--price", 2, "--quantity", 3, "--from", "erin", "--yes")
    assert (told.code, UNKNOWN in told.err) == (0, True)
    assert "it can take all that you lock, and give nothing for it" in told.err
    assert "a rule that is not known here" in ok("slot", "show", series).out
    devnet.advance(url(), 600)

    with nothing_happens():
        told_solver = refused(3, "slot", "settle", series, "--from", "solver", "--yes")
        told_erin = refused(3, "why", series, 0)
        entries = pack_entries(hostile.current(exchange, series).entries)
        with pytest.raises(ContractRefused) as caught:
            hostile.settle(exchange, "grace", terms, Settlement(entries, b"", b"", b"", b"", b"", b""))
    assert told_solver == told_erin
    assert f"no rule is known for the checker {liar.address}" in told_solver
    assert caught.value.message.startswith(says)
    assert len(caught.value.message) < 250

    # the round ends without it
    devnet.advance(url(), 3600)
    act("erin", "wallet", "withdraw", series, "all")
    assert everything().worth("erin") == before.worth("erin")


def test_a_checker_that_takes_no_round(exchange: Exchange, liar: Contract) -> None:
    series = hostile.series_of_grace(exchange, "no round", liar.address)
    with nothing_happens(), pytest.raises(ContractRefused, match="the rule cannot have the parameters 0x08"):
        hostile.open_round(exchange, series, liar.address, bytes([8]))
    with nothing_happens():
        told = refused(4, "slot", "open", series, "--close-in", "5m", "--from", "grace", "--yes")
    assert f"series {series} does not use the rule kth-price; it uses that of the checker {liar.address}" in told


def test_a_checker_that_takes_everything_for_nothing(exchange: Exchange) -> None:
    checker = hostile.deployed(exchange, "OpenChecker")
    series = hostile.series_of_grace(exchange, "robbery", checker.address)
    terms = hostile.open_round(exchange, series, checker.address, (100).to_bytes(4) + (50).to_bytes(4))
    bid = ("bid", "robbery", "--price", 2, "--quantity", 3)
    for name in ("erin", "frank"):
        assert UNKNOWN in act(name, *bid)["warnings"][0]
    act("erin", "wallet", "deposit", "robbery", 5)
    before = everything()
    devnet.advance(url(), 600)

    claimed = Settlement(pack_entries(hostile.current(exchange, series).entries), b"", b"", b"", b"", b"", b"")
    for paid, received, says in (
        ([(0, LOCK + 1)], [], "for entry 0 is 0 or above its lock"),
        ([(0, LOCK + FEE)], [], "for entry 0 is 0 or above its lock"),
        ([(0, 0)], [], "for entry 0 is 0 or above its lock"),
        ([(0, 1), (0, 1)], [], "entry 0 comes out of order or does not exist"),
        ([(1, 1), (0, 1)], [], "entry 0 comes out of order or does not exist"),
        ([(2, 1)], [], "entry 2 comes out of order or does not exist"),
        ([(0, LOCK)], [(1, LOCK + 1)], "the outcome pays out 6.000000000000000001 tokens but takes in only 6"),
        ([], [(1, 1)], "takes in only 0"),
    ):
        lie = replace(claimed, debits=pack_amounts(paid), credits=pack_amounts(received))
        with nothing_happens(), pytest.raises(ContractRefused) as caught:
            hostile.settle(exchange, "grace", terms, lie)
        assert says in caught.value.message
        assert caught.value.hint

    hostile.settle(exchange, "grace", terms, replace(claimed, debits=pack_amounts([(0, LOCK), (1, LOCK)])))
    after = everything()
    # what was locked is gone, as the warning said; what was free, and all that is elsewhere, is not
    assert after.accounts[series, "erin"] == (5 * TOKEN, 0)
    assert [before.worth(name) - after.worth(name) for name in ("erin", "frank")] == [LOCK + FEE] * 2
    assert after.worth("grace") == before.worth("grace") + 2 * (LOCK + FEE)
    audited = ok("audit", "replay")
    assert f"Not checked: {series}/1: no rule is known for the checker {checker.address}" in audited.out
    assert "No difference was found; what was not checked may be anything." in audited.out
    assert "The audit passes" not in audited.out


@pytest.fixture(scope="module")
def gated() -> tuple[int, Contract]:
    """A series of an honest rule whose gate does what it was told last, with a bid of erin in an open round."""
    gate = hostile.deployed(exchange(), "ScriptedGate")
    series = hostile.series_of_grace(exchange(), "gated", exchange().checker("kth-price"), gate.address)
    act("grace", "slot", "open", "gated", "--close-in", "10m")
    act("erin", "bid", "gated", "--price", 2, "--quantity", 3)
    return series, gate


# modes of ScriptedGate
@pytest.mark.parametrize(
    ("mode", "says"),
    [
        (1, f"{GATE_REFUSES}the contract refused with an unknown error, 0x"),
        (2, f"{GATE_REFUSES}it does not say why"),  # burns all gas
        (3, f"{GATE_REFUSES}the contract refused with an unknown error, 0x"),  # with 150,000 bytes of cause
    ],
)
def test_a_gate_that_lets_nobody_in(exchange: Exchange, gated: tuple[int, Contract], mode: int, says: str) -> None:
    series, gate = gated
    hostile.send(exchange, "grace", gate.functions.set(mode))
    with nothing_happens():
        told = refused(4, "bid", "gated", "--price", 2, "--quantity", 3, "--from", "frank", "--yes")
    assert told.startswith(says)
    assert len(told) < 250
    assert in_series(everything(), series)["erin"] == (0, LOCK + FEE)


def test_a_gate_keeps_nobody_in(exchange: Exchange, gated: tuple[int, Contract]) -> None:
    series, gate = gated
    hostile.send(exchange, "grace", gate.functions.set(4))  # answers 150,000 bytes, which is a yes
    assert act("frank", "bid", "gated", "--price", 2, "--quantity", 3)["entry"] == 1
    hostile.send(exchange, "grace", gate.functions.set(1))
    assert settle("gated")["fees"] == tokens(0.2)
    for name in ("erin", "frank"):
        assert act(name, "wallet", "withdraw", series, "all")["amount"] == str(LOCK)


def test_a_token_without_permit(exchange: Exchange, tmp_path_factory: pytest.TempPathFactory) -> None:
    token = hostile.deployed(exchange, "PlainToken")
    there = ("--deployments", tmp_path_factory.mktemp("plain"))
    act("operator", "deploy", "--token", token.address, *there)
    act("operator", "series", "create", "plain", "--no-gate", *there)
    act("operator", "slot", "open", "plain", "--close-in", "10m", *there)
    hostile.send(exchange, "erin", token.functions.mint(hostile.address("erin"), 10 * TOKEN))
    bid = ("bid", "plain", "--price", 2, "--quantity", 3)
    with nothing_happens():
        told = refused(4, *bid, "--from", "erin", "--yes", *there)
    assert f"the token {token.address} knows no permits, and the market may not take 6 tokens from the wallet" in told
    assert "approve the market 0x" in told
    market = told.partition("approve the market ")[2][:42]
    hostile.send(exchange, "erin", token.functions.approve(market, LOCK))
    assert act("erin", *bid, *there)["deposited"] == str(LOCK)
