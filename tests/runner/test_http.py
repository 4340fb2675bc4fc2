"""The runner over HTTP, asked by its client and by strangers."""

from __future__ import annotations

import itertools
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import requests

from databourse import local_http
from databourse.errors import BourseError, InvalidInput, NetworkError, NotFound, Refused
from databourse.market.learning.parties import commitment, entry_word
from databourse.market.learning.statement import Statement
from databourse.runner import client as clients
from databourse.runner import server as servers
from databourse.runner.client import RoundState, RunnerClient
from databourse.runner.party import open_model
from databourse.runner.server import serving
from databourse.runner.work import Progress, Work
from tests.market.scripted import account
from tests.runner.rounds import CONTEXT, NUMBER, SERIES, Chain, bundle, data, keys, pair, runner_of

NAMES = ("alice", "bob")


class Told:
    """Takes what happens."""

    def __init__(self) -> None:
        self.events: list[tuple[str, str]] = []

    def __call__(self, _level: str, event: str, text: str, **_fields: Any) -> None:
        self.events.append((event, text))


@pytest.fixture
def chain() -> Chain:
    return Chain()


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def url(chain: Chain, tmp_path: Path, told: Told) -> Iterator[str]:
    enclave = runner_of(chain, tmp_path)
    work = Work(enclave, told)
    with serving(enclave, work, 0) as port:
        yield f"http://127.0.0.1:{port}"
    work.stop()


@pytest.fixture
def client(url: str) -> RunnerClient:
    return RunnerClient(url + "/")


def until(client: RunnerClient, state: str) -> RoundState:
    """Asks until the round is in this state; a test that hangs here is stopped by whoever runs it."""
    while True:
        found = client.state(SERIES, NUMBER)
        if found.progress.state == state:
            return found
        assert found.progress.state in ("waiting", "training"), found
        time.sleep(0.05)


def join(chain: Chain, client: RunnerClient, name: str, seed: int) -> None:
    sealed = bundle(name, data(seed), data(50 + seed, 9))
    chain.enter(name, entry_word(commitment(sealed)))
    assert client.submit(SERIES, NUMBER, account(name), sealed) == len(chain.now.entries) - 1


def test_a_round_from_the_attestation_to_the_models(chain: Chain, client: RunnerClient, told: Told) -> None:
    attestation = client.attestation()
    assert attestation.holds() and attestation.address == keys().address
    for seed, name in enumerate(NAMES):
        join(chain, client, name, seed)
    state = client.state(SERIES, NUMBER)
    assert (state.progress.state, state.report, state.statement) == ("untrained", None, None)
    assert [(p.party, p.account, p.uploaded) for p in state.parties] == [
        (0, account("alice"), True),
        (1, account("bob"), True),
    ]
    with pytest.raises(Refused, match="the runner refuses: round 3/7 is open still"):
        client.train(SERIES, NUMBER)
    with pytest.raises(NotFound, match="was not trained here yet"):
        client.tables(SERIES, NUMBER)
    chain.close()
    assert client.train(SERIES, NUMBER).progress.state in ("waiting", "training", "trained")
    done = until(client, "trained")
    assert (done.progress.done, done.progress.total, done.progress.seconds_left) == (3, 3, 0.0)
    assert client.train(SERIES, NUMBER) == done  # asked again, nothing is trained
    assert done.statement is not None and done.report is not None
    statement = Statement.decode(done.statement, 4)
    assert statement.signer(CONTEXT, chain.now.inputs) == keys().address
    tables = client.tables(SERIES, NUMBER)
    assert bytes.fromhex(tables["closed"][2:]) == statement.body
    with pytest.raises(Refused, match="handed over when it is settled"):
        client.model(SERIES, NUMBER, account("alice"))
    chain.settle()
    for name in NAMES:
        raw = client.model(SERIES, NUMBER, account(name))
        assert open_model(raw, pair(name), keys().address, CONTEXT, account(name)).pickled
    with pytest.raises(NotFound, match="there is no model of"):
        client.model(SERIES, NUMBER, account("carol"))
    cells = [client.retrain(SERIES, NUMBER, mask) for mask in (1, 2, 3)]
    assert b"".join(count.to_bytes(2) for count in cells) == bytes.fromhex(tables["measured"][2:])[2:8]
    assert [event for event, _ in told.events] == ["training", "trained"]
    assert "2 parties present; 3 models, 0 known" in told.events[1][1]


def test_what_is_refused_is_told_with_its_reason(chain: Chain, client: RunnerClient) -> None:
    sealed = bundle("alice", data(1), data(2))
    with pytest.raises(NotFound, match="is no party of round 3/7"):
        client.submit(SERIES, NUMBER, account("alice"), sealed)
    chain.enter("alice", entry_word(commitment(sealed)))
    with pytest.raises(Refused, match=r"the runner refuses: .* another bundle") as refused:
        client.submit(SERIES, NUMBER, account("alice"), sealed[:-1])
    assert "upload the very bytes" in (refused.value.hint or "")
    with pytest.raises(InvalidInput, match="account is '0x12'"):
        client.submit(SERIES, NUMBER, "0x12", sealed)
    for ask in (
        lambda: client.state(SERIES, 8),
        lambda: client.train(SERIES, 8),
        lambda: client.model(9, 9, "0x" + "1" * 40),
    ):
        with pytest.raises(NotFound, match="has no round"):
            ask()


