"""Running a service in a terminal or under a supervisor: its log, its clock, and the signals that end it."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import click

from databourse.cli.output import Output, json_text
from databourse.errors import BourseError
from databourse.printable import printable

_STYLES = {"warning": ("Warning: ", "yellow"), "error": ("Error: ", "red")}


class Log:
    """What happens, a line for each event on standard output (`services.service.Report`).

    For people it is a time and a sentence; with `--json` an object with `time`, `level`, `event`, `message` and the
    fields of the event.
    """

    def __init__(self, output: Output) -> None:
        self._json = output.json

    def __call__(self, level: str, event: str, text: str, **fields: Any) -> None:
        """Writes a line."""
        now = datetime.now(UTC)
        if self._json:
            stamp = now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
            line = {"time": stamp, "level": level, "event": event, "message": text, **fields}
            click.echo(json_text(line))
            return
        word, colour = _STYLES.get(level, ("", None))
        click.echo(f"{now:%Y-%m-%d %H:%M:%S} UTC  " + click.style(word, fg=colour, bold=True) + printable(text))


class StoppableClock:
    """The real time, until somebody asks the process to end (`services.service.Clock`)."""

    def __init__(self) -> None:
        self._asked = threading.Event()

    @property
    def stopped(self) -> bool:
        """Whether it was asked to end."""
        return self._asked.is_set()

    def time(self) -> float:
        """Seconds since some moment."""
        return time.monotonic()

    def wait(self, seconds: float) -> None:
        """Sleeps, until asked to end."""
        self._asked.wait(seconds)

    @contextmanager
    def stopped_by_signals(self) -> Iterator[None]:
        """Lets SIGINT and SIGTERM ask; what is in flight is finished. A second one ends the process at once."""

        def ask(*_: object) -> None:
            if self.stopped:
                raise KeyboardInterrupt
            self._asked.set()

        before = {kind: signal.signal(kind, ask) for kind in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for kind, handler in before.items():
                signal.signal(kind, handler)


@contextmanager
def told_end(log: Log, as_json: bool) -> Iterator[None]:
    """Ends the log with an error, if there is one. A program gets it as a line of the log, not as a value beside it."""
    try:
        yield
    except BourseError as error:
        told = Output.error_json(error)
        log("error", "stopped", error.message, reason="error", **{k: v for k, v in told.items() if k != "message"})
        if not as_json:
            raise
        click.get_current_context().exit(error.exit_code)
