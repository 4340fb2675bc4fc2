"""Bundles that are kept until they are uploaded."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from databourse.chain import bundles
from databourse.errors import BourseError
from databourse.market.learning.parties import commitment

EXCHANGE: Any = SimpleNamespace(
    connection=SimpleNamespace(chain_id=31337), deployment=SimpleNamespace(market="0x" + "ab" * 20)
)
ROUND: Any = SimpleNamespace(series=3, number=7)
OTHER: Any = SimpleNamespace(series=3, number=70)
SEALED = b"sealed"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where they are kept."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path / "databourse" / "bundles"


def test_a_bundle_is_found_by_what_was_entered_for_it() -> None:
    path = bundles.keep(EXCHANGE, ROUND, SEALED)
    assert path.read_bytes() == SEALED and path.stat().st_mode & 0o077 == 0
    assert bundles.kept(EXCHANGE, ROUND, commitment(SEALED)) == SEALED
    assert bundles.kept(EXCHANGE, ROUND, commitment(b"another")) is None
    assert bundles.kept(EXCHANGE, OTHER, commitment(SEALED)) is None
    path.write_bytes(b"changed")
    assert bundles.kept(EXCHANGE, ROUND, commitment(SEALED)) is None


def test_only_those_of_the_round_are_forgotten() -> None:
    for one in (ROUND, OTHER):
        for sealed in (SEALED, b"another"):
            bundles.keep(EXCHANGE, one, sealed)
    assert bundles.forget(EXCHANGE, ROUND) == 2
    assert bundles.forget(EXCHANGE, ROUND) == 0
    assert bundles.kept(EXCHANGE, ROUND, commitment(SEALED)) is None
    assert bundles.kept(EXCHANGE, OTHER, commitment(SEALED)) == SEALED


def test_what_cannot_be_written_read_or_removed_is_told(folder: Path) -> None:
    path = bundles.keep(EXCHANGE, ROUND, SEALED)
    path.unlink()
    path.mkdir()
    with pytest.raises(BourseError, match="cannot be read"):
        bundles.kept(EXCHANGE, ROUND, commitment(SEALED))
    with pytest.raises(BourseError, match="cannot be removed"):
        bundles.forget(EXCHANGE, ROUND)
    path.rmdir()
    path.parent.rmdir()
    folder.rmdir()
    folder.write_text("a file", encoding="utf-8")
    with pytest.raises(BourseError, match="cannot be made"):
        bundles.keep(EXCHANGE, ROUND, SEALED)
