from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
import requests
from eth_abi.abi import encode
from eth_utils.crypto import keccak
from web3 import HTTPProvider

from databourse.chain import connection as connection_module
from databourse.chain import delivery as delivery_module
from databourse.chain import devnet
from databourse.chain.calls import Call, Receipt
from databourse.chain.connection import Connection
from databourse.chain.signer import Signer
from databourse.chain.transactions import Transactions
from databourse.errors import ContractRefused, NetworkError, Refused, RpcError, Unconfirmed
from tests.chain.conftest import person

ANYONE = "0x000000000000000000000000000000000000bEEF"
# init code that returns the seven bytes of a contract which reverts with its calldata
ECHO_REVERT = "0x66365f5f37365ffd5f5260076019f3"
# likewise for a contract that never ends
ENDLESS = "0x625b5f565f526003601df3"


def created(transactions: Transactions, code: str) -> str:
    contract = transactions.send(person("operator"), Call(None, code)).contract
    assert contract is not None
    return contract


@pytest.fixture
def echo(transactions: Transactions) -> str:
    return created(transactions, ECHO_REVERT)


def reverting(contract: str, signature: str = "RoundClosed(uint40)", *values: object, gas: int | None = None) -> Call:
    types = signature[signature.index("(") + 1 : -1].split(",")
    return Call(contract, "0x" + (keccak(text=signature)[:4] + encode(types, values or (1,))).hex(), gas=gas)


def nonce(connection: Connection, signer: Signer) -> int:
    return int(connection.request("eth_getTransactionCount", signer.address, "pending"), 16)


def test_a_transaction_is_quoted_and_sent(connection: Connection, transactions: Transactions) -> None:
    call = Call(ANYONE, "0x", value=5)
    quote = transactions.quote(person("alice").address, call)
    assert (quote.gas, quote.result) == (21_000, b"")
    assert quote.gas < quote.gas_limit <= quote.gas * 1.2
    receipt = transactions.send(person("alice"), call)
    assert receipt.gas == 21_000
    assert receipt.cost <= quote.gas_limit * quote.max_fee
    assert receipt.cost == pytest.approx(quote.cost, rel=0.2)
    assert connection.request("eth_getTransactionByHash", receipt.tx)["blockHash"] == receipt.block_hash


def test_a_limit_of_ones_own_is_tried_without_asking_for_the_gas(transactions: Transactions, echo: str) -> None:
    alice = person("alice").address
    calls = [Call(ANYONE, "0x"), reverting(echo), reverting(echo, gas=100_000), Call(ANYONE, "0x", gas=20_000)]
    fine, *refused = transactions.refusals([(alice, call) for call in calls])
    assert fine is None
    assert [str(one) for one in refused[:2]] == ["the round closed at 1970-01-01 00:00:01 UTC"] * 2
    assert "gas" in str(refused[2]).lower()


def test_what_a_contract_would_refuse_is_not_sent(
    connection: Connection, transactions: Transactions, echo: str
) -> None:
    before = nonce(connection, person("alice"))
    with pytest.raises(ContractRefused, match="the round closed at 1970-01-01 00:00:01 UTC") as caught:
        transactions.send(person("alice"), reverting(echo))
    assert caught.value.name == "RoundClosed"
    assert nonce(connection, person("alice")) == before


def test_a_cause_inside_is_told(transactions: Transactions, echo: str) -> None:
    inner = keccak(text="UnknownDataset(uint64)")[:4] + encode(["uint64"], [7])
    with pytest.raises(ContractRefused, match="does not admit this entry: there is no dataset 7"):
        transactions.send(person("alice"), reverting(echo, "GateRefused(bytes)", inner))


def test_many_go_together_or_not_at_all(connection: Connection, transactions: Transactions, echo: str) -> None:
    names = ["alice", "bob", "carol"]
    before = [nonce(connection, person(name)) for name in names]
    fine = [(person(name), Call(ANYONE, "0x", value=number)) for number in range(100) for name in names]
    receipts = transactions.send_all(fine)
    assert len({receipt.tx for receipt in receipts}) == 300
    assert [nonce(connection, person(name)) - count for name, count in zip(names, before, strict=True)] == [100] * 3

    with pytest.raises(ContractRefused):
        transactions.send_all([*fine, (person("dave"), reverting(echo))])
    assert [nonce(connection, person(name)) - count for name, count in zip(names, before, strict=True)] == [100] * 3
    assert transactions.send_all([]) == []


def test_in_turn_each_is_mined_before_the_next_is_sent(
    connection: Connection, transactions: Transactions, echo: str
) -> None:
    people = [person(name) for name in ("erin", "frank", "erin", "dave")]
    fine = [(signer, Call(ANYONE, "0x")) for signer in people]
    blocks = [receipt.block for receipt in transactions.send_in_turn(fine)]
    assert blocks == sorted(set(blocks)) and len(blocks) == 4
    head = connection.head()
    with pytest.raises(ContractRefused):
        transactions.send_in_turn([*fine, (person("dave"), reverting(echo))])
    assert connection.head() == head
    with pytest.raises(ContractRefused):
        transactions.send_in_turn([fine[0], (person("dave"), reverting(echo, gas=100_000)), fine[1]])
    assert connection.head() == head + 2


