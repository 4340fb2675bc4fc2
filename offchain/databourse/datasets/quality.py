"""The quality of a time series, measured: how much of what it should hold is there.

A series that misses nothing has a row for every step of time and a number in every cell. So

    completeness = filled cells / cells of the rows that are there
    continuity   = rows that are there / rows that a series without gaps would have
    grade        = floor(15 * completeness * continuity)

The first column is the time if its cells rise strictly from row to row and are all times (ISO 8601, also with slashes;
without an offset: UTC) or all numbers. The usual step is the median of the steps (the lower one of two); between two
rows that are k steps apart, rounded, k - 1 rows are missing. With fewer than three rows, or with a first column that is
no time, nothing counts as missing. A cell is filled unless it is empty or one of the usual words for nothing (nan, na,
n/a, null, none, -). All of it is computed exactly, so everyone finds the same grade.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

from databourse.datasets.csv_file import CsvDataset

BEST_GRADE = 15
"""Grades go from 0 to this, as in the contracts."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOTHING = frozenset({"", "nan", "na", "n/a", "null", "none", "-"})


@dataclass(frozen=True)
class Quality:
    """What was measured.

    Attributes:
        rows: rows that are there.
        expected_rows: rows that a series without gaps would have; equal to `rows` where the time is not known.
        cells: cells of the rows that are there, the time not counted.
        filled: those of them that hold something.
        longest_gap: rows missing in a row, at most.
    """

    rows: int
    expected_rows: int
    cells: int
    filled: int
    longest_gap: int

    @property
    def completeness(self) -> Fraction:
        """Share of the cells that are filled; 1 where there are none besides the time."""
        return Fraction(self.filled, self.cells) if self.cells else Fraction(1)

    @property
    def continuity(self) -> Fraction:
        """Share of the expected rows that are there."""
        return Fraction(self.rows, self.expected_rows)

    @property
    def grade(self) -> int:
        """From 0 to 15."""
        return int(BEST_GRADE * self.completeness * self.continuity)


def measure(dataset: CsvDataset) -> Quality:
    """Measures a dataset."""
    times = _times([row[0] for row in dataset.rows])
    values = [row[1:] if times else row for row in dataset.rows]
    gaps = _gaps(times) if times else []
    return Quality(
        rows=dataset.units,
        expected_rows=dataset.units + sum(gaps),
        cells=sum(len(row) for row in values),
        filled=sum(cell.lower() not in _NOTHING for row in values for cell in row),
        longest_gap=max(gaps, default=0),
    )


def _gaps(times: Sequence[Fraction]) -> list[int]:
    """How many rows are missing after each row, at least 0."""
    steps = sorted(later - earlier for earlier, later in pairwise(times))
    if len(steps) < 2:
        return []
    # the lower of the two middle steps: gaps only ever make steps longer
    usual = steps[(len(steps) - 1) // 2]
    return [max(0, round((later - earlier) / usual) - 1) for earlier, later in pairwise(times)]


def _times(cells: Sequence[str]) -> list[Fraction]:
    """The cells as strictly rising times, or nothing if they are none."""
    for read in (_number, _moment):
        try:
            times = [read(cell) for cell in cells]
        except (ValueError, TypeError, ZeroDivisionError):
            continue
        if all(earlier < later for earlier, later in pairwise(times)):
            return times
    return []


def _number(cell: str) -> Fraction:
    if len(cell) > 40 or "e" in cell.lower():  # an exponent could ask for a number of any size
        raise ValueError(cell)
    return Fraction(cell)


def _moment(cell: str) -> Fraction:
    moment = datetime.fromisoformat(cell.replace("/", "-"))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return Fraction((moment - _EPOCH) // timedelta(microseconds=1))
