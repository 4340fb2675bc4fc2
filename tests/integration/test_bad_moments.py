"""The right thing at the wrong time, through `bourse` and through the contract itself."""

from __future__ import annotations

from typing import Any

import pytest

from databourse.chain import devnet, history
from databourse.chain.calls import Call, call_of
from databourse.chain.exchange import Exchange
from databourse.chain.signer import signer_of
from databourse.chain.transactions import Transactions
from databourse.errors import ContractRefused
from databourse.market.double_auction.orders import BidOrder
from databourse.market.mechanism import by_name
from databourse.market.settlement import Settlement
from tests.cli.conftest import act, ok, refused
from tests.integration.play import (
    create_series,
    fill,
    nothing_happens,
    open_slot,
    settle,
    show,
    url,
)

pytestmark = pytest.mark.usefixtures("market")


@pytest.fixture(scope="module", autouse=True)
def series(datasets: dict[str, int]) -> dict[str, int]:
    create_series("temperature")
    create_series("first", "--solver", "solver", "--solver-first", "5m")
    return datasets


@pytest.fixture
def slot(datasets: dict[str, int]) -> str:
    """A round with six entries, open for ten minutes, to be settled within two."""
    opened = open_slot("temperature", "--settle-within", "2m")
    fill(opened, datasets)
    return opened


def honest(exchange: Exchange) -> Call:
    """What settles the latest round of series 1, made without asking whether it is time."""
    one = history.read_current(exchange, exchange.round_view(1))
    solution = by_name("kth-price").solve(one.entries, one.terms.params, {})
    struct = Settlement.of(one.entries, solution).struct()
    return call_of(exchange.market.functions.settle(one.terms.struct(), struct))


def directly(exchange: Exchange, name: str, call: Call) -> str:
    """What the contract answers to somebody who does not use `bourse`; nothing is sent."""
    with nothing_happens(), pytest.raises(ContractRefused) as caught:
        Transactions(exchange.connection).send(signer_of(name, devnet.CHAIN_ID), call)
    return f"{caught.value.name}: {caught.value.message}"


def test_too_early(exchange: Exchange, slot: str) -> None:
    with nothing_happens():
        told = refused(4, "slot", "settle", slot, "--from", "solver", "--yes")
        again = refused(4, "slot", "open", "temperature", "--close-in", "1m", "--from", "operator", "--yes")
    assert f"too early: {slot} takes entries until 20" in told
    assert "settle it in " in told and "--advance does not wait" in told
    assert f"{slot} is not over yet, and a series has one round at a time | settle it with" in again
    assert "TooEarly: it is too early: this can be done from 20" in directly(exchange, "solver", honest(exchange))
    settle(slot)


def test_after_the_close(exchange: Exchange, slot: str) -> None:
    one = history.read_current(exchange, exchange.round_view(1))
    late = exchange.market.functions.enter(1, 0, one.terms_hash, BidOrder(0, 1, 0).encode())
    devnet.advance(url(), 600)
    with nothing_happens():
        for words in (
            ("bid", slot, "--price", 1, "--quantity", 1, "--from", "dave"),
            ("ask", slot, "--price", 1, "--quantity", 1, "--dataset", 1, "--from", "alice"),
            ("order", "cancel", slot, 3, "--from", "dave"),
        ):
            told = refused(4, *words, "--yes")
            assert "takes no more entries: it closed at 20" in told
            assert "wait for the next one; `bourse slot list` shows what is open" in told
        again = refused(4, "slot", "open", "temperature", "--close-in", "1m", "--from", "operator", "--yes")
    assert "or wait until 20" in again
    assert "RoundClosed: the round closed at 20" in directly(exchange, "dave", call_of(late))
    settle(slot)


def test_twice(exchange: Exchange, slot: str) -> None:
    call = honest(exchange)
    settle(slot)
    with nothing_happens():
        told = refused(4, "slot", "settle", slot, "--from", "alice", "--yes")
        bid = refused(4, "bid", slot, "--price", 1, "--quantity", 1, "--from", "dave", "--yes")
    assert f"{slot} is settled already | see its outcome with `bourse slot show {slot}`" in told
    assert "takes no more entries" in bid
    assert "AlreadySettled: the round is settled already" in directly(exchange, "alice", call)


def test_too_late(exchange: Exchange, slot: str) -> None:
    call = honest(exchange)
    devnet.advance(url(), 720)
    with nothing_happens():
        told = refused(4, "slot", "settle", slot, "--from", "solver", "--yes")
        bid = refused(4, "bid", slot, "--price", 1, "--quantity", 1, "--from", "dave", "--yes")
    assert f"too late: nobody settled {slot} in time, so it is void and everybody has everything back" in told
    assert "the operator opens the next round with `bourse slot open`" in told
    assert "takes no more entries" in bid
    assert "TooLate: it is too late: this had to be done before 20" in directly(exchange, "solver", call)
    assert show(slot)["status"] == "aborted"


def test_an_earlier_round_is_over_whatever_the_latest_does(slot: str) -> None:
    settle(slot)
    latest = open_slot("temperature", "--settle-within", "2m")
    with nothing_happens():
        told = refused(4, "bid", slot, "--price", 1, "--quantity", 1, "--from", "dave", "--yes")
        assert "is over; the latest is" in told
        assert "is settled already" in refused(4, "slot", "settle", slot, "--from", "solver", "--yes", "--advance")
    settle(latest)


def test_while_it_is_the_solvers_turn() -> None:
    slot = open_slot("first")
    act("dave", "bid", slot, "--price", 1, "--quantity", 1)
    devnet.advance(url(), 600)
    with nothing_happens():
        told = refused(4, "slot", "settle", slot, "--from", "alice", "--yes")
    assert "only the named solver may settle" in told
    assert "wait until then, or let the solver do it" in told
    devnet.advance(url(), 300)
    assert ok("slot", "settle", slot, "--from", "alice", "--yes", "--json").json["fees"] == str(10**17)


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (("--close-in", "0s"), 2, ("close in is '0s'", "at least a second")),
        (("--close-in", "-5m"), 2, ("close in is '-5m'", "must not be negative")),
        (("--close-in", "soon"), 2, ("close in is 'soon'", "write it like 90s, 10m, 1h30m or 2d")),
        (("--close-in", "2d"), 4, ("the series allows at most until 20", "make the round shorter")),
        (("--close-in", "1m", "--settle-within", "1s"), 4, ("leaves too little time", "let settling end at 20")),
        (("--close-in", "1m", "--rule", "dantm", "--k", "2"), 2, ("dantm has no option 'k'",)),
    ],
)
def test_times_that_no_round_can_have(options: tuple[str, ...], code: int, says: tuple[str, ...]) -> None:
    view: Any = show("temperature") if ok("slot", "list", "temperature", "--json").json["slots"] else None
    assert view is None or view["status"] in ("settled", "aborted")
    with nothing_happens():
        told = refused(code, "slot", "open", "temperature", *options, "--from", "operator", "--yes")
    for words in says:
        assert words in told
