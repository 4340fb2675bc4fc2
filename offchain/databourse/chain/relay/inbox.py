"""A relayer's inbox for programs on the same machine: HTTP on the loopback address, JSON in and out.

    POST /orders      signed orders, one JSON object on each line: a verdict of each, and those that can be carried wait
    GET  /orders/ID   what became of an order
    GET  /            who carries, for what fee, where

Whatever was answered with "waiting" is on the disk. Nothing here sends anything to the chain.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from databourse.chain.exchange import Exchange
from databourse.chain.relay.folder import Line, RelayFolder, read_lines, verdict_json
from databourse.chain.relay.judging import Fit, Turned, judge
from databourse.errors import BourseError, NetworkError

HOST = "127.0.0.1"
MOST_BYTES = 256 * 1024
"""Of one message: about 300 orders."""
MOST_WAITING = 10_000
"""Files that may wait in the folder."""

_SECONDS = 10
_MOST_AT_ONCE = 16
_TOO_MANY = (
    b"HTTP/1.0 503 Service Unavailable\r\nContent-Type: application/json\r\n\r\n"
    b'{"error": "too many at once: try again"}\n'
)


@dataclass
class Inbox:
    """What the inbox knows.

    Attributes:
        exchange: on a connection of its own, because others wait on theirs for blocks.
        folder: where orders are put.
        relayer: address of whoever carries.
        fee: base units for each order.
    """

    exchange: Exchange
    folder: RelayFolder
    relayer: str
    fee: int

    def __post_init__(self) -> None:
        self._turn = threading.Lock()

    def about(self) -> dict[str, Any]:
        """Who carries, for what fee, where."""
        return {
            "relayer": self.relayer,
            "fee": str(self.fee),
            "chain_id": self.exchange.connection.chain_id,
            "market": self.exchange.deployment.market,
            "waiting": self.folder.waiting(),
        }

    def status(self, order_id: str) -> dict[str, Any] | None:
        """What became of an order."""
        return self.folder.status(order_id)

    def take(self, text: str) -> list[dict[str, Any]]:
        """Judges orders and keeps those that can be carried, each once.

        Raises:
            NetworkError: the chain cannot be asked.
        """
        lines = read_lines(text)
        with self._turn:
            known = {line.order.id: self.folder.status(line.order.id) for line in lines if line.order is not None}
            new = [line.order for line in lines if line.order is not None and _is_open(known[line.order.id])]
            judged = judge(self.exchange, new, self.fee)
            for one in new:
                if isinstance(judged[one.id], Fit):
                    self.folder.put(one)
        return [self._answer(line, known, judged) for line in lines]

    @staticmethod
    def _answer(line: Line, known: dict[str, dict[str, Any] | None], judged: dict[str, Any]) -> dict[str, Any]:
        if line.order is None:
            return {"id": None, **verdict_json(Turned(line.reason))}
        before = known[line.order.id]
        return {
            "id": line.order.id,
            **(verdict_json(judged[line.order.id]) if line.order.id in judged else before or {}),
        }


def _is_open(status: dict[str, Any] | None) -> bool:
    """Whether an order should be looked at: a new one, or one that was refused and may be right by now."""
    return status is None or status["status"] == "refused"


class _Handler(BaseHTTPRequestHandler):
    inbox: Inbox
    places: threading.Semaphore
    timeout = _SECONDS
    server_version = "databourse"
    sys_version = ""

    def handle_one_request(self) -> None:
        """Answers one request, if there are not too many at once and whoever asked waits for the answer."""
        free = self.places.acquire(blocking=False)
        try:
            if free:
                super().handle_one_request()
            else:
                self.close_connection = True
                self.wfile.write(_TOO_MANY)
        except ConnectionError:
            self.close_connection = True
        finally:
            if free:
                self.places.release()

    def do_GET(self) -> None:
        """Who carries, or what became of an order."""
        if not self._is_local():
            return
        if self.path == "/":
            self._answer(HTTPStatus.OK, self.inbox.about())
        elif self.path.startswith("/orders/"):
            found = self.inbox.status(self.path.removeprefix("/orders/"))
            unknown = {"error": "no order with this id ever came in"}
            self._answer(HTTPStatus.OK if found else HTTPStatus.NOT_FOUND, found or unknown)
        else:
            self._answer(HTTPStatus.NOT_FOUND, {"error": "there are GET /, GET /orders/ID and POST /orders"})

    def do_POST(self) -> None:
        """Takes orders in."""
        if not self._is_local():
            return
        if self.path != "/orders":
            self._answer(HTTPStatus.NOT_FOUND, {"error": "orders are posted to /orders"})
            return
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            self._answer(HTTPStatus.LENGTH_REQUIRED, {"error": "the header Content-Length is missing"})
            return
        if len(length) > 9 or int(length) > MOST_BYTES:
            error = f"a message has at most {MOST_BYTES} bytes: divide the orders"
            self._answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, {"error": error})
            return
        try:
            text = self.rfile.read(int(length)).decode("utf-8")
        except UnicodeDecodeError:
            self._answer(HTTPStatus.BAD_REQUEST, {"error": "the message is not UTF-8"})
            return
        self._take(text)

    def _take(self, text: str) -> None:
        if not text.strip():
            self._answer(HTTPStatus.BAD_REQUEST, {"error": "there are no orders: write one on each line"})
            return
        if self.inbox.folder.waiting() >= MOST_WAITING:
            self._answer(HTTPStatus.SERVICE_UNAVAILABLE, {"error": "too many orders wait: try again later"})
            return
        try:
            answers = self.inbox.take(text)
        except NetworkError as error:
            self._answer(HTTPStatus.SERVICE_UNAVAILABLE, {"error": f"the chain cannot be asked: {error.message}"})
        except BourseError as error:
            self._answer(HTTPStatus.INTERNAL_SERVER_ERROR, {"error": error.message})
        else:
            self._answer(_code(answers), {"orders": answers})

    def _is_local(self) -> bool:
        """Whether this machine is meant: a web page that a browser shows may have another name lead here."""
        name = self.headers.get("Host", HOST).rpartition(":")[0] or self.headers.get("Host", HOST)
        if name in (HOST, "localhost"):
            return True
        self._answer(HTTPStatus.FORBIDDEN, {"error": f"this inbox is {HOST}, not {name}"})
        return False

    def _answer(self, code: HTTPStatus, value: Any) -> None:
        data = json.dumps(value).encode() + b"\n"
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
        """Says nothing: the relayer tells what becomes of orders."""


def _code(answers: Sequence[dict[str, Any]]) -> HTTPStatus:
    waiting = any(one["status"] == "waiting" for one in answers)
    refused = all(one["status"] == "refused" for one in answers)
    return HTTPStatus.ACCEPTED if waiting else HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK


@contextmanager
def listening(inbox: Inbox, port: int) -> Iterator[int]:
    """Listens for as long as the block runs, and gives the port (0 takes a free one).

    Raises:
        BourseError: the port cannot be had.
    """
    handler = type("Handler", (_Handler,), {"inbox": inbox, "places": threading.Semaphore(_MOST_AT_ONCE)})
    try:
        server = ThreadingHTTPServer((HOST, port), handler)
    except (OSError, OverflowError) as error:
        raise BourseError(f"port {port} of {HOST} cannot be had: {error}", "choose another with --listen") from error
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
