"""Tables of learning rounds that are kept on this machine."""

from __future__ import annotations

import pytest

from databourse.chain import kept_tables
from databourse.errors import InvalidInput
from databourse.market.challenging import Unavailable
from databourse.market.learning.tables import TABLES
from databourse.market.learning.words import WordTree, pack_counts
from tests.market.learning.rounds import random_table

PACKED = pack_counts(random_table(6).correct)
ROOT = WordTree(PACKED).root


def test_what_was_kept_is_found_by_another_process() -> None:
    path = kept_tables.keep(PACKED)
    assert path.name == f"{ROOT.hex()}.table"
    TABLES.forget()  # as in a process that starts
    assert TABLES.find(ROOT, 6) == PACKED


def test_a_file_that_was_changed_is_not_believed() -> None:
    path = kept_tables.keep(PACKED)
    path.write_bytes(PACKED[:-1] + b"\x01")
    TABLES.forget()
    with pytest.raises(Unavailable):
        TABLES.find(ROOT, 6)


def test_what_is_not_there_is_not_found() -> None:
    assert kept_tables.find(bytes(32)) is None


def test_what_is_no_table_is_not_kept() -> None:
    with pytest.raises(InvalidInput, match="power of two of words"):
        kept_tables.keep(bytes(33))