def test_a_large_message_passes(transactions: Transactions) -> None:
    data = bytes(range(1, 256)) * 402  # 100 KiB, as a settlement of 1,500 entries
    receipt = transactions.send(person("alice"), Call(ANYONE, "0x" + data.hex()))
    assert receipt.gas > 1_000_000


def test_a_refusal_in_a_block_is_told_with_its_cause(transactions: Transactions, echo: str) -> None:
    with pytest.raises(ContractRefused, match="was mined and refused: the round closed") as caught:
        transactions.send(person("alice"), reverting(echo, gas=100_000))
    assert caught.value.name == "RoundClosed"


def test_running_out_of_gas_is_told(transactions: Transactions) -> None:
    with pytest.raises(ContractRefused, match="ran out of gas"):
        transactions.send(person("alice"), Call(created(transactions, ENDLESS), "0x", gas=50_000))


def test_gas_must_be_paid_for(connection: Connection, transactions: Transactions) -> None:
    devnet.ask(connection.network.rpc_url, "anvil_setBalance", person("frank").address, hex(10**12))
    with pytest.raises(Refused, match=r"frank has 0.000001 ether, but gas may cost up to 0\.0") as caught:
        transactions.send(person("frank"), Call(ANYONE, "0x"))
    assert "bourse account fund" in str(caught.value.hint)


