"""`bourse solver run` in processes of its own: two at once, a signal in flight, another chain under its feet."""

from __future__ import annotations

import json
import signal
import subprocess
import threading
from typing import Any

import pytest

from databourse.chain import devnet
from tests.cli.conftest import act
from tests.integration.lying_node import lying_node
from tests.integration.play import audit, create_series, everything, in_background, open_slot, show, until, url

pytestmark = pytest.mark.usefixtures("market")

SECONDS = 60
SOLVER = ("solver", "run", "--poll", "1s", "--json", "--yes", "--from")


@pytest.fixture(scope="module", autouse=True)
def series(datasets: dict[str, int]) -> dict[str, int]:
    create_series("temperature")
    return datasets


@pytest.fixture
def slot() -> str:
    opened = open_slot("temperature")
    act("dave", "bid", opened, "--price", 1, "--quantity", 1)
    return opened


class Log:
    """The lines of a running service, read as they come."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.lines: list[dict[str, Any]] = []
        self._thread = threading.Thread(target=self._read, args=(process.stdout,), daemon=True)
        self._thread.start()

    def _read(self, output: Any) -> None:
        for line in output:
            self.lines.append(json.loads(line))

    def has(self, event: str) -> bool:
        return any(line["event"] == event for line in self.lines)

    def end(self) -> list[str]:
        """All events, when the process has ended."""
        self._thread.join(SECONDS)
        return [line["event"] for line in self.lines]


def advance() -> None:
    devnet.advance(url(), 601)


def terminate(process: subprocess.Popen[str]) -> int:
    process.send_signal(signal.SIGTERM)
    return process.wait(SECONDS)


def test_two_at_once_do_no_harm(slot: str) -> None:
    """The same account twice, and another one."""
    with (
        in_background(*SOLVER, "solver") as one,
        in_background(*SOLVER, "solver") as same,
        in_background(*SOLVER, "erin") as other,
    ):
        logs = [Log(process) for process in (one, same, other)]
        until(lambda: all(log.has("watching") for log in logs))
        before = everything()
        advance()
        until(lambda: show(slot)["status"] == "settled" and any(log.has("settled") for log in logs))
        assert [terminate(process) for process in (one, same, other)] == [0, 0, 0]
    ends = [log.end() for log in logs]
    assert all(events[-1] == "stopped" for events in ends)
    assert audit()["passed"]
    # one transaction settled it; whoever came too late was refused before sending, or paid a little gas at most
    after = everything()
    assert sum(after.nonces.values()) - sum(before.nonces.values()) <= 3


def test_a_signal_lets_it_finish_what_is_in_flight(slot: str) -> None:
    with in_background(*SOLVER, "solver") as process:
        log = Log(process)
        until(lambda: log.has("watching"))
        devnet.ask(url(), "evm_setAutomine", False)
        try:
            devnet.ask(url(), "evm_increaseTime", 601)
            devnet.ask(url(), "evm_mine")
            until(lambda: devnet.ask(url(), "txpool_status")["pending"] != "0x0")
            process.send_signal(signal.SIGTERM)
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(1)
            devnet.ask(url(), "evm_mine")
            assert process.wait(SECONDS) == 0
        finally:
            devnet.ask(url(), "evm_setAutomine", True)
    assert log.end() == ["started", "watching", "closed", "settled", "stopped"]
    assert show(slot)["status"] == "settled"


def test_another_chain_under_the_same_address_ends_it(slot: str) -> None:
    moved = threading.Event()

    def lie(request: dict[str, Any], result: Any) -> Any:
        return "0x1" if request["method"] == "eth_chainId" and moved.is_set() else result

    nonces = everything().nonces
    with lying_node(url(), lie) as node, in_background(*SOLVER, "solver", "--rpc-url", node) as process:
        log = Log(process)
        until(lambda: log.has("watching"))
        moved.set()
        advance()
        assert process.wait(SECONDS) == 5
        assert log.end() == ["started", "watching", "stopped"]
    last = log.lines[-1]
    assert (last["level"], last["exit_code"]) == ("error", 5)
    assert "the node is on chain 1 now" in last["message"]
    assert everything().nonces == nonces
    assert show(slot)["status"] == "settleable"
    act("solver", "slot", "settle", slot)
