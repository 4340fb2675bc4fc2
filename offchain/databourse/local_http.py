"""A server for programs of this machine: HTTP, JSON in answers, bounded in how much it reads and how many it serves."""

from __future__ import annotations

import io
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from databourse.errors import BourseError

HOST = "127.0.0.1"

_SECONDS = 10
_LEAST_PACE = 50_000
"""Bytes a second after the first seconds: who sends a byte now and then would hold a place for days."""
_MOST_DIGITS = 12
_TOO_MANY = (
    b"HTTP/1.0 503 Service Unavailable\r\nContent-Type: application/json\r\n\r\n"
    b'{"error": "too many at once: try again"}\n'
)


class _Paced(io.RawIOBase):
    """What a connection sends, as long as it does not take its time."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._began = time.monotonic()
        self._received = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Raises `TimeoutError` when too little has come, or nothing for some seconds."""
        if time.monotonic() - self._began > _SECONDS + self._received / _LEAST_PACE:
            raise TimeoutError
        count = self._connection.recv_into(buffer)
        self._received += count
        return count


class JsonHandler(BaseHTTPRequestHandler):
    """Answers requests; a server has a class of its own, with the attributes that `listening` sets.

    Attributes:
        what: the server, for people.
        host: address that it listens on.
        places: how many requests it serves at once.
    """

    what: str
    host: str
    places: threading.Semaphore
    timeout = _SECONDS
    server_version = "databourse"
    sys_version = ""

    def setup(self) -> None:
        """Reads no slower than `_LEAST_PACE`."""
        super().setup()
        self.rfile = io.BufferedReader(_Paced(self.connection))

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

    def is_local(self) -> bool:
        """Whether this machine is meant: a web page that a browser shows may have another name lead here."""
        name = self.headers.get("Host", HOST).rpartition(":")[0] or self.headers.get("Host", HOST)
        if self.host != HOST or name in (HOST, "localhost"):
            return True
        self.answer(HTTPStatus.FORBIDDEN, {"error": f"this {self.what} is {HOST}, not {name}"})
        return False

    def body(self, most: int, hint: str) -> bytes | None:
        """What was sent; None if it was refused, which is answered then.

        Args:
            most: bytes that it may have.
            hint: what to do when it has more.
        """
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            self.answer(HTTPStatus.LENGTH_REQUIRED, {"error": "the header Content-Length is missing"})
            return None
        if len(length) > _MOST_DIGITS or int(length) > most:
            error = f"a message has at most {most} bytes: {hint}"
            self.answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, {"error": error})
            return None
        try:
            raw = self.rfile.read(int(length))
        except TimeoutError:
            self.close_connection = True
            self.answer(HTTPStatus.REQUEST_TIMEOUT, {"error": "the message came too slowly"})
            return None
        if len(raw) != int(length):
            self.answer(HTTPStatus.BAD_REQUEST, {"error": "the message ended early"})
            return None
        return raw

    def answer(self, code: HTTPStatus, value: Any) -> None:
        """Answers with JSON, or with bytes as they are."""
        data = value if isinstance(value, bytes) else json.dumps(value).encode() + b"\n"
        self.send_response(code)
        self.send_header("Content-Type", "application/octet-stream" if isinstance(value, bytes) else "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
        """Says nothing: whoever runs the server tells what happens."""


@contextmanager
def listening(
    handler: type[JsonHandler], what: str, host: str, port: int, option: str, most_at_once: int, **attributes: Any
) -> Iterator[int]:
    """Listens for as long as the block runs, and gives the port (0 takes a free one).

    Args:
        handler: answers requests.
        what: the server, for people.
        host: address to listen on.
        port: where.
        option: that another port is chosen with.
        most_at_once: requests that are served at the same time.
        attributes: what the handler works with.

    Raises:
        BourseError: the port cannot be had.
    """
    own = {"what": what, "host": host, "places": threading.Semaphore(most_at_once), **attributes}
    try:
        server = ThreadingHTTPServer((host, port), type("Handler", (handler,), own))
    except (OSError, OverflowError) as error:
        raise BourseError(f"port {port} of {host} cannot be had: {error}", f"choose another with {option}") from error
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