@pytest.mark.parametrize("method", ["eth_getBlockByNumber", "eth_getBalance", "eth_getTransactionCount"])
def test_what_the_node_does_not_tell_ends_it_before_anything_is_sent(
    method: str, connection: Connection, transactions: Transactions, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = HTTPProvider.make_batch_request

    def failing(self: HTTPProvider, batch: list[tuple[Any, Any]]) -> Any:
        if batch[0][0] != method:
            return original(self, batch)
        return [{"error": {"code": -32000, "message": "state is pruned"}} for _ in batch]

    before = nonce(connection, person("bob"))
    with monkeypatch.context() as patch:
        patch.setattr(HTTPProvider, "make_batch_request", failing)
        with pytest.raises(RpcError, match="state is pruned"):
            transactions.send(person("bob"), Call(ANYONE, "0x"))
    assert nonce(connection, person("bob")) == before


def test_a_chain_without_a_base_fee_is_told(transactions: Transactions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Connection, "batch", lambda *_: [{"timestamp": "0x1"}, "0x1"])
    with pytest.raises(NetworkError, match="has no base fee"):
        transactions.quote(ANYONE, Call(ANYONE, "0x"))


def test_an_answer_that_got_lost_does_not_send_twice(
    connection: Connection, transactions: Transactions, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = HTTPProvider.make_batch_request
    lost: list[Any] = []

    def lossy(self: HTTPProvider, batch: list[tuple[Any, Any]]) -> Any:
        answer = original(self, batch)
        if batch[0][0] == "eth_sendRawTransaction" and not lost:
            lost.append(answer)
            raise requests.ConnectionError("the answer got lost")
        return answer

    monkeypatch.setattr(HTTPProvider, "make_batch_request", lossy)
    before = nonce(connection, person("bob"))
    receipt = transactions.send(person("bob"), Call(ANYONE, "0x"))
    assert len(lost) == 1
    assert receipt.gas == 21_000
    assert nonce(connection, person("bob")) == before + 1


def test_a_connection_that_breaks_while_sending_tells_the_hash(
    connection: Connection, transactions: Transactions, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = HTTPProvider.make_batch_request

    def breaking(self: HTTPProvider, batch: list[tuple[Any, Any]]) -> Any:
        answer = original(self, batch)
        if batch[0][0] == "eth_sendRawTransaction":
            raise requests.ConnectionError("gone")
        return answer

    monkeypatch.setattr(connection_module, "_PAUSES", (0.0,))
    monkeypatch.setattr(HTTPProvider, "make_batch_request", breaking)
    with pytest.raises(Unconfirmed, match="may have been sent before the connection broke") as caught:
        transactions.send(person("bob"), Call(ANYONE, "0x"))
    assert connection.request("eth_getTransactionReceipt", caught.value.tx)["status"] == "0x1"


def test_a_node_that_goes_away_meanwhile_may_come_back(
    transactions: Transactions, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = HTTPProvider.make_batch_request
    failures = iter([True] * 6)

    def shaky(self: HTTPProvider, batch: list[tuple[Any, Any]]) -> Any:
        if batch[0][0] == "eth_getTransactionReceipt" and next(failures, False):
            raise requests.ConnectionError("gone")
        return original(self, batch)

    monkeypatch.setattr(connection_module, "_PAUSES", (0.0,))
    monkeypatch.setattr(HTTPProvider, "make_batch_request", shaky)
    assert transactions.send(person("bob"), Call(ANYONE, "0x")).gas == 21_000


def test_another_program_with_the_same_key_is_told(connection: Connection, transactions: Transactions) -> None:
    class Raced:
        name, address = "bob", person("bob").address

        def sign_transaction(self, transaction: Mapping[str, Any]) -> bytes:
            transactions.send(person("bob"), Call(ANYONE, "0x", value=3))
            return person("bob").sign_transaction(transaction)

    before = nonce(connection, person("bob"))
    with pytest.raises(RpcError, match="not taken") as caught:
        transactions.send(Raced(), Call(ANYONE, "0x", value=4))
    assert "another program" in str(caught.value.hint)
    assert nonce(connection, person("bob")) == before + 1


def test_what_a_devnet_holds_back_for_no_reason_is_shaken_loose(
    connection: Connection, transactions: Transactions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery_module, "_REBROADCAST_SECONDS", 0.1)
    url, who = connection.network.rpc_url, person("erin")
    skipped, late = transactions.sign_all([(who, Call(ANYONE, "0x")), (who, Call(ANYONE, "0x"))])
    devnet.ask(url, "eth_sendRawTransaction", "0x" + late.raw.hex())
    # it waits for the one before it, and anvil does not see that it need not any more
    devnet.ask(url, "anvil_setNonce", who.address, hex(late.nonce))
    devnet.ask(url, "evm_mine")
    assert devnet.ask(url, "txpool_status")["queued"] == "0x1"
    assert [type(one) for one in transactions.deliver([late])] == [Receipt]
    assert nonce(connection, who) == skipped.nonce + 2


# what follows decides itself when blocks are made


@pytest.fixture
def url(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(delivery_module, "_REBROADCAST_SECONDS", 0.1)
    address = connection.network.rpc_url
    devnet.ask(address, "evm_setAutomine", False)
    yield address
    devnet.ask(address, "evm_setAutomine", True)
    devnet.ask(address, "evm_mine")


def in_background(work: Callable[[], Receipt]) -> Future[Receipt]:
    pool = ThreadPoolExecutor(max_workers=1)
    future = pool.submit(work)
    pool.shutdown(wait=False)
    return future


def waiting(url: str) -> list[str]:
    """Hashes of what waits for a block."""
    pending = devnet.ask(url, "txpool_content")["pending"]
    return [one["hash"] for by_nonce in pending.values() for one in by_nonce.values()]


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_dropped_transaction_is_sent_again(connection: Connection, transactions: Transactions, url: str) -> None:
    before = nonce(connection, person("carol"))
    sending = in_background(lambda: transactions.send(person("carol"), Call(ANYONE, "0x", value=1)))
    until(lambda: waiting(url))
    (tx,) = waiting(url)
    devnet.ask(url, "anvil_dropTransaction", tx)
    until(lambda: waiting(url))
    assert waiting(url) == [tx]
    devnet.ask(url, "evm_mine")
    assert sending.result(timeout=10).tx == tx
    assert nonce(connection, person("carol")) == before + 1


def test_a_transaction_that_was_replaced_is_told(connection: Connection, transactions: Transactions, url: str) -> None:
    sending = in_background(lambda: transactions.send(person("carol"), Call(ANYONE, "0x", value=1)))
    until(lambda: waiting(url))
    devnet.ask(url, "anvil_dropTransaction", *waiting(url))
    devnet.ask(url, "anvil_setNonce", person("carol").address, hex(nonce(connection, person("carol")) + 1))
    with pytest.raises(RpcError, match="not taken") as caught:
        sending.result(timeout=10)
    assert "another program" in str(caught.value.hint)


def test_what_is_not_mined_in_time_is_told_with_its_hash(connection: Connection, url: str) -> None:
    with pytest.raises(Unconfirmed, match="is not final after") as caught:
        Transactions(connection, timeout=0.3).send(person("carol"), Call(ANYONE, "0x"))
    assert waiting(url) == [caught.value.tx]


def test_a_transaction_survives_the_replacement_of_its_block(connection: Connection, url: str) -> None:
    deep = replace(connection, network=replace(connection.network, finality=2))
    snapshot = devnet.ask(url, "evm_snapshot")
    before = nonce(connection, person("carol"))
    sending = in_background(lambda: Transactions(deep, timeout=15).send(person("carol"), Call(ANYONE, "0x", value=2)))
    until(lambda: waiting(url))
    (tx,) = waiting(url)
    devnet.ask(url, "evm_mine")
    replaced = devnet.ask(url, "eth_getTransactionReceipt", tx)["blockHash"]
    threading.Event().wait(0.3)
    assert not sending.done()

    assert devnet.ask(url, "evm_revert", snapshot)
    until(lambda: waiting(url))
    assert waiting(url) == [tx]
    devnet.ask(url, "evm_increaseTime", 7)
    for _ in range(3):
        devnet.ask(url, "evm_mine")
    receipt = sending.result(timeout=10)
    assert receipt.tx == tx
    assert receipt.block_hash != replaced
    assert nonce(connection, person("carol")) == before + 1
