"""A local chain for development: anvil, started, found again and stopped.

What is known of the running devnet stands in a file of the project's folder (`.bourse`, or what BOURSE_HOME names), so
that other commands find it, also on another port. It listens on this machine only.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

import requests

from databourse.chain.binaries import find_anvil
from databourse.errors import InvalidInput, NetworkError

CHAIN_ID = 31337
"""Only devnets have it. Well-known keys are used on this chain and on no other."""

ACCOUNTS = 30
"""Accounts that have ether on a fresh devnet."""

HOST = "127.0.0.1"
DEFAULT_PORT = 8545
DEFAULT_URL = f"http://{HOST}:{DEFAULT_PORT}"

_START_SECONDS = 20.0
_STOP_SECONDS = 15.0


@dataclass(frozen=True)
class Devnet:
    """A devnet that was started: its process, where it listens, and the files it writes."""

    pid: int
    port: int
    rpc_url: str
    chain_id: int
    state: str | None
    log: str | None


def home() -> Path:
    """The folder of what belongs to this project on this machine."""
    return Path(os.environ.get("BOURSE_HOME", ".bourse"))


def recorded() -> Devnet | None:
    """The devnet that was started from this folder and still runs; None when there is none."""
    try:
        raw = json.loads(_record_file().read_text(encoding="utf-8"))
        known = Devnet(**raw)
    except (OSError, ValueError, TypeError):
        return None
    return known if _is_anvil(known.pid, known.port) else None


def start(
    port: int = DEFAULT_PORT,
    block_time: int | None = None,
    state: Path | None = None,
    state_interval: int = 5,
) -> Devnet:
    """Starts a devnet in the background and waits until it answers.

    Args:
        port: to listen on; 0 chooses a free one.
        block_time: seconds between blocks; without it every transaction makes a block at once.
        state: file that the chain is loaded from, if it exists, and saved to.
        state_interval: seconds between savings, so that little is lost when the process is killed.

    Raises:
        NetworkError: one is running already, the port is taken, there is no anvil, or it does not come up.
        InvalidInput: a port or a time that cannot be.
    """
    command, port = _prepare(port, block_time, state, state_interval)
    log = home() / "devnet.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--quiet"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    started = _record(process.pid, port, state, log)
    _wait_until_it_answers(process, started)
    return started


def run(
    show: Callable[[str], None],
    port: int = DEFAULT_PORT,
    block_time: int | None = None,
    state: Path | None = None,
    state_interval: int = 5,
) -> int:
    """Runs a devnet in the foreground until it is interrupted, and shows what it says. Returns anvil's exit code.

    The arguments and errors are those of `start`.
    """
    command, port = _prepare(port, block_time, state, state_interval)
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    before = signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    output = cast(Any, process.stdout)
    try:
        _skip_banner(output, show)
        started = _record(process.pid, port, state, None)
        _wait_until_it_answers(process, started)
        show(f"listening on {started.rpc_url}, chain {CHAIN_ID}; stop it with Ctrl-C")
        for line in output:
            show(line.rstrip("\n"))
    except KeyboardInterrupt:
        pass  # the terminal interrupts anvil as well, which then saves its state
    finally:
        signal.signal(signal.SIGTERM, before)
        _end(process.pid)
        _record_file().unlink(missing_ok=True)
    return process.wait()


def stop() -> Devnet | None:
    """Stops the devnet that was started from this folder; its state is saved first if it has a file. None: none ran."""
    running = recorded()
    if running is not None:
        _end(running.pid)
    _record_file().unlink(missing_ok=True)
    return running


def advance(rpc_url: str, seconds: int) -> None:
    """Moves a devnet's clock forward and makes a block, as if that long had passed."""
    ask(rpc_url, "evm_increaseTime", seconds)
    ask(rpc_url, "evm_mine")


def ask(rpc_url: str, method: str, *params: Any) -> Any:
    """One request to a devnet, for what is not of interest on other chains (snapshots, time).

    Raises:
        NetworkError: it does not answer, or not with a result.
    """
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    try:
        with requests.Session() as session:
            session.trust_env = False  # no proxy stands between this machine and itself
            answer = session.post(rpc_url, json=body, timeout=10).json()
    except (requests.RequestException, ValueError) as error:
        raise NetworkError(f"the devnet at {rpc_url} does not answer", "see `bourse devnet status`") from error
    if "result" not in answer:
        raise NetworkError(f"the devnet answers {method} with: {answer.get('error')}")
    return answer["result"]