def test_a_training_that_fails_says_why_and_can_be_asked_for_again(
    chain: Chain, client: RunnerClient, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    join(chain, client, "alice", 1)
    chain.close()

    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("a secret of the data")

    monkeypatch.setattr("databourse.runner.counting.measure", broken)
    client.train(SERIES, NUMBER)
    failed = until(client, "failed")
    assert failed.progress.error == "this should not have happened: RuntimeError"
    assert "secret" not in str(told.events)

    def full(*_: Any, **__: Any) -> Any:
        raise BourseError("the disk is full")

    monkeypatch.setattr("databourse.runner.counting.measure", full)
    client.train(SERIES, NUMBER)
    assert until(client, "failed").progress.error == "the disk is full"
    monkeypatch.undo()
    client.train(SERIES, NUMBER)
    assert until(client, "trained").statement is not None


def test_a_round_whose_entries_the_chain_undid_is_trained_anew(chain: Chain, client: RunnerClient, told: Told) -> None:
    for seed, name in enumerate(NAMES):
        join(chain, client, name, seed)
    chain.close()
    client.train(SERIES, NUMBER)
    first = until(client, "trained")
    chain.now = replace(chain.now, entries=chain.now.entries[:1])
    assert client.state(SERIES, NUMBER).progress.state == "untrained"
    client.train(SERIES, NUMBER)
    second = until(client, "trained")
    assert first.report is not None and second.report is not None
    assert (first.report["present"], second.report["present"]) == ([0, 1], [0])
    assert [event for event, _ in told.events] == ["training", "trained"] * 2


def test_what_is_too_large_is_not_sent_and_not_taken(
    chain: Chain, client: RunnerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain.enter("alice", entry_word(commitment(b"x" * 200)))
    monkeypatch.setattr(clients, "MOST_BYTES", 100)
    with pytest.raises(InvalidInput, match="has 200 bytes, but a runner takes 100 at most"):
        client.submit(SERIES, NUMBER, account("alice"), b"x" * 200)
    monkeypatch.setattr(clients, "MOST_BYTES", 1000)
    monkeypatch.setattr(servers, "MOST_BYTES", 150)
    with pytest.raises(InvalidInput, match="a message has at most 150 bytes: bring fewer rows"):
        client.submit(SERIES, NUMBER, account("alice"), b"x" * 200)
    monkeypatch.setattr(clients, "MOST_ANSWER", 10)
    with pytest.raises(NetworkError, match="no runner, or one of another version"):
        client.attestation()


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", "/", 404),
        ("GET", "/rounds/3", 404),
        ("GET", "/rounds/x/7", 404),
        ("GET", "/rounds/3/7/magic", 404),
        ("GET", "/rounds/3/7/cells/x", 404),
        ("GET", "/rounds/3/7/../../attestation", 404),
        ("GET", f"/rounds/{'9' * 30}/7", 404),
        ("GET", "/rounds/3/7/0x12/model", 400),
        ("PUT", "/attestation", 404),
        ("PUT", "/rounds/3/7/0x12/magic", 404),
        ("POST", "/rounds/3/7/stop", 404),
        ("DELETE", "/attestation", 501),
    ],
)
def test_other_places_are_told(method: str, path: str, code: int, url: str) -> None:
    with requests.Session() as session:
        request = requests.Request(method, url).prepare()
        request.url = url + path  # as it is written
        answer = session.send(request)
    assert answer.status_code == code
    if code != 501:
        assert answer.json()["error"]


def test_another_name_for_this_machine_is_refused(url: str) -> None:
    answer = requests.get(f"{url}/attestation", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.json()["error"]) == (403, "this runner is 127.0.0.1, not evil.example")


def test_who_listens_elsewhere_is_asked_by_any_name(chain: Chain, tmp_path: Path, told: Told) -> None:
    enclave = runner_of(chain, tmp_path)
    work = Work(enclave, told)
    with serving(enclave, work, 0, "localhost") as port:
        answer = requests.get(f"http://127.0.0.1:{port}/attestation", headers={"Host": "runner.example"})
        assert answer.json()["address"] == keys().address
    work.stop()


def test_a_message_without_its_length_or_cut_off_is_refused(url: str) -> None:
    host, port = "127.0.0.1", int(url.rpartition(":")[2])
    place = f"PUT /rounds/3/7/{account('alice')}/bundle HTTP/1.0\r\nHost: {host}\r\n"
    for head, told in (("", b"411"), ("Content-Length: 10\r\n", b"ended early"), ("Content-Length: -1\r\n", b"411")):
        with socket.create_connection((host, port)) as connection:
            connection.sendall(f"{place}{head}\r\nabc".encode())
            connection.shutdown(socket.SHUT_WR)
            answer = b""
            while piece := connection.recv(4096):
                answer += piece
        assert told in answer


