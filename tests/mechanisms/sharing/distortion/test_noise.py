from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from databourse.datasets.csv_file import CsvDataset, parse_csv
from databourse.errors import InvalidInput
from databourse.mechanisms.sharing.distortion import Blur, blur

SEED = bytes(range(32))
TRUTH = np.random.default_rng(1).normal(20, 5, 20_000).round(3)
DATA = parse_csv("name,value,other\n" + "".join(f"row {row},{value},7\n" for row, value in enumerate(TRUTH)))
WEIGHTS = (Fraction(1, 100), Fraction(1, 4), Fraction(1, 2), Fraction(9, 10))


def column(version: Blur) -> Any:
    return np.array([float(row[1]) for row in version.rows])


def noise(version: Blur) -> Any:
    return column(version) - TRUTH


@pytest.mark.parametrize("weight", WEIGHTS)
def test_noise_is_as_strong_as_the_weight_says(weight: Fraction) -> None:
    """The mean of n blurred rows is as exact as that of w n rows: (s^2 + noise) / n = s^2 / (w n)."""
    blurred = blur(DATA, weight, SEED, ["value"])
    assert blurred.deviations["value"] == pytest.approx((TRUTH.var() * (1 / float(weight) - 1)) ** 0.5)
    assert noise(blurred).std() == pytest.approx(blurred.deviations["value"], rel=0.03)
    assert abs(noise(blurred).mean()) < 4 * blurred.deviations["value"] / len(TRUTH) ** 0.5
    assert abs(np.corrcoef(noise(blurred), TRUTH)[0, 1]) < 0.03
    assert TRUTH.var() / column(blurred).var() == pytest.approx(float(weight), rel=0.05)


def test_a_better_version_is_worth_as_much_as_both() -> None:
    """What the worse version has on top is independent of what the better one has."""
    for worse, better in pairwise(WEIGHTS):
        low, high = (noise(blur(DATA, weight, SEED, ["value"])) for weight in (worse, better))
        assert abs(np.corrcoef(low - high, high)[0, 1]) < 0.03
        assert (low - high).var() == pytest.approx(low.var() - high.var(), rel=0.05)


def test_at_full_weight_it_is_the_dataset_as_it_is() -> None:
    whole = blur(DATA, 1, SEED, ["value"])
    assert whole.rows == DATA.rows and whole.percent == 100 and whole.deviations == {"value": 0.0}


def test_only_the_named_columns_are_blurred_and_empty_cells_stay() -> None:
    gaps = parse_csv("a,b\n1,x\n,y\n3,z\n8,\n")
    blurred = blur(gaps, Fraction(1, 2), SEED, ["a"], decimals=2)
    assert [row[1] for row in blurred.rows] == ["x", "y", "z", ""]
    cells = [row[0] for row in blurred.rows]
    assert cells[1] == "" and all(len(cell.partition(".")[2]) == 2 for cell in cells if cell)
    assert cells[0] != "1.00" and blurred.columns == ("a", "b")
    assert blur(parse_csv("a,b\n,1\n"), Fraction(1, 2), SEED, ["a"]).rows == (("", "1"),)


def test_noise_depends_on_seed_column_and_row_alone() -> None:
    data = parse_csv("a,b\n" + "".join(f"{row},{row}\n" for row in range(50)))
    once = blur(data, Fraction(1, 2), SEED, ["a", "b"])
    assert blur(data, Fraction(1, 2), SEED, ["a", "b"]) == once
    assert blur(data, Fraction(1, 2), SEED, ["a"]).rows[7][0] == once.rows[7][0]
    assert once.rows[7][0] != once.rows[7][1]
    assert blur(data, Fraction(1, 2), bytes(32), ["a"]).rows[7][0] != once.rows[7][0]


def test_weights_are_rounded_up_to_percents() -> None:
    assert blur(DATA, Fraction(1, 3), SEED, ["value"]).percent == 34
    assert blur(DATA, Fraction(1, 10**9), SEED, []).percent == 1
    assert blur(DATA, Fraction(999, 1000), SEED, ["value"]).rows == DATA.rows


@pytest.mark.parametrize(
    ("data", "weight", "columns", "message"),
    [
        (DATA, 0, ["value"], "weight is '0', but noise leaves something"),
        (DATA, Fraction(11, 10), ["value"], "weight is '11/10'"),
        (DATA, Fraction(1, 2), ["values"], "column is 'values', but the dataset has name, value, other"),
        (DATA, Fraction(1, 2), ["name"], "row 0, column name is 'row 0', but it must be a number"),
        (parse_csv("a\ninf\n"), Fraction(1, 2), ["a"], "row 0, column a is 'inf'"),
    ],
)
def test_what_cannot_be_blurred(data: CsvDataset, weight: Fraction, columns: list[str], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        blur(data, weight, SEED, columns)


def test_bad_seeds_and_decimals() -> None:
    with pytest.raises(InvalidInput, match="the seed must be 32 bytes"):
        blur(DATA, Fraction(1, 2), b"short", ["value"])
    with pytest.raises(InvalidInput, match="decimals is 16"):
        blur(DATA, Fraction(1, 2), SEED, ["value"], decimals=16)
