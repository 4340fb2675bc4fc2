"""`bourse` as a person types it, in a folder of its own, and a devnet with contracts for the files that want one."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from databourse.chain import devnet
from databourse.cli import prompts
from databourse.cli.main import bourse

_SETTINGS = (
    "BOURSE_ACCOUNT",
    "BOURSE_CONFIG",
    "BOURSE_DEBUG",
    "BOURSE_DEPLOYMENTS",
    "BOURSE_KEYSTORES",
    "BOURSE_NETWORK",
    "BOURSE_RPC_URL",
)


@dataclass(frozen=True)
class Answer:
    """What one command line gave: its exit code and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, which must be one JSON value and nothing else."""
        return json.loads(self.out)

    @property
    def error(self) -> Any:
        """The error in standard output."""
        return self.json["error"]


def run(*words: object, input: str | None = None, env: dict[str, str] | None = None) -> Answer:  # noqa: A002
    """Runs `bourse` with these words in this process."""
    result: Result = CliRunner(mix_stderr=False).invoke(bourse, [str(word) for word in words], input=input, env=env)
    assert not isinstance(result.exception, Exception), result.exception
    assert "Traceback" not in result.output
    return Answer(result.exit_code, result.stdout, result.stderr)


def ok(*words: object, input: str | None = None) -> Answer:  # noqa: A002
    """As `run`, for what must succeed."""
    answer = run(*words, input=input)
    assert answer.code == 0, answer
    return answer


def act(name: str, *words: object) -> Any:
    """Sends something as somebody, without being asked, and returns its JSON."""
    return ok(*words, "--from", name, "--yes", "--json").json


def refused(code: int, *words: object) -> str:
    """Runs what must fail with this exit code, for people and for programs, and returns the message and the hint."""
    told = run(*words)
    assert told.code == code and "Error: " in told.err, told
    answer = run(*words, "--json")
    error = answer.error
    assert (answer.code, error["exit_code"]) == (code, code), answer
    assert set(error) == {"kind", "message", "hint", "exit_code"}
    # the clock may have moved on between the two
    assert re.sub(r"\d", "#", error["message"]) in re.sub(r"\d", "#", told.err)
    return f"{error['message']} | {error['hint']}"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing of the user's own settings and keys is seen or touched."""
    for name in _SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("BOURSE_HOME", str(tmp_path / "bourse"))
    monkeypatch.chdir(tmp_path)
    prompts.passphrase.cache_clear()


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets commands ask; the answers are a run's input."""
    monkeypatch.setattr(prompts, "someone_is_there", lambda: True)


@pytest.fixture
def nowhere() -> Iterator[str]:
    """An address of this machine at which nobody answers, and nobody else can begin to."""
    with socket.socket() as taken:
        taken.bind((devnet.HOST, 0))
        yield f"http://{devnet.HOST}:{taken.getsockname()[1]}"


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a running devnet and the contracts on it."""
    folder = tmp_path_factory.mktemp("devnet")
    with acting_in(folder):
        devnet.start(port=0)
        ok("deploy", "--yes")
    try:
        yield folder
    finally:
        with acting_in(folder):
            devnet.stop()


@contextmanager
def acting_in(home: Path) -> Iterator[None]:
    """For fixtures that outlive a test: what they set must not be seen by the tests of other files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BOURSE_HOME", str(home))
        patch.setenv("BOURSE_DEPLOYMENTS", str(home))
        yield


@pytest.fixture
def market(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Commands of this test find the devnet and its contracts."""
    monkeypatch.setenv("BOURSE_HOME", str(home))
    monkeypatch.setenv("BOURSE_DEPLOYMENTS", str(home))
    return home


@pytest.fixture(scope="session")
def offered(home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """A dataset of 30 units and quality 15 of each of three sellers, by the seller's name."""
    folder = tmp_path_factory.mktemp("csv")
    found = {}
    with acting_in(home):
        for name in SELLERS:
            file = folder / f"{name}.csv"
            file.write_text("\n".join(["hour,by", *(f"{hour},{name}" for hour in range(30))]) + "\n", encoding="utf-8")
            found[name] = act(name, "dataset", "register", file, "--kind", "temperature")["dataset"]
    return found


SELLERS = {"alice": "0.5", "bob": "0.7", "carol": "0.9"}
"""Who sells, and what they ask for a unit."""

TOKEN = 10**18


def tokens(amount: float) -> str:
    """What JSON says for a small amount."""
    return str(round(amount * 1000) * TOKEN // 1000)


def new_series(name: str, *options: object) -> str:
    """Creates a series for the sellers' data, and returns its name."""
    act("operator", "series", "create", name, "--kind", "temperature", *options)
    return name


def open_slot(series: str, *options: object) -> str:
    """Opens a round and returns how it is named."""
    opened = act("operator", "slot", "open", series, "--close-in", "10m", *options)
    return f"{series}/{opened['round']}"


def ask_all(slot: str, offered: dict[str, int], quantity: int = 20) -> list[Any]:
    """Lets every seller ask."""
    return [
        act(name, "ask", slot, "--dataset", offered[name], "--price", price, "--quantity", quantity)
        for name, price in SELLERS.items()
    ]


def settle(slot: str) -> Any:
    """Settles a round without waiting for its close."""
    return act("solver", "slot", "settle", slot, "--advance")
