"""Tables of learning rounds that came to this machine, kept by their root: of large rounds a chain has no more.

A file is named by what it must hash to, so whoever changes one only makes it unknown.
"""

from __future__ import annotations

from pathlib import Path

from databourse.chain.config import config_folder
from databourse.files import write_whole
from databourse.market.learning.tables import TABLES


def keep(packed: bytes) -> Path:
    """Keeps a table, as `pack_counts` gives it, and makes it known; where it is.

    Raises:
        InvalidInput: it is not a power of two of words.
        BourseError: it cannot be written.
    """
    path = _path(TABLES.add(packed))
    write_whole(path, packed)
    return path


def find(root: bytes) -> bytes | None:
    """What is kept under this root; None if nothing is, or it cannot be read."""
    try:
        return _path(root).read_bytes()
    except OSError:
        return None


def _path(root: bytes) -> Path:
    return config_folder() / "tables" / f"{root.hex()}.table"


TABLES.ask(find)
