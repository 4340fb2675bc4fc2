"""The parts that talk to a real node: watch, settler and opener."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from eth_utils.crypto import keccak

from databourse.chain import devnet
from databourse.chain.config import Network
from databourse.chain.connection import Connection, PatientProvider, connect
from databourse.chain.exchange import Exchange
from databourse.chain.signer import Signer, signer_of
from databourse.errors import ContractRefused, NetworkError, NotFound, Refused, RpcError
from databourse.market.terms import Status
from databourse.services.settler import ChainSettler
from databourse.services.watch import ChainWatch
from tests.cli.conftest import act, ask_all, new_series, open_slot, tokens


def signer(name: str) -> Signer:
    return signer_of(name, devnet.CHAIN_ID)


def ask(exchange: Exchange, method: str, *params: Any) -> Any:
    return devnet.ask(exchange.connection.network.rpc_url, method, *params)


def again(exchange: Exchange, finality: int = 0) -> Exchange:
    """The same exchange, for a network with another finality."""
    network: Network = replace(exchange.connection.network, finality=finality)
    connection: Connection = connect(network)
    return Exchange(connection, exchange.deployment)


@pytest.fixture
def messages(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many questions each message to the node had."""
    sent: list[int] = []
    single, several = PatientProvider.make_request, PatientProvider.make_batch_request

    def one(self: PatientProvider, method: Any, params: Any) -> Any:
        sent.append(1)
        return single(self, method, params)

    def many(self: PatientProvider, calls: Any) -> Any:
        sent.append(len(calls))
        return several(self, calls)

    monkeypatch.setattr(PatientProvider, "make_request", one)
    monkeypatch.setattr(PatientProvider, "make_batch_request", many)
    yield sent


def close(exchange: Exchange, series: int) -> None:
    """Moves the clock to the close of the latest round."""
    devnet.advance(
        exchange.connection.network.rpc_url, exchange.round_view(series).close_at - exchange.connection.now()
    )


def test_idle_a_look_is_one_message(exchange: Exchange, messages: list[int]) -> None:
    open_slot(new_series("quiet"))
    watch = ChainWatch(exchange)
    first = watch.look()
    messages.clear()
    second = watch.look()
    assert len(messages) == 1
    assert second == replace(first, now=second.now)
    assert second.chain_id == devnet.CHAIN_ID
    number = exchange.series("quiet").number
    assert second.views[number] == exchange.round_view(number)
    assert number in second.final


def test_new_series_are_found_and_others_left_out(exchange: Exchange) -> None:
    new_series("watched")
    number = exchange.series("watched").number
    everything, only = ChainWatch(exchange), ChainWatch(exchange, [number])
    before = {info.number for info in everything.look().series}
    new_series("later")
    after = {info.number for info in everything.look().series}
    assert after - before == {number + 1}
    assert [info.name for info in only.look().series] == ["watched"]


def test_a_series_that_vanished_with_its_block(exchange: Exchange) -> None:
    snapshot = ask(exchange, "evm_snapshot")
    new_series("vanishing")
    watch = ChainWatch(exchange)
    number = watch.look().series[-1].number
    assert ask(exchange, "evm_revert", snapshot)
    assert number not in watch.look().views
    watch.forget()
    new_series("in its place")
    assert watch.look().series[-1].name == "in its place"


def test_a_closed_round_becomes_final_with_the_blocks_on_top(exchange: Exchange, messages: list[int]) -> None:
    new_series("deep")
    slot = open_slot("deep")
    number = exchange.series("deep").number
    act("dave", "bid", slot, "--price", 1, "--quantity", 1)
    close(exchange, number)  # that is a block, too
    watch = ChainWatch(again(exchange, finality=3), [number])
    seen = []
    for _ in range(3):
        look = watch.look()
        assert look.views[number].status is Status.SETTLEABLE
        seen.append(number in look.final)
        ask(exchange, "evm_mine")
    assert seen == [False, False, True]
    assert number in watch.look().final
    act("solver", "slot", "settle", slot)
    assert number not in watch.look().final  # the settlement can still be undone
    for _ in range(3):
        ask(exchange, "evm_mine")
    assert number in watch.look().final
    messages.clear()
    assert number in watch.look().final
    assert len(messages) == 1  # what was final once is not asked again
    young = ChainWatch(again(exchange, finality=10**6), [number])
    assert young.look().final == frozenset()


