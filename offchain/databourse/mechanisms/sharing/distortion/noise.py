"""A dataset at a weight: all rows, with noise on columns of numbers.

How much noise is calibrated on the mean: with the column's variance s^2 and noise of variance s^2 (1/w - 1), the mean
of n rows is as exact as that of w n rows without noise. The noise is a sum of independent steps, one for each percent
from w to 1, and a higher weight leaves out the first of them: so the better version is worth as much as both together,
and nothing is learnt by keeping the worse one.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from databourse.datasets.csv_file import CsvDataset
from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import Floats, check_integer
from databourse.mechanisms.sharing.distortion.checking import check_seed, check_weight

STEPS = 100
_PURPOSE = b"databourse noise on a column"
_MOST_DECIMALS = 15


@dataclass(frozen=True, slots=True)
class Blur:
    """A blurred version.

    Attributes:
        columns: their names.
        rows: cells, of which those of the blurred columns have noise.
        percent: the weight that was delivered, in percent, rounded up.
        deviations: by blurred column, the standard deviation of the noise.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    percent: int
    deviations: dict[str, float]


def blur(dataset: CsvDataset, weight: Fraction | int, seed: bytes, columns: Sequence[str], decimals: int = 6) -> Blur:
    """The dataset at a weight, rounded up to whole percents; at 1 it is the dataset as it is.

    The same seed at a higher weight lifts it. Empty cells stay empty.

    Args:
        dataset: what is blurred.
        weight: above 0, up to 1.
        seed: 32 bytes; who has it can take the noise off.
        columns: names of columns of numbers.
        decimals: of what is written, up to 15.

    Raises:
        InvalidInput: the weight is not above 0 and at most 1, the seed has not 32 bytes, there is no such column, or a
            cell of it is no number.
    """
    exact = check_weight("weight", weight)
    if not exact:
        raise InvalidInput.of("weight", "0", "noise leaves something over at any weight: hold all rows back instead")
    percent = -(-exact.numerator * STEPS // exact.denominator)
    check_integer("decimals", decimals, 0, _MOST_DECIMALS)
    check_seed(seed)
    rows = [list(row) for row in dataset.rows]
    deviations = {}
    for name in columns:
        place = _place(dataset, name)
        filled = [number for number, row in enumerate(rows) if row[place]]
        values = np.array([_number(dataset, number, place) for number in filled])
        variance = float(values.var()) if filled else 0.0
        deviations[name] = math.sqrt(variance * (STEPS / percent - 1))
        if percent == STEPS:
            continue
        blurred = values + _noise(variance, dataset.units, percent, seed, name)[filled]
        for number, value in zip(filled, blurred.tolist(), strict=True):
            rows[number][place] = f"{value:.{decimals}f}"
    return Blur(dataset.columns, tuple(map(tuple, rows)), percent, deviations)


def _noise(variance: float, rows: int, percent: int, seed: bytes, column: str) -> Floats:
    """The sum of the steps from a weight up to 1, by row."""
    total = np.zeros(rows)
    for step in range(STEPS - 1, percent - 1, -1):
        # between variances s^2 (100/step - 1) and s^2 (100/(step + 1) - 1)
        total += math.sqrt(variance * STEPS / (step * (step + 1))) * _normals(rows, seed, column, step)
    return total


def _normals(count: int, seed: bytes, column: str, step: int) -> Floats:
    """Standard normals by Box and Muller, from the SHAKE-256 of purpose, seed, step and column."""
    drawn = hashlib.shake_256(_PURPOSE + seed + bytes([step]) + column.encode()).digest(16 * count)
    uniform = (np.frombuffer(drawn, dtype="<u8").reshape(count, 2) >> np.uint64(11)).astype(np.float64)
    radius = np.sqrt(-2 * np.log((uniform[:, 0] + 0.5) / 2**53))
    normals: Floats = radius * np.cos(2 * np.pi * uniform[:, 1] / 2**53)
    return normals


def _place(dataset: CsvDataset, name: str) -> int:
    if name not in dataset.columns:
        raise InvalidInput.of("column", name, f"the dataset has {', '.join(dataset.columns)}")
    return dataset.columns.index(name)


def _number(dataset: CsvDataset, row: int, place: int) -> float:
    cell = dataset.rows[row][place]
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InvalidInput.of(f"row {row}, column {dataset.columns[place]}", cell, "it must be a number to be blurred")
    return value
