"""A node between `bourse` and the devnet, which passes every request on and alters some of the answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import requests
from eth_utils.abi import function_abi_to_4byte_selector
from web3.contract import Contract

from databourse.chain.logs import event_topic

WORD = 64
"""Hexadecimal digits of a word."""

Lie = Callable[[dict[str, Any], Any], Any]
"""From a request (method and params) and the true result to the result that is given instead."""


Alter = Callable[[str], str]
"""From an event's data, or an answer (hexadecimal digits), to something else of its form."""


@contextmanager
def lying_node(url: str, lie: Lie) -> Iterator[str]:
    """Listens on a free port of this machine until the end; the address of the node that lies."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked = body if isinstance(body, list) else [body]
            with requests.Session() as session:
                session.trust_env = False
                answer = session.post(url, json=body, timeout=30).json()
            for request, told in zip(asked, answer if isinstance(answer, list) else [answer], strict=True):
                if "result" in told:
                    told["result"] = lie(request, told["result"])
            data = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def alter_logs(contract: Contract, event: str, alter: Alter) -> Lie:
    """Alters the data of a contract's first event of this name."""

    def lie(request: dict[str, Any], result: Any) -> Any:
        for log in _logs(request, result, contract, event)[:1]:
            log["data"] = "0x" + alter(log["data"][2:])
        return result

    return lie


def leave_out(contract: Contract, event: str, position: int) -> Lie:
    """Leaves one event of this name out; -1 is the last."""

    def lie(request: dict[str, Any], result: Any) -> Any:
        same = _logs(request, result, contract, event)
        return [log for log in result if log not in same[position : position + 1 or None]] if same else result

    return lie


def _logs(request: dict[str, Any], result: Any, contract: Contract, event: str) -> list[Any]:
    """The logs of an answer that are of this event."""
    if request["method"] != "eth_getLogs":
        return []
    topic, address = event_topic(contract.abi, event), contract.address.lower()
    return [log for log in result if (log["topics"][0], log["address"].lower()) == (topic, address)]


def alter_answer(contract: Contract, function: str, alter: Alter) -> Lie:
    """Alters what a view of the contract answers, whatever it is asked about."""
    selector = "0x" + function_abi_to_4byte_selector(contract.get_function_by_name(function).abi).hex()

    def lie(request: dict[str, Any], result: Any) -> Any:
        if request["method"] == "eth_call":
            call = request["params"][0]
            if (call["to"].lower(), call["data"][:10]) == (contract.address.lower(), selector):
                return "0x" + alter(result[2:])
        return result

    return lie


def in_word(index: int, offset: int = 0) -> Alter:
    """Raises the last byte of a word by one; `offset` counts bytes from the word's end."""

    def alter(data: str) -> str:
        end = (index + 1) * WORD - 2 * offset
        return data[: end - 2] + f"{(int(data[end - 2 : end], 16) + 1) % 256:02x}" + data[end:]

    return alter
