from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from databourse.errors import InvalidInput, NotFound
from databourse.learning import Rows, read_rows

ROWS = Rows.of([[1.5, 2], [3, 4]], ["cat", "dog"])


def test_the_same_data_in_every_form(tmp_path: Path) -> None:
    last, named = tmp_path / "last.csv", tmp_path / "named.csv"
    last.write_text("a,b,kind\n1.5,2,cat\n3,4,dog\n", encoding="utf-8")
    named.write_text("kind,a,b\ncat,1.5,2\ndog,3,4e0\n", encoding="utf-8")
    ours, theirs = tmp_path / "ours.npz", tmp_path / "theirs.npz"
    np.savez(ours, features=ROWS.features, labels=ROWS.labels)
    np.savez(theirs, y=ROWS.labels, X=ROWS.features)
    found = [read_rows(last), read_rows(named, "kind"), read_rows(ours), read_rows(theirs)]
    assert {rows.digest for rows in found} == {ROWS.digest}
    table = tmp_path / "table.npy"
    np.save(table, np.array([[1.5, 2, 7], [3, 4, 8]]))
    assert read_rows(table).digest == Rows.of(ROWS.features, [7, 8]).digest


@pytest.mark.parametrize(
    ("text", "label", "message"),
    [
        ("a,kind\n", None, "has no units"),
        ("a,kind\nx,cat\n", None, "row 2, a is 'x', but it must be a number"),
        ("a,kind\n1,cat\nnan,cat\n", None, "features[1][0] is nan"),
        ("a,kind\n1\n", None, "row 2 is '1 cells'"),
        ("a,kind\n1,cat\n", "sort", "label is 'sort'"),
        ("a,a,kind\n1,2,cat\n", "a", "must have one such column"),
        ("kind\ncat\n", None, "has 1 rows and 0 features"),
        ("a,kind\n1,\n", None, "labels[0] is ''"),
    ],
)
def test_bad_csv(text: str, label: str | None, message: str, tmp_path: Path) -> None:
    file = tmp_path / "data.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput) as error:
        read_rows(file, label)
    assert message in error.value.message


def test_bad_numpy(tmp_path: Path) -> None:
    file, table, empty = tmp_path / "data.npz", tmp_path / "table.npy", tmp_path / "empty.npz"
    for path in (file, table):
        path.write_bytes(b"no such thing")
        with pytest.raises(InvalidInput, match="cannot be read as NumPy's"):
            read_rows(path)
    np.savez(file, features=ROWS.features)
    np.savez(empty)
    np.save(table, np.zeros(5))
    with pytest.raises(InvalidInput, match="has features, but it must have features and labels"):
        read_rows(file)
    with pytest.raises(InvalidInput, match="has nothing, but"):
        read_rows(empty)
    with pytest.raises(InvalidInput, match=r"shape is \(5,\)"):
        read_rows(table)
    np.savez(file, features=np.array([{}], dtype=object), labels=ROWS.labels)
    with pytest.raises(InvalidInput, match="cannot be read"):  # nothing that could run code is loaded
        read_rows(file)


def test_other_files(tmp_path: Path) -> None:
    for name in ("none.csv", "none.npz"):
        with pytest.raises(NotFound, match="there is no file"):
            read_rows(tmp_path / name)
    with pytest.raises(InvalidInput, match=r"it must be a .csv, .npz or .npy file"):
        read_rows(tmp_path / "data.parquet")
