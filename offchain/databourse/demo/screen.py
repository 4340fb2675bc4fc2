"""What a run prints: a line for each step with the time so far, details below it, and tables."""

from __future__ import annotations

import sys
import textwrap
import time
from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table

_INDENT = 9


class Screen:
    """Standard output; the clock starts when it is made."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        # a pipe has no width, and what a line says must not depend on who reads it
        width = None if sys.stdout.isatty() else 120
        self._console = Console(file=sys.stdout, width=width, highlight=False, markup=False)

    @property
    def seconds(self) -> float:
        """Time so far."""
        return time.monotonic() - self._started

    def step(self, text: str) -> None:
        """Says what comes next."""
        self._console.print(self._wrapped(text, f"{self.seconds:5.1f} s  "), style="bold", soft_wrap=True)

    def say(self, text: str) -> None:
        """A detail of this step; two blanks at its beginning move all of its lines in."""
        self._console.print(self._wrapped(text, " " * _INDENT), soft_wrap=True)

    def _wrapped(self, text: str, before: str) -> str:
        lead = len(text) - len(text.lstrip())
        return textwrap.fill(
            text,
            self._console.width,
            initial_indent=before,
            subsequent_indent=" " * (_INDENT + lead),
            break_on_hyphens=False,
        )

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """A table; a column whose name ends with `>` is aligned to the right."""
        table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
        for column in columns:
            right = column.endswith(">")
            table.add_column(column.rstrip(">"), justify="right" if right else "left", overflow="fold")
        for row in rows:
            table.add_row(*(str(cell) for cell in row))
        self._console.print(Padding(table, (0, 0, 0, 2), expand=False))