@pytest.mark.parametrize("finality", [0, 2])
def test_blocks_that_were_final_and_are_replaced(exchange: Exchange, finality: int) -> None:
    watch = ChainWatch(again(exchange, finality))
    snapshot = ask(exchange, "evm_snapshot")
    for _ in range(4):
        ask(exchange, "evm_mine")
        assert watch.look().replaced is None
    head = watch.look().head
    assert ask(exchange, "evm_revert", snapshot)
    for _ in range(6):  # the chain is longer than before, and another one
        ask(exchange, "evm_increaseTime", 7)
        ask(exchange, "evm_mine")
    assert watch.look().replaced == head - finality
    watch.forget()
    assert watch.look().replaced is None


def test_the_very_last_block_counts_where_nothing_is_waited_for(exchange: Exchange) -> None:
    watch = ChainWatch(exchange)
    watch.look()
    snapshot = ask(exchange, "evm_snapshot")
    ask(exchange, "evm_mine")
    head = watch.look().head
    assert ask(exchange, "evm_revert", snapshot)
    for _ in range(3):
        ask(exchange, "evm_increaseTime", 7)
        ask(exchange, "evm_mine")
    assert watch.look().replaced == head


def test_blocks_that_were_not_final_may_be_replaced(exchange: Exchange) -> None:
    watch = ChainWatch(again(exchange, finality=5))
    for _ in range(5):
        ask(exchange, "evm_mine")
        watch.look()
    snapshot = ask(exchange, "evm_snapshot")
    ask(exchange, "evm_mine")
    watch.look()
    assert ask(exchange, "evm_revert", snapshot)
    for _ in range(9):
        ask(exchange, "evm_increaseTime", 7)
        ask(exchange, "evm_mine")
        assert watch.look().replaced is None


@pytest.mark.parametrize("nonsense", [None, "0x", [], {}])
def test_answers_that_make_no_sense(exchange: Exchange, monkeypatch: pytest.MonkeyPatch, nonsense: object) -> None:
    watch = ChainWatch(exchange)
    watch.look()
    monkeypatch.setattr(Connection, "batch", lambda _, calls: [nonsense for _ in calls])
    with pytest.raises(NetworkError):
        watch.look()


