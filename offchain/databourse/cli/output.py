"""What commands print: sentences and tables for people, one JSON value for programs.

With `--json` standard output holds that value and nothing else; warnings and questions always go to standard error.
"""

from __future__ import annotations

import json as jsonlib
import sys
from collections.abc import Sequence
from typing import Any

import click

from databourse.errors import BourseError
from databourse.printable import printable


class Output:
    """Where a command's results go.

    Attributes:
        json: whether a program reads along.
    """

    def __init__(self, json: bool = False) -> None:
        self.json = json
        self._warnings: list[str] = []

    def say(self, text: str = "") -> None:
        """A line for people; programs do not see it."""
        if not self.json:
            click.echo(writable(text))

    def warn(self, text: str) -> None:
        """Something that deserves attention but stops nothing. Programs find it under `warnings` of the result."""
        if self.json:
            self._warnings.append(text)
        else:
            click.echo(click.style("Warning: ", fg="yellow", bold=True) + text, err=True)

    def result(self, value: Any) -> None:
        """The result for programs; people do not see it."""
        if self.json:
            if self._warnings and isinstance(value, dict):
                value = {**value, "warnings": self._warnings}
            click.echo(json_text(value, indent=2))

    def table(
        self,
        columns: Sequence[str],
        rows: Sequence[Sequence[object]],
        title: str | None = None,
        tree: bool = False,
    ) -> None:
        """A table for people; without rows, none.

        A column whose name ends with `>` is aligned to the right. None is shown as nothing. Narrow terminals get their
        cells folded; the first column of a `tree` is not, because its lines belong together.
        """
        if self.json or not rows:
            return
        from rich.box import SIMPLE_HEAD
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(
            box=SIMPLE_HEAD,
            title=title,
            title_justify="left",
            title_style="bold",
            padding=(0, 1, 0, 0),
            pad_edge=False,
            show_edge=False,
        )
        for place, column in enumerate(columns):
            table.add_column(
                column.rstrip(">"),
                justify="right" if column.endswith(">") else "left",
                overflow="fold",
                no_wrap=tree and place == 0,
            )
        for row in rows:
            table.add_row(*(Text("" if cell is None else printable(str(cell))) for cell in row))
        # in a pipe nothing limits the width, and cutting cells would lose what they say
        console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else 10_000, highlight=False)
        console.print(table)

    def error(self, error: BourseError) -> None:
        """An error and what to do about it: to standard error for people, as the one JSON value for programs."""
        if self.json:
            self.result({"error": self.error_json(error)})
            return
        click.echo(click.style("Error: ", fg="red", bold=True) + error.message, err=True)
        if error.hint:
            click.echo(click.style("Hint: ", bold=True) + error.hint, err=True)

    @staticmethod
    def error_json(error: BourseError) -> dict[str, Any]:
        """An error for programs."""
        return {
            "kind": type(error).__name__,
            "message": error.message,
            "hint": error.hint,
            "exit_code": error.exit_code,
        }


def json_text(value: Any, indent: int | None = None) -> str:
    """A value as JSON that standard output can write."""
    unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    return writable(jsonlib.dumps(value, indent=indent, ensure_ascii=not unicode))


def writable(text: str) -> str:
    """The text with escapes, as JSON has them, for what UTF-8 cannot write: names of files may be of any bytes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
