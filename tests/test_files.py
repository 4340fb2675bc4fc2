from __future__ import annotations

from pathlib import Path

import pytest

from databourse.errors import BourseError, InvalidInput
from databourse.files import write_whole


def test_a_file_is_there_completely_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "folder" / "file.jsonl"
    write_whole(path, "old")
    write_whole(path, "new")
    assert path.read_text(encoding="utf-8") == "new"

    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", broken)
        with pytest.raises(BourseError, match="cannot be written: No space left"):
            write_whole(path, "newer")
    assert path.read_text(encoding="utf-8") == "new"
    assert list(path.parent.iterdir()) == [path]


def test_what_must_not_be_replaced_is_not(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_whole(path, "first", replace=False)
    with pytest.raises(InvalidInput, match="is there already"):
        write_whole(path, "second", replace=False)
    assert path.read_text(encoding="utf-8") == "first"
    assert list(tmp_path.iterdir()) == [path]
