"""The processes of a soak: a node that can be ended and started again in its place, and `bourse` as people run it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from databourse.chain import devnet
from databourse.errors import BourseError

_STOP_SECONDS = 150.0
_AWAY_SECONDS = 2.5  # longer than a request is tried again by itself
_LOST_SECONDS = 2.0


class Node:
    """A devnet whose chain is saved every second."""

    def __init__(self, folder: Path) -> None:
        self._state = folder / "chain.json"
        self._kept = folder / "kept.json"
        self._port = 0

    @contextmanager
    def running(self) -> Iterator[Node]:
        """Starts it, and stops it at the end."""
        try:
            self._port = self._start().port
            yield self
        finally:
            devnet.stop()

    def stop(self) -> None:
        """The node is stopped, which saves its chain, and started again after a while."""
        devnet.stop()
        time.sleep(_AWAY_SECONDS)
        self._start()

    def kill(self) -> None:
        """The node is killed as by a power cut, and comes back without the last blocks."""
        self._keep()
        time.sleep(_LOST_SECONDS)
        running = devnet.recorded()
        if running is None:
            raise BourseError("the node ended by itself")
        os.kill(running.pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(running.pid, 0)
        shutil.copy(self._kept, self._state)  # what the node was just writing may be torn
        time.sleep(_AWAY_SECONDS)
        self._start()

    def _start(self) -> devnet.Devnet:
        return devnet.start(port=self._port, state=self._state, state_interval=1)

    def _keep(self) -> None:
        """Copies the saved chain at a moment at which it is whole."""
        while True:
            shutil.copy(self._state, self._kept)
            with suppress(ValueError):
                json.loads(self._kept.read_text(encoding="utf-8"))
                return
            time.sleep(0.05)


class Process:
    """A running `bourse`, with its log in a file."""

    def __init__(self, name: str, process: subprocess.Popen[bytes], log: Path) -> None:
        self._name = name
        self._process = process
        self._log = log

    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.poll() is None

    def stop(self) -> None:
        """Asks it to end, and waits until it has."""
        if self.running():
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(timeout=_STOP_SECONDS)

    def require_ended_well(self) -> None:
        """Makes sure that it ended with 0.

        Raises:
            BourseError: it did not; its last lines are told.
        """
        code = self._process.wait(timeout=_STOP_SECONDS)
        if code:
            said = self._log.read_text(encoding="utf-8")[-1000:]
            raise BourseError(f"{self._name} ended with {code}: {said}")

    def events(self) -> list[dict[str, Any]]:
        """The lines of its log."""
        return [json.loads(line) for line in self._log.read_text(encoding="utf-8").splitlines() if line]


class Bourse:
    """`bourse` of this environment, in processes of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._program = Path(sys.executable).with_name("bourse")

    def run(self, *words: object) -> Any:
        """Runs one command to its end and returns its JSON.

        Raises:
            BourseError: it failed.
        """
        command = [str(self._program), *map(str, words), "--json"]
        ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if ran.returncode:
            raise BourseError(f"bourse {' '.join(map(str, words))}: {ran.stdout}{ran.stderr}")
        return json.loads(ran.stdout)

    @contextmanager
    def process(self, name: str, *words: object) -> Iterator[Process]:
        """Starts a command that goes on; it does not outlive the block."""
        log = self._folder / f"{name}.jsonl"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [self._program, *map(str, words), "--yes", "--json"],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for the soak, which ends its processes itself
            )
        try:
            yield Process(name, process, log)
        finally:
            process.kill()  # whoever wants it to end well has waited for that
            process.wait()
