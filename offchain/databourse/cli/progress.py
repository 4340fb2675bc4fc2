"""How far long work is: a bar on standard error, when somebody watches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from databourse.cli.session import Session

Advance = Callable[[int], None]
"""Told how much more is done."""

COMPILING = "(the first time it is compiled before, in half a minute)"
"""Said of a search whose bar stands still on its first run."""


@contextmanager
def progress(session: Session, what: str, total: int, time_left: bool = False) -> Iterator[Advance]:
    """Shows a bar for as long as the block runs; nothing for programs, and nothing when there is nothing to do.

    With `time_left` it also says how long the rest is likely to take.
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    remaining = (TextColumn("left"), TimeRemainingColumn()) if time_left else ()
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), *remaining)
    with Progress(
        *columns, console=console, disable=session.output.json or not console.is_terminal or not total
    ) as bar:
        task = bar.add_task(what, total=total)
        yield lambda more: bar.advance(task, more)
