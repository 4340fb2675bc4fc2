"""Training in the background, one round after the other, and how far it is."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from databourse.errors import BourseError
from databourse.runner.enclave import Enclave

#: Told what happens: the name of an event, a sentence, and fields.
Told = Callable[..., None]
_SECONDS_TO_STOP = 10.0
_OVER = ("trained", "failed")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the training of a round is.

    Attributes:
        state: "waiting", "training", "trained" or "failed".
        done: sets of parties that are counted.
        total: all sets; 0 while bundles are opened.
        seconds_left: about how long it takes still; None while that is not known.
        error: why it failed.
    """

    state: str
    done: int = 0
    total: int = 0
    seconds_left: float | None = None
    error: str = ""

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "state": self.state,
            "done": self.done,
            "total": self.total,
            "seconds_left": self.seconds_left,
            "error": self.error or None,
        }


class Work:
    """A thread that trains what it is asked for."""

    def __init__(self, enclave: Enclave, told: Told) -> None:
        self._enclave = enclave
        self._told = told
        self._asked: queue.Queue[tuple[int, int] | None] = queue.Queue()
        self._turn = threading.Lock()
        self._progress: dict[tuple[int, int], Progress] = {}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def start(self, series: int, number: int) -> Progress:
        """Asks for a round to be trained, unless it waits or is trained just now.

        One whose training failed can be asked for again; so can one that was trained, if the chain has undone entries.
        """
        key = series, number
        with self._turn:
            if key not in self._progress or self._progress[key].state in _OVER:
                self._progress[key] = Progress("waiting")
                self._asked.put(key)
            return self._progress[key]

    def progress(self, series: int, number: int) -> Progress | None:
        """How far a round is; None if nobody asked for it."""
        with self._turn:
            return self._progress.get((series, number))

    def stop(self) -> None:
        """Ends after the model that is just trained; what was counted is on the disk."""
        self._stopping.set()
        self._asked.put(None)
        self._thread.join(_SECONDS_TO_STOP)

    def _run(self) -> None:
        while (key := self._asked.get()) is not None and not self._stopping.is_set():
            self._train(*key)

    def _train(self, series: int, number: int) -> None:
        name, fields = f"round {series}/{number}", {"series": series, "round": number}
        self._set(series, number, Progress("training"))
        self._told("info", "training", f"{name} is trained", **fields)
        try:
            trained = self._enclave.train(series, number, self._clocked(series, number))
        except _Stopped:
            return
        except BourseError as error:
            failure = error.message
        except Exception as error:  # its text may tell of the data
            failure = f"this should not have happened: {type(error).__name__}"
        else:
            sets = (1 << trained.statement.parties) - 1
            self._set(series, number, Progress("trained", sets, sets, 0.0))
            absent = f", {len(trained.absent)} absent" if trained.absent else ""
            about = f"{trained.statement.parties} parties present{absent}; {trained.fits} models, {trained.known} known"
            self._told("info", "trained", f"{name} is trained: {about}", **fields, **trained.report())
            return
        self._set(series, number, Progress("failed", error=failure))
        self._told("error", "failed", f"{name} cannot be trained: {failure}", **fields)

    def _clocked(self, series: int, number: int) -> Callable[[int, int], None]:
        began = time.monotonic()
        before: int | None = None  # what was known already comes in one piece, and says nothing of the time

        def advance(more: int, total: int) -> None:
            nonlocal began, before
            if self._stopping.is_set():
                raise _Stopped
            with self._turn:
                now = self._progress[series, number]
                done = now.done + more
                if before is None:
                    began, before = time.monotonic(), done
                    left = None
                else:
                    left = (time.monotonic() - began) / max(1, done - before) * (total - done)
                self._progress[series, number] = replace(now, done=done, total=total, seconds_left=left)

        return advance

    def _set(self, series: int, number: int, progress: Progress) -> None:
        with self._turn:
            self._progress[series, number] = progress


class _Stopped(Exception):
    """The process ends."""
