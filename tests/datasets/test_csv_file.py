from __future__ import annotations

from pathlib import Path

import pytest

from databourse.datasets.csv_file import parse_csv, read_csv
from databourse.errors import InvalidInput, NotFound


def test_rows_are_units_and_chunks(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes(b'\xef\xbb\xbftime, value\r\n1, 2.5 \r\n\r\n2,"a,b"\r\n')
    data = read_csv(path)
    assert data.columns == ("time", "value")
    assert data.rows == (("1", "2.5"), ("2", "a,b"))
    assert data.units == 2
    assert data.chunks() == [b"\0\0\0\0001, 2.5 ", b'\0\0\0\0012,"a,b"']


def test_equal_rows_are_different_chunks() -> None:
    assert len(set(parse_csv("a\n1\n1\n1\n").chunks())) == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "has no units"),
        ("a,b\n", "has no units"),
        ("a,b\n1\n", "row 2 is '1 cells', but must have 2"),
        ('a\n"1\n', r"not valid CSV|over several lines"),
        ('a\n"1\n2"\n', "over several lines"),
    ],
)
def test_what_is_no_dataset(text: str, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        parse_csv(text)


def test_more_units_than_an_order_can_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("databourse.datasets.csv_file.MOST_UNITS", 2)
    assert parse_csv("a\n1\n2\n").units == 2
    with pytest.raises(InvalidInput, match="must be at most 2"):
        parse_csv("a\n1\n2\n3\n")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_csv(tmp_path / "missing.csv")
    with pytest.raises(InvalidInput, match="cannot be read"):
        read_csv(tmp_path)
    (tmp_path / "binary.csv").write_bytes(b"a\n\xff\xfe\n")
    with pytest.raises(InvalidInput, match="cannot be read as text"):
        read_csv(tmp_path / "binary.csv")