def test_an_error_of_the_node_is_told(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    error = RpcError("the node answers: overloaded")
    monkeypatch.setattr(Connection, "batch", lambda _, calls: [error for _ in calls])
    with pytest.raises(RpcError, match="overloaded"):
        ChainWatch(exchange).look()


def test_settling_and_collecting(exchange: Exchange, offered: dict[str, int]) -> None:
    new_series("settled", "--fee", "0.1")
    slot = open_slot("settled")
    ask_all(slot, offered)
    act("dave", "bid", slot, "--price", 2, "--quantity", 30)
    info = exchange.series("settled")
    close(exchange, info.number)
    view = exchange.round_view(info.number)
    settler, late = ChainSettler(exchange, signer("solver")), ChainSettler(exchange, signer("erin"))
    assert settler.settled(info.number, 1) is None
    stale = replace(info, config=replace(info.config, fee=1, name="of another series before the chain went back"))
    done = settler.settle(stale, view)
    assert (done.rule, done.entries, str(done.fees)) == ("kth-price", 4, tokens(0.4))
    with pytest.raises(ContractRefused) as refused:
        late.settle(info, view)
    assert refused.value.name == "AlreadySettled"
    told = late.settled(info.number, 1)
    assert told is not None
    assert (told.settler, told.fees, told.surplus) == (settler.address, done.fees, done.surplus)
    assert settler.free([info.number]) == {info.number: done.fees}
    before = exchange.wallet(settler.address)
    settler.withdraw(info.number, done.fees)
    assert (exchange.wallet(settler.address), settler.free([info.number])) == (before + done.fees, {info.number: 0})


def test_only_the_round_itself_is_read(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    new_series("long")
    info = exchange.series("long")
    settler = ChainSettler(exchange, signer("solver"))
    read: list[str] = []
    real = Exchange.events

    def noting(self: Exchange, *args: Any, **kwargs: Any) -> Any:
        found = real(self, *args, **kwargs)
        read.extend(event.name for event in found)
        return found

    monkeypatch.setattr(Exchange, "events", noting)
    for _ in range(3):
        act("dave", "bid", open_slot("long"), "--price", 1, "--quantity", 1)
        close(exchange, info.number)
        read.clear()
        settler.settle(info, exchange.round_view(info.number))
        assert read == ["RoundOpened", "Entered"]


def test_a_round_is_read_from_the_block_that_it_was_opened_after(exchange: Exchange) -> None:
    new_series("since")
    number = exchange.series("since").number
    watch, settler = ChainWatch(exchange, [number]), ChainSettler(exchange, signer("solver"))
    open_slot("since")
    assert watch.look().since == {}  # nothing was seen of the time before
    close(exchange, number)
    settler.settle(exchange.series("since"), exchange.round_view(number))
    head = watch.look().head
    act("dave", "bid", open_slot("since"), "--price", 1, "--quantity", 1)
    close(exchange, number)
    assert watch.look().since == {number: head}
    assert settler.settle(exchange.series("since"), exchange.round_view(number), head).entries == 1
    watch.forget()
    assert watch.look().since == {}


def test_a_rule_that_is_not_known_yet(exchange: Exchange) -> None:
    new_series("foreign")
    open_slot("foreign")
    info = exchange.series("foreign")
    close(exchange, info.number)
    file = exchange.connection.network.deployments / f"{devnet.CHAIN_ID}.json"
    whole = file.read_text(encoding="utf-8")
    settler = ChainSettler(exchange, signer("solver"))
    view = exchange.round_view(info.number)
    try:
        file.write_text(whole.replace('"kth-price"', '"of-others"'), encoding="utf-8")
        with pytest.raises(NotFound, match="there is no rule 'of-others'"):
            settler.settle(info, view)
        file.write_text(whole.replace(exchange.deployment.market, exchange.deployment.registry), encoding="utf-8")
        with pytest.raises(NetworkError, match="names another market now"):
            settler.settle(info, view)
    finally:
        file.write_text(whole, encoding="utf-8")
    assert settler.settle(info, view).entries == 0  # the file is read again each time


def test_a_log_that_does_not_fit_the_state(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    new_series("torn apart")
    act("dave", "bid", open_slot("torn apart"), "--price", 1, "--quantity", 1)
    info = exchange.series("torn apart")
    close(exchange, info.number)
    view, settler = exchange.round_view(info.number), ChainSettler(exchange, signer("solver"))
    real = Exchange.events
    for kept, message in (("RoundOpened", "0 entries .* are not the 1 that"), ("Entered", "does not give the log")):
        monkeypatch.setattr(
            Exchange, "events", lambda self, *args, kept=kept: [e for e in real(self, *args) if e.name == kept]
        )
        with pytest.raises(NetworkError, match=message):
            settler.settle(info, view)


def test_without_ether_nothing_is_sent(exchange: Exchange) -> None:
    new_series("broke")
    open_slot("broke")
    info = exchange.series("broke")
    close(exchange, info.number)
    poor = signer("dev20")
    balance = ask(exchange, "eth_getBalance", poor.address, "latest")
    ask(exchange, "anvil_setBalance", poor.address, "0x1")
    settler = ChainSettler(exchange, poor)
    with pytest.raises(Refused, match=r"dev20 has .* ether, but gas may cost"):
        settler.settle(info, exchange.round_view(info.number))
    assert settler.ether() == 1
    ask(exchange, "anvil_setBalance", poor.address, balance)
    settler.settle(info, exchange.round_view(info.number))


def test_another_refusal_than_an_unknown_series_is_told(exchange: Exchange) -> None:
    closed = keccak(text="RoundClosed(uint40)")[:4] + (1).to_bytes(32)
    with pytest.raises(ContractRefused, match="the round closed"):
        ChainWatch(exchange)._view(1, RpcError("the node answers: reverted", code=3, data=closed))
