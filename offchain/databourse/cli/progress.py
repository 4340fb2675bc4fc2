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
def progress(session: Session, what: str, total: int) -> Iterator[Advance]:
    """Shows a bar for as long as the block runs; nothing for programs, and nothing when there is nothing to do."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(
        *columns, console=console, disable=session.output.json or not console.is_terminal or not total
    ) as bar:
        task = bar.add_task(what, total=total)
        yield lambda more: bar.advance(task, more)
