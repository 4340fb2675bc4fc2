from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from databourse.chain import binaries, devnet
from databourse.errors import InvalidInput, NetworkError

ALICE = "0x90F79bf6EB2c4f870365E785982E1f101E93b906"
RICHER = "0x123456789"


@pytest.fixture(autouse=True)
def stopped_at_the_end() -> Iterator[None]:
    yield
    devnet.stop()


def balance(url: str) -> str:
    return str(devnet.ask(url, "eth_getBalance", ALICE, "latest"))


def exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_starts_is_found_and_stops() -> None:
    started = devnet.start(port=0)
    assert devnet.recorded() == started
    assert int(devnet.ask(started.rpc_url, "eth_chainId"), 16) == 31337
    assert len(devnet.ask(started.rpc_url, "eth_accounts")) == devnet.ACCOUNTS
    assert devnet.stop() == started
    assert not exists(started.pid)
    assert devnet.recorded() is None
    assert devnet.stop() is None


@pytest.mark.skipif(shutil.which("ps") is None, reason="this machine has no ps")
def test_it_is_found_also_where_there_is_no_proc(monkeypatch: pytest.MonkeyPatch) -> None:
    started, exists = devnet.start(port=0), Path.exists
    monkeypatch.setattr(Path, "exists", lambda path: path != Path("/proc/self") and exists(path))
    assert devnet.recorded() == started
    assert devnet.stop() == started
    assert devnet.recorded() is None


def test_its_files_show_no_private_key() -> None:
    started = devnet.start(port=0)
    devnet.stop()
    for file in devnet.home().iterdir():
        assert "ac0974bec39a17e36ba4a6b4d238ff94" not in file.read_text(), started


def test_a_second_one_is_refused() -> None:
    started = devnet.start(port=0)
    with pytest.raises(NetworkError, match=f"running already at {started.rpc_url}") as caught:
        devnet.start(port=0)
    assert "bourse devnet stop" in str(caught.value.hint)


def test_a_port_in_use_is_told() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(NetworkError, match=f"port {port} is in use"):
            devnet.start(port=port)


@pytest.mark.parametrize(("port", "block_time"), [(-1, None), (65536, None), (0, 0), (0, -2)])
def test_impossible_ports_and_times_are_refused(port: int, block_time: int | None) -> None:
    with pytest.raises(InvalidInput):
        devnet.start(port=port, block_time=block_time)


def test_it_listens_on_this_machine_only() -> None:
    started = devnet.start(port=0)
    own = socket.gethostbyname(socket.gethostname())
    if own.startswith("127."):
        pytest.skip("this machine has no other address")
    with socket.socket() as probe:
        probe.settimeout(2)
        assert probe.connect_ex((own, started.port)) != 0


def test_blocks_come_by_themselves_with_a_block_time() -> None:
    started = devnet.start(port=0, block_time=1)
    deadline = time.monotonic() + 5
    while devnet.ask(started.rpc_url, "eth_blockNumber") == "0x0":
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_saved_chain_comes_back_with_its_time(tmp_path: Path) -> None:
    state = tmp_path / "new" / "chain.json"
    started = devnet.start(port=0, state=state)
    devnet.ask(started.rpc_url, "anvil_setBalance", ALICE, RICHER)
    devnet.advance(started.rpc_url, 5_000)
    latest = devnet.ask(started.rpc_url, "eth_getBlockByNumber", "latest", False)
    devnet.stop()

    again = devnet.start(port=0, state=state)
    assert balance(again.rpc_url) == RICHER
    assert devnet.ask(again.rpc_url, "eth_getBlockByNumber", "latest", False)["hash"] == latest["hash"]
    devnet.ask(again.rpc_url, "evm_mine")
    mined = devnet.ask(again.rpc_url, "eth_getBlockByNumber", "latest", False)
    assert int(mined["timestamp"], 16) > int(latest["timestamp"], 16)


def test_a_killed_chain_comes_back_as_last_saved(tmp_path: Path) -> None:
    state = tmp_path / "chain.json"
    started = devnet.start(port=0, state=state, state_interval=1)
    devnet.ask(started.rpc_url, "anvil_setBalance", ALICE, RICHER)
    devnet.ask(started.rpc_url, "evm_mine")
    deadline = time.monotonic() + 10
    while not (state.exists() and RICHER in state.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    os.kill(started.pid, signal.SIGKILL)
    os.waitpid(started.pid, 0)
    assert devnet.recorded() is None
    assert balance(devnet.start(port=0, state=state).rpc_url) == RICHER


def test_a_damaged_state_is_told(tmp_path: Path) -> None:
    state = tmp_path / "chain.json"
    state.write_text("{}}")
    with pytest.raises(NetworkError, match="did not start") as caught:
        devnet.start(port=0, state=state)
    assert str(state) in str(caught.value.hint)
    assert devnet.recorded() is None


def test_a_process_that_is_not_ours_is_never_stopped() -> None:
    devnet.home().mkdir(parents=True)
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)", "anvil", "8545"])
    record = {"pid": other.pid, "port": 8545, "rpc_url": "x", "chain_id": 31337, "state": None, "log": None}
    (devnet.home() / "devnet.json").write_text(json.dumps(record))
    try:
        assert devnet.recorded() is None
        assert devnet.stop() is None
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_in_the_foreground_it_streams_without_keys_and_ends_when_told(tmp_path: Path, told: signal.Signals) -> None:
    state = tmp_path / "chain.json"
    code = "import signal; from pathlib import Path; from databourse.chain import devnet; "
    code += "signal.signal(signal.SIGINT, signal.default_int_handler); "  # in the background it is ignored
    code += f"devnet.run(lambda line: print(line, flush=True), 0, state=Path({str(state)!r}))"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    first = process.stdout.readline()
    assert "listening on http://127.0.0.1:" in first
    running = devnet.recorded()
    assert running is not None
    devnet.ask(running.rpc_url, "eth_blockNumber")
    shown = ""
    while "eth_blockNumber" not in shown and process.poll() is None:
        shown += process.stdout.readline()
    process.send_signal(told)
    rest, _ = process.communicate(timeout=20)
    assert "eth_blockNumber" in shown
    assert "ac0974bec39a17e36ba4a6b4d238ff94" not in first + shown + rest
    assert not exists(running.pid)
    assert state.exists()
    assert devnet.recorded() is None


def test_what_an_anvil_says_that_does_not_listen_is_shown_and_its_greeting_is_not() -> None:
    shown: list[str] = []
    devnet._skip_banner(iter(["(0) 0xac09\n", "Listening on 127.0.0.1:8545\n", "later\n"]), shown.append)
    assert shown == []
    devnet._skip_banner(iter(["Error: unknown option\n", "usage: anvil\n"]), shown.append)
    assert shown == ["Error: unknown option", "usage: anvil"]


def test_what_a_devnet_refuses_is_told() -> None:
    started = devnet.start(port=0)
    with pytest.raises(NetworkError, match=r"the devnet answers evm_fly with: .*not found"):
        devnet.ask(started.rpc_url, "evm_fly")


def test_a_file_that_is_no_program_is_no_anvil(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "anvil"
    broken.write_text("this is no program")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert binaries.find_anvil() != broken


def test_without_anvil_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "bin" / "anvil"
    broken.parent.mkdir()
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(broken.parent))
    monkeypatch.setattr(binaries, "_platform", lambda: "plan9-mips")
    with pytest.raises(NetworkError, match="anvil, the local node, was not found") as caught:
        devnet.start(port=0)
    assert "getfoundry.sh" in str(caught.value.hint)
