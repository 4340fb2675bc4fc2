"""A relayer that goes on, and its inbox: answers to each order, limits, trouble, and a gentle end."""

from __future__ import annotations

import json
import signal
import socket
import struct
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests

from databourse.chain.journal import Journal
from databourse.chain.relay import inbox as relay_inbox
from databourse.chain.relay.folder import RelayFolder
from databourse.chain.relay.inbox import MOST_BYTES, Inbox, listening
from databourse.errors import BourseError, NodeUnreachable
from databourse.local_http import HOST
from databourse.money import TOKEN
from tests.cli.conftest import ok, refused
from tests.integration.lying_node import lying_node
from tests.integration.play import address, exchange, in_background, until, url
from tests.integration.signing import RELAY, bid, book, told_journal
from tests.integration.signing import series as series
from tests.integration.signing import ticket as ticket

pytestmark = pytest.mark.usefixtures("market")


def test_it_watches_listens_and_stops_gently(ticket: Path) -> None:
    one, other = (bid(ticket, "dave", price, f"{price}.jsonl") for price in (1, 2))
    (ticket.parent / "inbox" / "2.jsonl").unlink()
    with in_background(*RELAY, "--watch", "--every", "1s", "--listen", "0") as relaying:
        assert relaying.stdout is not None
        lines = iter(relaying.stdout.readline, "")
        port = next(line for line in lines if "Listening on http" in line).rpartition(":")[2].strip(".\n")
        inbox = f"http://127.0.0.1:{port}"
        assert next(line for line in lines if "1.jsonl" in line).endswith(
            f"bid of dave (nonce {one['nonce']}) carried: entry 0\n"
        )
        with requests.Session() as session:
            session.trust_env = False
            posted = session.post(f"{inbox}/orders", json=other)
            assert (posted.status_code, posted.json()["orders"][0]["status"]) == (202, "waiting")
            until(lambda: session.get(f"{inbox}/orders/{other['id']}").json()["status"] == "carried")
            assert session.get(f"{inbox}/orders/{one['id']}").json()["entry"] == 0
        relaying.send_signal(signal.SIGTERM)
        out, err = relaying.communicate(timeout=60)
    assert (relaying.returncode, "Stopped." in out) == (0, True), err
    assert book(ticket) == [("dave", "bid")] * 2


def test_watching_goes_on_when_the_node_was_away(ticket: Path) -> None:
    away = threading.Event()

    def lie(_: dict[str, Any], result: Any) -> Any:
        if away.is_set():
            raise ConnectionError("nobody is there")
        return result

    bid(ticket, "dave", 1, "one.jsonl")
    with (
        lying_node(url(), lie) as node,
        in_background(*RELAY, "--watch", "--every", "1s", "--json", "--rpc-url", node) as relaying,
    ):
        assert relaying.stdout is not None
        assert json.loads(relaying.stdout.readline())["verdict"]["status"] == "carried"
        away.set()
        bid(ticket, "dave", 2, "two.jsonl")
        assert json.loads(relaying.stdout.readline())["error"]["kind"] == "NodeUnreachable"
        away.clear()
        lines = iter(relaying.stdout.readline, "")
        assert json.loads(next(line for line in lines if "two.jsonl" in line))["verdict"]["status"] == "carried"
        relaying.send_signal(signal.SIGTERM)
        out, _ = relaying.communicate(timeout=60)
    assert json.loads(out.splitlines()[-1])["reason"] == "asked"


