"""A data set that somebody brings to a market: rows of features with a label each, checked, and named by their hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from databourse.errors import InvalidInput

Floats: TypeAlias = npt.NDArray[np.float64]
#: Labels are texts; the number 3 is the label "3" whatever type it has.
Labels: TypeAlias = npt.NDArray[np.str_]


@dataclass(frozen=True, eq=False)
class Rows:
    """Features and labels; `of` checks and builds it.

    Attributes:
        features: of shape (rows, columns), finite.
        labels: one for each row.
    """

    features: Floats
    labels: Labels

    @classmethod
    def of(cls, features: Any, labels: Any, field: str = "the data") -> Rows:
        """The data set of these features and labels; `field` is what errors call it.

        Raises:
            InvalidInput: there is no row or no column, a feature is no finite number, or there is not one label a row.
        """
        table = _table(features, field)
        texts = _texts(labels, field)
        if len(texts) != len(table):
            raise InvalidInput(f"{field} has {len(table)} rows of features, but {len(texts)} labels")
        if not table.size:
            rule = "there must be a row, and a feature beside the label"
            raise InvalidInput(f"{field} has {len(table)} rows and {table.shape[1]} features, but {rule}")
        wrong = np.argwhere(~np.isfinite(table))
        if len(wrong):
            row, column = map(int, wrong[0])
            value = float(table[row, column])
            raise InvalidInput.of(f"{field}: features[{row}][{column}]", value, "it must be a finite number")
        return cls(table, texts)

    def __len__(self) -> int:
        """How many rows."""
        return len(self.labels)

    @property
    def columns(self) -> int:
        """How many features."""
        return self.features.shape[1]

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the numbers and the labels, in hexadecimal: equal data have the same, on every machine."""
        found = hashlib.sha256()
        found.update(f"databourse rows {len(self)} {self.columns}\n".encode())
        found.update(np.ascontiguousarray(self.features, dtype="<f8").tobytes())
        for label in self.labels.tolist():
            raw = label.encode()
            found.update(len(raw).to_bytes(4) + raw)
        return found.hexdigest()

    def only(self, labels: set[str]) -> Rows:
        """The rows that have one of these labels.

        Raises:
            InvalidInput: there is none.
        """
        kept = np.isin(self.labels, sorted(labels))
        if not kept.any():
            raise InvalidInput(f"no row has a label of {', '.join(sorted(labels))}")
        return Rows(self.features[kept], self.labels[kept])


def _table(features: Any, field: str) -> Floats:
    try:
        table: Floats = np.asarray(features, dtype=np.float64) + 0.0  # a copy, in which there is no -0
    except (TypeError, ValueError) as error:
        raise InvalidInput(f"{field} has features that are no numbers: {error}") from error
    if table.ndim != 2:
        raise InvalidInput(f"{field} has features of {table.ndim} dimensions, but there must be rows and columns")
    return table


def _texts(labels: Any, field: str) -> Labels:
    column = np.asarray(labels)
    if column.ndim != 1:
        raise InvalidInput(f"{field} has labels of {column.ndim} dimensions, but there must be one a row")
    if column.dtype.kind == "f":
        whole = np.isfinite(column) & (column == np.floor(column)) & (np.abs(column) < 2**53)
        if not whole.all():
            row = int(np.argmin(whole))
            raise InvalidInput.of(f"{field}: labels[{row}]", float(column[row]), "it must be a whole number or a text")
        column = column.astype(np.int64)
    texts = [str(label).strip() for label in column.tolist()]
    if "" in texts:
        raise InvalidInput.of(f"{field}: labels[{texts.index('')}]", "", "it must not be empty")
    return np.array(texts, dtype=np.str_)
