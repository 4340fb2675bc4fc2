"""A node between `bourse` and the devnet, which passes every request on and alters some of the answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import requests

Lie = Callable[[dict[str, Any], Any], Any]
"""From a request (method and params) and the true result to the result that is given instead."""


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