@pytest.fixture
def inbox(ticket: Path) -> Iterator[str]:
    """An inbox by itself: nobody carries."""
    found = exchange()
    folder = RelayFolder(ticket.parent / "inbox")
    with listening(Inbox(found, folder, address("carol"), TOKEN // 50), 0) as port:
        yield f"http://127.0.0.1:{port}"


def asked(method: str, where: str, **more: Any) -> tuple[int, Any]:
    with requests.Session() as session:
        session.trust_env = False
        answer = session.request(method, where, timeout=20, **more)
        return answer.status_code, answer.json()


def test_the_inbox_answers_each_order_and_keeps_the_good_ones(ticket: Path, inbox: str) -> None:
    signed = {name: bid(ticket, name, 1, f"{name}.jsonl") for name in ("dave", "erin", "grace")}
    for name in signed:
        (ticket.parent / "inbox" / f"{name}.jsonl").unlink()
    text = "\n".join([*(json.dumps(one) for one in signed.values()), "junk"])
    code, told = asked("POST", f"{inbox}/orders", data=text)
    assert (code, [one["status"] for one in told["orders"]]) == (202, ["waiting", "waiting", "refused", "refused"])
    assert [one["id"] for one in told["orders"]] == [*(one["id"] for one in signed.values()), None]
    assert "has 0 free" in told["orders"][2]["reason"]
    about = asked("GET", inbox)[1]
    assert (about["waiting"], about["fee"], about["relayer"]) == (2, str(TOKEN // 50), address("carol"))
    # again: nothing is kept twice
    assert asked("POST", f"{inbox}/orders", data=json.dumps(signed["dave"]))[1]["orders"][0]["status"] == "waiting"
    assert asked("GET", inbox)[1]["waiting"] == 2
    assert asked("GET", f"{inbox}/orders/{signed['dave']['id']}") == (200, {"status": "waiting"})
    ok(*RELAY)
    assert sorted(book(ticket)) == [("dave", "bid"), ("erin", "bid")]


def test_the_inbox_refuses_what_is_no_message(ticket: Path, inbox: str) -> None:
    assert ticket.exists()
    for method, path, more, code, error in (
        ("GET", "/other", {}, 404, "there are GET /"),
        ("GET", "/orders/0x12", {}, 404, "ever came in"),
        ("GET", "/orders/../../etc/passwd", {}, 404, ""),
        ("POST", "/", {"data": "x"}, 404, "posted to /orders"),
        ("POST", "/orders", {"data": ""}, 400, "there are no orders"),
        ("POST", "/orders", {"data": b"\xff"}, 400, "is not UTF-8"),
        ("POST", "/orders", {"data": iter([b"x"])}, 411, "Content-Length"),
        ("POST", "/orders", {"data": b"x" * (MOST_BYTES + 1)}, 413, "divide the orders"),
        ("GET", "/", {"headers": {"Host": "evil.example:80"}}, 403, "not evil.example"),
        ("POST", "/orders", {"headers": {"Host": "evil.example:80"}, "data": "junk"}, 403, "not evil.example"),
    ):
        answered = asked(method, inbox + path, **more)
        assert answered[0] == code, (path, answered)
        assert error in answered[1]["error"]
    assert asked("POST", f"{inbox}/orders", data="junk")[0] == 422


@pytest.mark.parametrize(
    "said", ["POST /orders HTTP/1.1\r\nContent-Length: 9\r\n\r\n{", "GET / HTTP/1.1\r\n\r\n", "x\r\n\r\n"]
)
def test_who_hangs_up_in_the_middle_does_no_harm(said: str, inbox: str, capfd: pytest.CaptureFixture[str]) -> None:
    for _ in range(20):  # more than are served at once
        with socket.create_connection((HOST, int(inbox.rpartition(":")[2]))) as caller:
            caller.sendall(said.encode())
            # without a goodbye: whoever reads or writes there gets an error
            caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    until(lambda: asked("GET", inbox)[0] == 200)
    assert capfd.readouterr().err == ""


def test_many_at_once_are_answered(ticket: Path, inbox: str) -> None:
    one = bid(ticket, "dave", 1, "one.jsonl")
    start = threading.Barrier(12)

    def post(_: int) -> int:
        start.wait()
        return asked("POST", f"{inbox}/orders", data=json.dumps(one))[0]

    with ThreadPoolExecutor(12) as pool:
        assert set(pool.map(post, range(12))) == {202}
    assert asked("GET", inbox)[1]["waiting"] == 2  # the file that was there, and the one of the inbox


@pytest.mark.parametrize(
    ("trouble", "code", "told"),
    [
        (NodeUnreachable("no node is running"), 503, "the chain cannot be asked: no node is running"),
        (BourseError("the disk is full"), 500, "the disk is full"),
    ],
)
def test_trouble_behind_the_inbox_is_told(
    trouble: BourseError, code: int, told: str, ticket: Path, inbox: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def troubled(*_: object) -> None:
        raise trouble

    one = bid(ticket, "dave", 1, "one.jsonl")
    monkeypatch.setattr(relay_inbox, "judge", troubled)
    assert asked("POST", f"{inbox}/orders", data=json.dumps(one)) == (code, {"error": told})
    monkeypatch.setattr(relay_inbox, "MOST_WAITING", 1)
    assert asked("POST", f"{inbox}/orders", data="x") == (503, {"error": "too many orders wait: try again later"})


def test_too_many_at_once_are_told_to_come_again(ticket: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay_inbox, "_MOST_AT_ONCE", 0)
    found = exchange()
    with listening(Inbox(found, RelayFolder(ticket.parent / "inbox"), address("carol"), 0), 0) as port:
        assert asked("GET", f"http://127.0.0.1:{port}") == (503, {"error": "too many at once: try again"})


def test_what_cannot_be_listened_to_or_relayed(ticket: Path, inbox: str) -> None:
    taken = inbox.rpartition(":")[2]
    told = refused(1, *RELAY, "--watch", "--listen", taken)
    assert f"port {taken} of 127.0.0.1 cannot be had" in told
    assert "add --watch" in refused(2, *RELAY, "--listen", 8600)
    (ticket.parent / "file").touch()
    assert "is a file" in refused(2, "order", "relay", "file", "--from", "carol", "--yes")
    with Journal(ticket.parent / "inbox" / told_journal()):
        assert "another process is at work" in refused(4, *RELAY)
    words = ("order", "relay", "inbox", "--from", "carol")
    assert "add --yes" in refused(2, *words)
    assert "the fee is 0: nobody pays for the gas" in ok(*words, "--yes").err
