"""What was trained already, on disk: a cell of a table by the hashes of what went into it.

An interrupted run goes on where it stopped, and another market that shares data with this one trains only what is new.
Cells are written down while others are still trained.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

from databourse.errors import BourseError, InvalidInput

_CELLS = "CREATE TABLE IF NOT EXISTS cells (name TEXT PRIMARY KEY, correct INTEGER) WITHOUT ROWID"
_AT_ONCE = 500


def cell_key(trainer: str, data: Sequence[str], task: str) -> str:
    """The name of a cell: the identity of a trainer, the sorted hashes of data, and the hash of a validation set."""
    return hashlib.sha256("\n".join([trainer, *sorted(data), task]).encode()).hexdigest()


class Memo:
    """Counts of correct answers by the name of their cell; without a path, in memory only. Use it in a `with`."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        try:
            if path:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(path or ":memory:")
            self._base.execute(
                "CREATE TABLE IF NOT EXISTS cells (name TEXT PRIMARY KEY, correct INTEGER) WITHOUT ROWID"
            )
        except sqlite3.DatabaseError as error:
            raise InvalidInput(f"{path} holds no trained cells: {error}", "name another file, or remove it") from error
        except OSError as error:
            raise BourseError(f"{path} cannot be written: {error.strerror}") from error

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closes the file."""
        self._base.close()

    def known(self, names: Sequence[str]) -> dict[str, int]:
        """The counts of those cells that are there."""
        found: dict[str, int] = {}
        for start in range(0, len(names), _AT_ONCE):
            asked = names[start : start + _AT_ONCE]
            marks = ",".join("?" * len(asked))
            found.update(self._base.execute(f"SELECT name, correct FROM cells WHERE name IN ({marks})", asked))
        return found

    def keep(self, cells: Iterable[tuple[str, int]]) -> None:
        """Writes cells down.

        Raises:
            BourseError: the file cannot be written.
        """
        try:
            with self._base:
                self._base.executemany("INSERT OR REPLACE INTO cells VALUES (?, ?)", cells)
        except sqlite3.Error as error:
            raise BourseError(f"{self.path} cannot be written: {error}") from error
