"""Faults of the network, made by a small HTTP server that answers as it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from databourse.chain import connection as connection_module
from databourse.chain.config import Network
from databourse.chain.connection import Connection, connect
from databourse.errors import NetworkError, NodeUnreachable, RpcError

Answer = tuple[int, str]


class Server:
    """Answers each request with what `script` says next, and after it with chain id 31337."""

    def __init__(self) -> None:
        self.script: list[Answer] = []
        self.requests: list[Any] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.requests.append(body)
                status, text = server.script.pop(0) if server.script else (200, server.normal(body))
                self.send_response(status)
                self.send_header("Content-Length", str(len(text.encode())))
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    @staticmethod
    def normal(body: Any) -> str:
        if isinstance(body, list):
            return json.dumps([{"jsonrpc": "2.0", "id": one["id"], "result": one["params"]} for one in body])
        return json.dumps({"jsonrpc": "2.0", "id": body["id"], "result": "0x7a69"})

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(connection_module, "_PAUSES", (0.0, 0.0, 0.0))
    started = Server()
    yield started
    started.close()


@pytest.fixture
def connected(server: Server) -> Connection:
    made = connect(Network("test", server.url, timeout=5))
    server.requests.clear()
    return made


def test_a_node_that_does_not_run_is_told_with_what_to_do(server: Server) -> None:
    server.close()
    with pytest.raises(NodeUnreachable, match="no node is running at http://127") as caught:
        connect(Network("devnet", server.url, 31337))
    assert "bourse devnet start" in str(caught.value.hint)


def test_the_chain_must_be_the_one_that_the_network_names(server: Server) -> None:
    with pytest.raises(NetworkError, match="is on chain 31337, but network 'office' is chain 4711"):
        connect(Network("office", server.url, 4711))
    assert connect(Network("custom", server.url)).chain_id == 31337


@pytest.mark.parametrize("text", ["<html>hello</html>", "", "[1"])
def test_what_is_no_node_is_told(server: Server, text: str) -> None:
    server.script = [(200, text)]
    with pytest.raises(NodeUnreachable, match="is no JSON-RPC node"):
        connect(Network("test", server.url))


def test_secrets_in_an_address_are_not_shown(server: Server) -> None:
    server.script = [(401, "no")]
    url = server.url.replace("http://", "http://user:password@") + "/key"
    with pytest.raises(NodeUnreachable, match="HTTP 401") as caught:
        connect(Network("test", url))
    assert "password" not in str(caught.value)
    assert "key" not in str(caught.value)


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_passing_fault_is_retried(server: Server, connected: Connection, status: int) -> None:
    server.script = [(status, "later")] * 3
    assert connected.request("eth_chainId") == "0x7a69"
    assert len(server.requests) == 4


def test_a_lasting_fault_is_told(server: Server, connected: Connection) -> None:
    server.script = [(503, "later")] * 4
    with pytest.raises(NodeUnreachable, match="HTTP 503"):
        connected.request("eth_chainId")


@pytest.mark.parametrize("method", ["evm_mine", "anvil_setBalance", "eth_sendTransaction"])
def test_what_would_happen_twice_is_not_retried(server: Server, connected: Connection, method: str) -> None:
    server.script = [(503, "later")]
    with pytest.raises(NodeUnreachable):
        connected.request(method)
    assert len(server.requests) == 1


def test_a_node_that_hangs_is_given_up(server: Server) -> None:
    connected = connect(Network("test", server.url, timeout=1))
    blocked = threading.Event()
    original: Callable[[Any], str] = server.normal

    def hang(body: Any) -> str:
        blocked.wait(10)
        return original(body)

    server.normal = hang  # type: ignore[method-assign]
    with pytest.raises(NodeUnreachable, match="does not answer within 1 s"):
        connected.request("evm_mine")
    blocked.set()


def test_an_error_keeps_what_the_call_returned(server: Server, connected: Connection) -> None:
    for data in ('"0xdeadbeef"', '{"data": "0xdeadbeef"}', '"Reverted 0xdeadbeef"'):
        error = f'{{"code": 3, "message": "no", "data": {data}}}'
        server.script = [(200, f'{{"jsonrpc": "2.0", "id": 1, "error": {error}}}')]
        with pytest.raises(RpcError, match="the node answers: no") as caught:
            connected.request("eth_call")
        assert (caught.value.code, caught.value.data) == (3, bytes.fromhex("deadbeef"))


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ('{"id": 1}', "neither a result nor an error"),
        ('{"id": 1, "error": "busy"}', "the node answers: busy"),
        ('{"id": 1, "error": {"code": 3, "message": "no", "data": "out of gas"}}', "the node answers: no"),
    ],
)
def test_an_answer_that_is_not_as_it_should_be_is_told(
    server: Server, connected: Connection, answer: str, told: str
) -> None:
    server.script = [(200, answer)]
    with pytest.raises(RpcError, match=told) as caught:
        connected.request("eth_call")
    assert caught.value.data == b""


def test_a_block_that_the_node_does_not_have_is_told(server: Server, connected: Connection) -> None:
    server.script = [(200, '{"id": 1, "result": null}')]
    with pytest.raises(RpcError, match="does not have block 0x7b"):
        connected.time_of(123)


def test_batches_keep_their_order_and_fit_into_messages(server: Server, connected: Connection) -> None:
    calls = [("eth_echo", [number]) for number in range(700)] + [("eth_echo", ["x" * 1_000_000])] * 3
    assert connected.batch(calls) == [list(params) for _, params in calls]
    assert [len(request) for request in server.requests] == [250, 250, 201, 1, 1]
    assert connected.batch([]) == []


def test_one_failing_call_of_a_batch_leaves_the_others(server: Server, connected: Connection) -> None:
    def half(body: Any) -> str:
        good, bad = body
        return json.dumps([{"id": bad["id"], "error": {"code": 1, "message": "no"}}, {"id": good["id"], "result": 7}])

    server.normal = half  # type: ignore[method-assign]
    good, bad = connected.batch([("a", []), ("b", [])])
    assert good == 7
    assert isinstance(bad, RpcError)


def test_a_block_of_many_that_the_node_cannot_tell_is_told(server: Server, connected: Connection) -> None:
    def half(body: Any) -> str:
        good, bad = body
        return json.dumps(
            [{"id": good["id"], "result": {"timestamp": "0x7"}}, {"id": bad["id"], "error": {"message": "pruned"}}]
        )

    server.normal = half  # type: ignore[method-assign]
    with pytest.raises(RpcError, match="pruned"):
        connected.times_of([1, 2])


def test_a_node_without_batches_is_told(server: Server, connected: Connection) -> None:
    server.script = [(200, '{"id": null, "error": {"code": -32600, "message": "batch not supported"}}')]
    with pytest.raises(RpcError, match="batch not supported"):
        connected.batch([("a", []), ("b", [])])
