"""Data sets from files: CSV with a column of labels, and NumPy's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from databourse.datasets.csv_file import read_csv
from databourse.errors import InvalidInput, NotFound
from databourse.learning.rows import Rows

#: How the arrays of an .npz file may be called.
_ARRAYS = (("features", "labels"), ("X", "y"), ("x", "y"), ("data", "target"))


def read_rows(path: Path, label: str | None = None) -> Rows:
    """The data set of a file.

    Args:
        path: of a .csv file whose first line names the columns; of an .npz file with arrays `features` and `labels`, or
            `X` and `y`; or of an .npy file with a table whose last column has the labels.
        label: the column of a CSV file that has the labels; the last one unless it is given.

    Raises:
        NotFound: there is no such file.
        InvalidInput: it has another form, a cell is no number, or as `Rows.of`.
    """
    if path.suffix in (".npz", ".npy"):
        return _read_numpy(path)
    if path.suffix != ".csv":
        raise InvalidInput.of("file", str(path), "it must be a .csv, .npz or .npy file")
    data = read_csv(path)
    name = data.columns[-1] if label is None else label
    if data.columns.count(name) != 1:
        raise InvalidInput.of("label", name, f"{path} must have one such column; it has {', '.join(data.columns)}")
    at = data.columns.index(name)
    features = [
        [_number(cell, path, row, data.columns[column]) for column, cell in enumerate(cells) if column != at]
        for row, cells in enumerate(data.rows, start=2)
    ]
    return Rows.of(np.array(features).reshape(len(features), -1), [cells[at] for cells in data.rows], str(path))


def _number(cell: str, path: Path, row: int, column: str) -> float:
    try:
        return float(cell)
    except ValueError:
        raise InvalidInput.of(f"{path}, row {row}, {column}", cell, "it must be a number") from None


def _read_numpy(path: Path) -> Rows:
    try:
        with path.open("rb") as file:
            found: Any = np.load(file, allow_pickle=False)
            arrays = found if isinstance(found, np.ndarray) else {name: found[name] for name in found.files}
    except FileNotFoundError as error:
        raise NotFound(f"there is no file {path}") from error
    except (OSError, ValueError, EOFError, BadZipFile) as error:
        raise InvalidInput(f"{path} cannot be read as NumPy's: {error}") from error
    if isinstance(arrays, np.ndarray):
        if arrays.ndim != 2 or arrays.shape[1] < 2:
            rule = "it must have rows, and columns of which labels are last"
            raise InvalidInput.of(f"{path}: shape", arrays.shape, rule)
        return Rows.of(arrays[:, :-1], arrays[:, -1], str(path))
    features, labels = _pair(arrays, path)
    return Rows.of(features, labels, str(path))


def _pair(arrays: dict[str, Any], path: Path) -> tuple[Any, Any]:
    for names in _ARRAYS:
        if all(name in arrays for name in names):
            return arrays[names[0]], arrays[names[1]]
    held = ", ".join(arrays) or "nothing"
    raise InvalidInput(f"{path} has {held}, but it must have features and labels (or X and y)")
