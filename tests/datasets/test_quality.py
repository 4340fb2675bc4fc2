from __future__ import annotations

from fractions import Fraction

import pytest

from databourse.datasets.csv_file import parse_csv
from databourse.datasets.quality import Quality, measure


def table(*rows: str, header: str = "time,value") -> Quality:
    """What is measured of these rows."""
    return measure(parse_csv("\n".join([header, *rows])))


def hours(*present: int) -> list[str]:
    """Rows of an hourly series, of the first days of 2026."""
    return [f"2026-01-{1 + hour // 24:02d}T{hour % 24:02d}:00,{hour}" for hour in present]


def test_a_series_without_gaps_is_the_best() -> None:
    found = table(*hours(*range(48)))
    assert found == Quality(rows=48, expected_rows=48, cells=48, filled=48, longest_gap=0)
    assert (found.completeness, found.continuity, found.grade) == (Fraction(1), Fraction(1), 15)


def test_missing_rows_count_against_the_continuity() -> None:
    found = table(*hours(*range(10), *range(13, 20), *range(21, 30)))
    assert (found.rows, found.expected_rows, found.longest_gap) == (26, 30, 3)
    assert found.grade == 13  # 15 * 26 / 30


def test_empty_cells_count_against_the_completeness() -> None:
    found = table("1,1,2", "2,,nan", "3,N/A,4", "4,5,null", header="time,a,b")
    assert (found.cells, found.filled, found.completeness) == (8, 4, Fraction(1, 2))
    assert found.grade == 7


def test_a_grade_is_exact_at_its_bound() -> None:
    # 14 of 15 cells: a float's 15 * (14 / 15) could be just below 14
    assert table(*[f"{n},{'' if n == 7 else n}" for n in range(15)]).grade == 14


def test_the_usual_step_is_not_fooled_by_one_gap() -> None:
    assert table("0,1", "10,1", "20,1", "50,1").expected_rows == 6
    assert table("0,1", "10,1", "30,1").expected_rows == 4


@pytest.mark.parametrize(
    "times",
    [
        ["2026/01/01 00:00", "2026/01/01 01:00", "2026/01/01 03:00"],
        ["2026-01-01T00:00+01:00", "2026-01-01T00:00+00:00", "2026-01-01T02:00Z"],
        ["2026-01-01", "2026-01-02", "2026-01-04"],
        ["0", "1.5", "4.5"],
        ["-2", "0", "4"],
    ],
)
def test_forms_of_time(times: list[str]) -> None:
    found = table(*(f"{time},1" for time in times))
    assert (found.cells, found.expected_rows) == (3, 4)


@pytest.mark.parametrize(
    "first",
    [["b", "a", "c"], ["3", "2", "1"], ["1", "1", "2"], ["1", "", "2"], ["1e999999999", "2", "3"], ["1/0", "2", "3"]],
)
def test_a_first_column_that_is_no_time_is_a_value(first: list[str]) -> None:
    found = table(*(f"{cell},1" for cell in first))
    assert (found.cells, found.continuity) == (6, Fraction(1))


def test_few_rows_have_no_usual_step() -> None:
    assert table("1,1").grade == 15
    assert table("1,1", "100,1").continuity == 1


def test_a_series_of_times_alone_is_complete() -> None:
    assert table("1", "2", "3", header="time").completeness == 1


def test_nothing_there_is_the_worst() -> None:
    assert table("1,", "2,", "3,").grade == 0