def _prepare(port: int, block_time: int | None, state: Path | None, state_interval: int) -> tuple[list[str], int]:
    """The command line of anvil, when everything is in order to run it, and the port."""
    if not 0 <= port < 2**16:
        raise InvalidInput.of("port", port, "must be from 0 to 65535", "0 chooses a free one")
    if block_time is not None and block_time < 1:
        raise InvalidInput.of("block time", block_time, "must be at least one second")
    if (running := recorded()) is not None:
        where = f"{running.rpc_url} (process {running.pid})"
        raise NetworkError(f"a devnet is running already at {where}", "stop it with `bourse devnet stop`")
    port = free_port(port)
    home().mkdir(parents=True, exist_ok=True)
    # the limit on one transaction's gas is what public chains have (EIP-7825): what settles here settles there
    command = [str(find_anvil()), "--host", HOST, "--port", str(port), "--chain-id", str(CHAIN_ID)]
    command += ["--accounts", str(ACCOUNTS), "--enable-tx-gas-limit", "--no-request-size-limit"]
    if block_time is not None:
        command += ["--block-time", str(block_time)]
    if state is not None:
        state.parent.mkdir(parents=True, exist_ok=True)
        command += ["--state", str(state), "--state-interval", str(state_interval)]
    return command, port


def free_port(port: int) -> int:
    """This port if nobody listens on it, or any such port for 0.

    Raises:
        NetworkError: it is taken.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            hint = "choose another with --port, or --port 0 for a free one"
            raise NetworkError(f"port {port} is in use by another program", hint) from error
        return int(probe.getsockname()[1])


def _record_file() -> Path:
    return home() / "devnet.json"


def _record(pid: int, port: int, state: Path | None, log: Path | None) -> Devnet:
    files = [str(file) if file else None for file in (state, log)]
    known = Devnet(pid, port, f"http://{HOST}:{port}", CHAIN_ID, *files)
    _record_file().write_text(json.dumps(asdict(known), indent=2) + "\n", encoding="utf-8")
    return known


def _wait_until_it_answers(process: subprocess.Popen[Any], started: Devnet) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            ask(started.rpc_url, "eth_chainId")
            break
        except NetworkError as error:
            if process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.03)
                continue
            _end(process.pid)
            _record_file().unlink(missing_ok=True)
            said = Path(started.log).read_text(encoding="utf-8", errors="replace").strip()[-500:] if started.log else ""
            hint = f"the saved state {started.state} may be damaged: move it away" if started.state else None
            raise NetworkError(f"the devnet did not start. {said}".strip(), hint) from error
    _keep_time_forward(started.rpc_url)


def _keep_time_forward(rpc_url: str) -> None:
    """A saved chain does not remember how far its clock was moved; blocks would go back in time."""
    blocks = [ask(rpc_url, "eth_getBlockByNumber", tag, False) for tag in ("latest", "pending")]
    latest, coming = (int(block["timestamp"], 16) for block in blocks)
    if coming <= latest:
        ask(rpc_url, "evm_increaseTime", latest - coming + 1)


def _skip_banner(output: Any, show: Callable[[str], None]) -> None:
    """Swallows anvil's greeting, which prints private keys. When it ends without listening, what it said is shown."""
    said = []
    for line in output:
        if line.startswith("Listening on"):
            return
        said.append(line.rstrip("\n"))
    for line in said:
        show(line)


def _is_anvil(pid: int, port: int) -> bool:
    """Whether that process still is the anvil that was started: numbers of processes are given out again."""
    words = _command_line(pid)
    return bool(words) and Path(words[0]).name == "anvil" and str(port) in words


def _command_line(pid: int) -> list[str]:
    proc = Path("/proc") / str(pid) / "cmdline"
    if Path("/proc/self").exists():
        try:
            return proc.read_text(encoding="utf-8", errors="replace").split("\0")
        except OSError:
            return []
    shown = subprocess.run(["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return shown.stdout.split()


def _end(pid: int) -> None:
    """Asks the process to end, which saves its state, and insists when it does not."""
    for kind, seconds in ((signal.SIGTERM, _STOP_SECONDS), (signal.SIGKILL, 5.0)):
        with suppress(ProcessLookupError):
            os.kill(pid, kind)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)  # a child of this very process would stay as a zombie
            if not _command_line(pid) or _command_line(pid) == [""]:
                with suppress(ChildProcessError):
                    os.waitpid(pid, 0)  # it is on its way out: its command line goes before its number does
                return
            time.sleep(0.02)