@pytest.mark.parametrize(("head", "told"), [("Content-Length: 99\r\n\r\n", b'too slowly"}\n'), ("X: ", b"")])
def test_who_sends_a_byte_now_and_then_keeps_no_place(
    head: str, told: bytes, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a clock that jumps when more is waited for; told is whoever has said what it wants."""
    seconds = itertools.chain([0, 1], itertools.repeat(1_000))
    monkeypatch.setattr(local_http, "time", SimpleNamespace(monotonic=lambda: next(seconds)))
    host, port = "127.0.0.1", int(url.rpartition(":")[2])
    with socket.create_connection((host, port)) as connection:
        connection.sendall(f"PUT /rounds/3/7/{account('alice')}/bundle HTTP/1.0\r\nHost: {host}\r\n{head}".encode())
        answer = connection.recv(4096)
        while piece := connection.recv(4096):
            answer += piece
    assert answer.endswith(told) and (b"too slowly" in told) == bool(answer)


def test_a_chain_that_cannot_be_asked_is_told(
    chain: Chain, client: RunnerClient, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def gone(*_: Any) -> Any:
        raise NetworkError("no node is running", "start one")

    monkeypatch.setattr(chain, "facts", gone)
    with pytest.raises(NetworkError, match="the runner says: no node is running"):
        client.state(SERIES, NUMBER)

    def full(*_: Any) -> Any:
        raise BourseError("the disk is full")

    monkeypatch.setattr(chain, "facts", full)
    with pytest.raises(NetworkError, match="the disk is full"):
        client.state(SERIES, NUMBER)

    def wrong(*_: Any) -> Any:
        raise OverflowError("a secret of the data")

    monkeypatch.setattr(chain, "facts", wrong)
    with pytest.raises(NetworkError, match=r"this should not have happened: OverflowError$"):
        client.state(SERIES, NUMBER)
    out = capfd.readouterr()
    assert "secret" not in out.out + out.err


@pytest.mark.parametrize("url", ["", "127.0.0.1:8650", "ftp://127.0.0.1", "http://"])
def test_what_is_no_address_is_told(url: str) -> None:
    with pytest.raises(InvalidInput, match="must be an address such as"):
        RunnerClient(url)


def test_where_nobody_answers() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(NetworkError, match=f"the runner at {url} does not answer"):
            RunnerClient(url).attestation()


@pytest.mark.parametrize(
    ("code", "value"),
    [
        (200, []),
        (200, {}),
        (200, b"no JSON"),
        (200, {"kind": "software", "measurement": "xyz"}),
        (500, b"no JSON"),
        (302, {}),
    ],
)
def test_what_is_no_runner_is_told(code: int, value: Any, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    def strange(self: Any) -> None:
        self.answer(_Code(code), value if isinstance(value, bytes) else json.loads(json.dumps(value)))

    monkeypatch.setattr(servers._Handler, "do_GET", strange)
    asks: tuple[Callable[[RunnerClient], Any], ...] = (RunnerClient.attestation, lambda c: c.state(1, 1))
    for ask in asks:
        with pytest.raises(NetworkError, match="no runner, or one of another version"):
            ask(RunnerClient(url))


class _Code(int):
    """A status as http.server takes it."""


def test_a_training_in_the_middle_is_stopped_and_can_go_on(chain: Chain, tmp_path: Path, told: Told) -> None:
    enclave = runner_of(chain, tmp_path)
    for seed, name in enumerate(NAMES):
        sealed = bundle(name, data(seed), data(50 + seed, 9))
        chain.enter(name, entry_word(commitment(sealed)))
        enclave.submit(SERIES, NUMBER, account(name), sealed)
    chain.close()
    reached, go = threading.Event(), threading.Event()
    train = enclave.train

    def slow(series: int, number: int, advance: Callable[[int, int], None]) -> Any:
        def wait(more: int, total: int) -> None:
            reached.set()
            go.wait()
            advance(more, total)

        return train(series, number, wait)

    enclave.train = slow  # type: ignore[method-assign]
    work = Work(enclave, told)
    work.start(SERIES, NUMBER)
    reached.wait()
    assert work.progress(SERIES, NUMBER) == Progress("training")
    assert work.start(SERIES, NUMBER) == Progress("training")
    stopping = threading.Thread(target=work.stop)
    stopping.start()
    while not work._stopping.is_set():
        pass
    go.set()
    stopping.join()
    assert [event for event, _ in told.events] == ["training"]
    assert enclave.trained(SERIES, NUMBER) is None
    enclave.train = train  # type: ignore[method-assign]
    assert enclave.train(SERIES, NUMBER, lambda _more, _total: None).statement.present == 0b11


def test_time_left_is_told_by_what_is_trained_now(chain: Chain, tmp_path: Path, told: Told) -> None:
    work = Work(runner_of(chain, tmp_path), told)
    work._set(1, 1, Progress("training"))
    advance = work._clocked(1, 1)
    advance(4, 15)
    found = work.progress(1, 1)
    assert found == Progress("training", 4, 15, None)
    advance(1, 15)
    found = work.progress(1, 1)
    assert found is not None and found.done == 5 and found.seconds_left is not None and found.seconds_left >= 0
    work.stop()
