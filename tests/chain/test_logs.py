from __future__ import annotations

import sys
from typing import Any

import pytest
from web3 import HTTPProvider

from databourse.chain import artifacts, devnet
from databourse.chain.calls import call_of
from databourse.chain.connection import Connection
from databourse.chain.exchange import Exchange
from databourse.chain.logs import Event, event_topic, events_of, named, read_events, topic_of
from databourse.chain.transactions import Transactions
from databourse.errors import NotFound, RpcError
from databourse.money import TOKEN
from tests.chain.conftest import person

ALICE = person("alice").address
NOBODY = "0x" + "0" * 40


@pytest.fixture(scope="module", autouse=True)
def busy(exchange: Exchange) -> None:
    """A few blocks with events of every shape: indexed, plain, strings, structs with lists inside."""
    market, registry = exchange.market.functions, exchange.registry.functions
    config = (ALICE, ALICE, NOBODY, NOBODY, NOBODY, 0, 9_000, 0, 5, b"x".ljust(32, b"\0"), [exchange.checker("dantm")])
    for function in (
        market.createSeries(config),
        registry.registerKind("kind of data"),
        registry.registerDataset(b"\7" * 32, 24, 1, 7, "roof"),
        exchange.token.functions.approve(exchange.deployment.market, TOKEN),
        market.deposit(1, ALICE, TOKEN),
        market.withdraw(1, NOBODY[:-1] + "1", 5),
    ):
        Transactions(exchange.connection, timeout=15).send(person("alice"), call_of(function))


def test_our_decoder_reads_what_web3_reads(exchange: Exchange) -> None:
    ours = exchange.events()
    assert len({event.name for event in ours}) >= 6
    for event in ours:
        contract = exchange.market if event.address == exchange.market.address else exchange.registry
        receipt = exchange.connection.web3.eth.get_transaction_receipt(event.tx)  # type: ignore[arg-type]
        (log,) = [one for one in receipt["logs"] if one["logIndex"] == event.log_index]
        theirs = contract.events[event.name]().process_log(log)
        assert event.block == theirs["blockNumber"]
        assert event.block_hash == "0x" + theirs["blockHash"].hex()
        assert event.args == _plain(theirs["args"])


def _plain(value: Any) -> Any:
    if hasattr(value, "items"):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return bytes(value) if isinstance(value, bytes) else value


def test_blocks_and_topics_choose(exchange: Exchange) -> None:
    everything = exchange.events()
    by_block = [event for block in range(exchange.connection.head() + 1) for event in exchange.events(block, block)]
    assert by_block == everything
    topics = [event_topic(exchange.market.abi, "Deposited"), topic_of(1), topic_of(ALICE)]
    (deposited,) = exchange.events(topics=topics)
    assert deposited.args == {"series": 1, "account": ALICE, "payer": ALICE, "amount": TOKEN}
    assert exchange.events(topics=[topics[0], topic_of(2)]) == []
    assert exchange.events(from_block=10_000) == []


def test_only_final_blocks_are_read_unless_said_otherwise(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Connection, "final_block", lambda self: self.head() - 1)
    everything = exchange.events(to_block=exchange.connection.head())
    assert [event.name for event in everything if event not in exchange.events()] == ["Withdrawn"]


def test_an_unknown_event_is_told(exchange: Exchange) -> None:
    with pytest.raises(NotFound, match="no event Forged"):
        event_topic(exchange.market.abi, "Forged")


def test_a_node_that_limits_ranges_gets_smaller_ones(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = exchange.events()
    asked: list[int] = []
    original = HTTPProvider.make_request

    def limited(self: HTTPProvider, method: Any, params: Any) -> Any:
        if method == "eth_getLogs":
            blocks = int(params[0]["toBlock"], 16) - int(params[0]["fromBlock"], 16) + 1
            asked.append(blocks)
            if blocks > 3:
                return {"id": 1, "error": {"code": -32005, "message": "query returned more than 10000 results"}}
        return original(self, method, params)

    monkeypatch.setattr(HTTPProvider, "make_request", limited)
    assert exchange.events() == expected
    assert max(asked) > 3
    assert len(asked) < 3 * exchange.connection.head()


def test_a_node_that_gives_no_logs_is_told(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = {"id": 1, "error": {"code": -32005, "message": "pruned"}}
    monkeypatch.setattr(HTTPProvider, "make_request", lambda *_: refusal)
    with pytest.raises(RpcError, match="pruned"):
        exchange.events(0, 1_000)


def test_lists_of_structs_are_named_to_the_bottom() -> None:
    part = {
        "name": "rows",
        "type": "tuple[2][]",
        "components": [{"name": "who", "type": "address"}, {"name": "amounts", "type": "uint8[]"}],
    }
    row = (ALICE.lower(), (1, 2))
    assert named(((row, row),), part) == [[{"who": ALICE, "amounts": [1, 2]}] * 2]


def test_reading_a_log_takes_few_steps(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    connection, market = exchange.connection, exchange.deployment.market
    abi = artifacts.load("Market").abi
    raw = devnet.ask(connection.network.rpc_url, "eth_getLogs", {"address": market, "fromBlock": "0x0"})
    deposited = next(log for log in raw if log["topics"][0] == event_topic(exchange.market.abi, "Deposited"))
    calls = 0

    def count(_: object, kind: str, __: object) -> None:
        nonlocal calls
        calls += kind in ("call", "c_call")

    def steps(logs: int) -> int:
        """Calls of functions, which no load of the machine changes."""
        nonlocal calls
        monkeypatch.setattr(Connection, "request", lambda *_: [deposited] * logs)
        calls = 0
        sys.setprofile(count)
        try:
            events: list[Event] = read_events(connection, {market: abi}, 0, 0)
        finally:
            sys.setprofile(None)
        assert len(events) == logs
        return calls

    # the interface is read once, and a log takes a tenth of the steps that web3 takes
    a_log = (steps(200) - steps(100)) / 100
    assert a_log < 50


def test_yes_and_no_are_read() -> None:
    names = ("public", "open", "member")
    inputs = [{"name": name, "type": "bool", "indexed": name == "public"} for name in names]
    abi = [{"type": "event", "name": "Said", "inputs": inputs}]
    word = {answer: answer.to_bytes(32).hex() for answer in (False, True)}
    log = {
        "topics": [event_topic(abi, "Said"), "0x" + word[True]],
        "data": "0x" + word[False] + word[True],
        "address": ALICE,
        "blockNumber": "0x1",
        "blockHash": "0x02",
        "transactionHash": "0x03",
        "logIndex": "0x0",
    }
    (event,) = events_of([log], {ALICE: abi})
    assert event.args == {"public": True, "open": False, "member": True}
