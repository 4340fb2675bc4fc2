"""A relayer's inbox for programs on the same machine: HTTP on the loopback address, JSON in and out.

    POST /orders      signed orders, one JSON object on each line: a verdict of each, and those that can be carried wait
    GET  /orders/ID   what became of an order
    GET  /            who carries, for what fee, where

Whatever was answered with "waiting" is on the disk. Nothing here sends anything to the chain.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from databourse import local_http
from databourse.chain.exchange import Exchange
from databourse.chain.relay.folder import Line, RelayFolder, read_lines, verdict_json
from databourse.chain.relay.judging import Fit, Turned, judge
from databourse.errors import BourseError, NetworkError
from databourse.local_http import HOST, JsonHandler

MOST_BYTES = 256 * 1024
"""Of one message: about 300 orders."""
MOST_WAITING = 10_000
"""Files that may wait in the folder."""

_MOST_AT_ONCE = 16


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


class _Handler(JsonHandler):
    inbox: Inbox

    def do_GET(self) -> None:  # noqa: N802 - http.server's name
        """Who carries, or what became of an order."""
        if not self.is_local():
            return
        if self.path == "/":
            self.answer(HTTPStatus.OK, self.inbox.about())
        elif self.path.startswith("/orders/"):
            found = self.inbox.status(self.path.removeprefix("/orders/"))
            unknown = {"error": "no order with this id ever came in"}
            self.answer(HTTPStatus.OK if found else HTTPStatus.NOT_FOUND, found or unknown)
        else:
            self.answer(HTTPStatus.NOT_FOUND, {"error": "there are GET /, GET /orders/ID and POST /orders"})

    def do_POST(self) -> None:  # noqa: N802 - http.server's name
        """Takes orders in."""
        if not self.is_local():
            return
        if self.path != "/orders":
            self.answer(HTTPStatus.NOT_FOUND, {"error": "orders are posted to /orders"})
            return
        raw = self.body(MOST_BYTES, "divide the orders")
        if raw is None:
            return
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            self.answer(HTTPStatus.BAD_REQUEST, {"error": "the message is not UTF-8"})
            return
        self._take(text)

    def _take(self, text: str) -> None:
        if not text.strip():
            self.answer(HTTPStatus.BAD_REQUEST, {"error": "there are no orders: write one on each line"})
            return
        if self.inbox.folder.waiting() >= MOST_WAITING:
            self.answer(HTTPStatus.SERVICE_UNAVAILABLE, {"error": "too many orders wait: try again later"})
            return
        try:
            answers = self.inbox.take(text)
        except NetworkError as error:
            self.answer(HTTPStatus.SERVICE_UNAVAILABLE, {"error": f"the chain cannot be asked: {error.message}"})
        except BourseError as error:
            self.answer(HTTPStatus.INTERNAL_SERVER_ERROR, {"error": error.message})
        else:
            self.answer(_code(answers), {"orders": answers})


def _code(answers: Sequence[dict[str, Any]]) -> HTTPStatus:
    waiting = any(one["status"] == "waiting" for one in answers)
    refused = all(one["status"] == "refused" for one in answers)
    return HTTPStatus.ACCEPTED if waiting else HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK


def listening(inbox: Inbox, port: int) -> AbstractContextManager[int]:
    """Listens for as long as the block runs, and gives the port (0 takes a free one).

    Raises:
        BourseError: the port cannot be had.
    """
    return local_http.listening(_Handler, "inbox", HOST, port, "--listen", _MOST_AT_ONCE, inbox=inbox)
