"""The types of data in CSV files."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from pathlib import Path

from databourse.cli.progress import progress
from databourse.cli.session import Session
from databourse.datasets.csv_file import CsvDataset, read_csv
from databourse.errors import InvalidInput
from databourse.files import write_whole
from databourse.mechanisms.coalition.checking import check_number
from databourse.mechanisms.coalition.types import Likeness, distributed_shapley, quantise, value_quantiles


@dataclass(frozen=True)
class Wish:
    """What the command's options said."""

    files: tuple[Path, ...]
    column: str | None
    reference: Path | None
    levels: int
    largest: int
    draws: int
    precision: float
    quantiles: bool
    seed: int
    out: Path | None


@dataclass(frozen=True)
class Typed:
    """One file's result: rows, value of a row and half of its 95 % interval, score, and types that the interval has."""

    file: Path
    units: int
    value: float
    half_width: float
    score: float
    types: tuple[int, int, int]
    draws: int


def tell_types(session: Session, wish: Wish) -> None:
    """Estimates, tells and writes the types.

    Raises:
        NotFound: there is no such file.
        InvalidInput: a file holds no number in the column, or a number of the options is out of range.
        BourseError: the types cannot be written.
    """
    check_number("precision", wish.precision, 0)
    read = [read_csv(file) for file in wish.files]
    name = wish.column or _last_numeric(read[0], wish.files[0])
    columns = [_numbers(data, name, file) for data, file in zip(read, wish.files, strict=True)]
    wanted = columns if wish.reference is None else [_numbers(read_csv(wish.reference), name, wish.reference)]
    likeness = Likeness([number for column in wanted for number in column])
    estimates = []
    with progress(session, "valuing files", len(columns)) as advance:
        for column in columns:
            estimates.append(
                distributed_shapley(
                    likeness,
                    lambda chance, size, column=column: [column[at] for at in chance.integers(0, len(column), size)],  # type: ignore[misc]
                    None,
                    wish.largest,
                    draws=wish.draws,
                    precision=wish.precision / wish.largest,
                    seed=wish.seed,
                )
            )
            advance(1)
    scores = (
        value_quantiles([one.value for one in estimates])
        if wish.quantiles
        else [_within(one.value * wish.largest) for one in estimates]
    )
    found = []
    for file, data, one, score in zip(wish.files, read, estimates, scores, strict=True):
        around = 0.0 if wish.quantiles else one.half_width * wish.largest
        low, here, high = (quantise(_within(score + shift), wish.levels) for shift in (-around, 0.0, around))
        found.append(Typed(file, data.units, one.value, one.half_width, score, (low, here, high), one.draws))
    _tell(session, wish, name, found)


def _tell(session: Session, wish: Wish, name: str, found: list[Typed]) -> None:
    session.output.table(
        ["file", "rows>", "value θ>", "±>", "score ξ>", "type>", "types within ±"],
        [
            (
                one.file.name,
                f"{one.units:,}",
                f"{one.value:.5f}",
                f"{one.half_width:.5f}",
                f"{one.score:.3f}",
                one.types[1],
                None if one.types[0] == one.types[2] else f"{one.types[0]} to {one.types[2]}",
            )
            for one in found
        ],
    )
    if wish.out is not None:
        write_whole(wish.out, _devices(found))
        session.output.say(f"Written to {wish.out}: `bourse coalition join SLOT --devices {wish.out}` takes it.")
    session.output.result(
        {
            "column": name,
            "levels": wish.levels,
            "largest": wish.largest,
            "files": [
                {
                    "file": str(one.file),
                    "samples": one.units,
                    "value": one.value,
                    "half_width": one.half_width,
                    "score": one.score,
                    "type": one.types[1],
                    "types_within": [one.types[0], one.types[2]],
                    "draws": one.draws,
                }
                for one in found
            ],
        }
    )


def _devices(found: list[Typed]) -> str:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["file", "samples", "type"])
    rows.writerows([one.file, one.units, one.types[1]] for one in found)
    return text.getvalue()


def _within(score: float) -> float:
    return min(1.0, max(0.0, score))


def _last_numeric(data: CsvDataset, file: Path) -> str:
    for place in reversed(range(len(data.columns))):
        cells = [row[place] for row in data.rows if row[place]]
        if cells and _is_number(cells[0]):
            return data.columns[place]
    raise InvalidInput(f"{file} has no column of numbers", "name one with --column")


def _numbers(data: CsvDataset, name: str, file: Path) -> list[float]:
    """The column's numbers; cells without anything are passed over."""
    if name not in data.columns:
        raise InvalidInput.of("column", name, f"{file} has {', '.join(data.columns)}")
    place = data.columns.index(name)
    found = []
    for row, cells in enumerate(data.rows, start=2):
        if cells[place]:
            if not _is_number(cells[place]):
                raise InvalidInput.of(f"{file}, row {row}, {name}", cells[place], "it must be a finite number")
            found.append(float(cells[place]))
    if not found:
        raise InvalidInput(f"{file} has no number in the column {name}", "name another with --column")
    return found


def _is_number(cell: str) -> bool:
    try:
        return math.isfinite(float(cell))
    except ValueError:
        return False
