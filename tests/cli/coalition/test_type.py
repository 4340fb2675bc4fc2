from __future__ import annotations

import csv
from pathlib import Path

import pytest

from databourse.mechanisms.coalition.types import Likeness, distributed_shapley, quantise
from tests.cli.conftest import ok, refused

FEW = ("--draws", "1000")


@pytest.fixture
def stations(tmp_path: Path) -> list[Path]:
    """Three files of one year: a stretch of it, a shorter stretch, and rows from everywhere."""
    kept = {"spring": range(30, 60), "may": range(40, 45), "all": range(0, 100, 3)}
    files = []
    for name, days in kept.items():
        files.append(tmp_path / f"{name}.csv")
        files[-1].write_text("\n".join(["day,celsius", *(f"{day},{day / 4}" for day in days)]), encoding="utf-8")
    return files


def test_values_are_those_of_the_library(stations: list[Path]) -> None:
    answer = ok("coalition", "type", *stations, "--levels", "4", "--largest", "6", *FEW, "--seed", "3", "--json").json
    numbers = [[float(row["celsius"]) for row in csv.DictReader(file.open(encoding="utf-8"))] for file in stations]
    everywhere = Likeness([number for column in numbers for number in column])
    for one, column in zip(answer["files"], numbers, strict=True):
        worth = distributed_shapley(
            everywhere,
            lambda chance, size, column=column: [column[at] for at in chance.integers(0, len(column), size)],  # type: ignore[misc]
            None,
            6,
            draws=1000,
            seed=3,
        )
        assert (one["value"], one["half_width"], one["draws"]) == (worth.value, worth.half_width, 1000)
        assert one["score"] == 6 * worth.value and one["type"] == quantise(one["score"], 4)
        assert one["samples"] == len(column)
        within = [quantise(one["score"] + sign * 6 * worth.half_width, 4) for sign in (-1, 1)]
        assert one["types_within"] == within
    may, everything = answer["files"][1]["score"], answer["files"][2]["score"]
    assert may < everything
    assert answer["column"] == "celsius"


def test_a_table_for_people_and_a_file_to_join_with(stations: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "devices.csv"
    told = ok("coalition", "type", *stations, "--levels", "3", "--quantiles", *FEW, "--out", out).out
    assert f"`bourse coalition join SLOT --devices {out}`" in told
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    assert [(row["file"], row["samples"]) for row in rows] == [
        (str(file), size) for file, size in zip(stations, ("30", "5", "34"), strict=True)
    ]
    assert sorted(row["type"] for row in rows) == ["0", "1", "2"]


def test_the_interval_tells_when_a_type_is_not_certain(stations: list[Path]) -> None:
    told = ok("coalition", "type", stations[0], "--levels", "5000", "--draws", "100").out
    assert " to " in told.splitlines()[-1]


def test_a_reference_and_a_column_of_ones_own(stations: list[Path]) -> None:
    answer = ok("coalition", "type", stations[1], "--reference", stations[2], "--column", "day", *FEW, "--json").json
    alone = ok("coalition", "type", stations[1], "--column", "day", *FEW, "--json").json
    assert answer["files"][0]["score"] < alone["files"][0]["score"]


def test_it_stops_where_it_is_precise_enough(stations: list[Path]) -> None:
    answer = ok("coalition", "type", stations[0], "--draws", "20000", "--precision", "0.05", "--json").json
    (one,) = answer["files"]
    assert one["draws"] < 20_000 and 10 * one["half_width"] <= 0.05


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        ("a,b\n1,x\n", ("--column", "b"), "row 2, b is 'x', but it must be a finite number"),
        ("a,b\n1,nan\n", ("--column", "b"), "row 2, b is 'nan'"),
        ("a,b\n1,2\n", ("--column", "c"), "column is 'c', but"),
        ("a\nx\n", (), "has no column of numbers"),
        ("a,b\n1,\n", ("--column", "b"), "has no number in the column b"),
        ("a\n1\n", ("--levels", "0"), "levels is '0', but must be a whole number from 1"),
        ("a\n1\n", ("--draws", "1"), "draws is '1'"),
        ("a\n1\n", ("--precision", "-1"), "precision is -1.0, but it must not be negative"),
    ],
)
def test_bad_data(text: str, options: tuple[str, ...], message: str, tmp_path: Path) -> None:
    file = tmp_path / "data.csv"
    file.write_text(text, encoding="utf-8")
    assert message in refused(2, "coalition", "type", file, *options)
