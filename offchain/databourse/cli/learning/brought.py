"""The data that a party brings, read and looked at before anything is encrypted or sent."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from databourse.cli.session import Session
from databourse.datasets.csv_file import read_csv
from databourse.errors import InvalidInput, UsageError
from databourse.learning.files import read_rows
from databourse.learning.rows import Rows

_MOST_LABELS = 10


@dataclass(frozen=True, eq=False)
class Brought:
    """What it trains with, and what all models are judged by, together with others'."""

    train: Rows
    validation: Rows


def read(train: Path | None, validation: Path | None, label: str | None) -> Brought:
    """The data of two files.

    Raises:
        UsageError: one is missing.
        NotFound: there is no such file.
        InvalidInput: a file has no row, a cell is no finite number, or the columns are not the same.
    """
    if train is None or validation is None:
        option = "--train" if train is None else "--validation"
        raise UsageError(f"{option} is missing", "name a file with your data, and one with validation rows")
    data = Brought(read_rows(train, label), read_rows(validation, label))
    if train.suffix == validation.suffix == ".csv":
        _require_same_names(train, validation)
    if data.train.columns != data.validation.columns:
        rule = f"{train} has {data.train.columns}: both must have the same"
        raise InvalidInput.of(f"{validation}: number of features", data.validation.columns, rule)
    return data


def _require_same_names(train: Path, validation: Path) -> None:
    """Refuses columns in another order: the models would take one for the other."""
    own, asked = read_csv(train).columns, read_csv(validation).columns
    for place, (name, other) in enumerate(zip(own, asked, strict=False)):
        if name != other:
            rule = f"{train} has {name} there: both must have the same columns in the same order"
            raise InvalidInput.of(f"{validation}: column {place + 1}", other, rule)


def tell(session: Session, data: Brought) -> None:
    """What there is, and warnings of what is likely to be a mistake."""
    own, asked = (sorted(set(rows.labels.tolist())) for rows in (data.train, data.validation))
    session.output.say(
        f"Your data: {len(data.train):,} rows of {data.train.columns} features with the labels {_listed(own)}; "
        f"{len(data.validation):,} validation rows."
    )
    if len(own) == 1:
        session.output.warn(f"all your rows have the label {own[0]}: your own model can answer nothing else")
    elif missing := sorted(set(asked) - set(own)):
        session.output.warn(f"you validate with labels that you have no rows of: {_listed(missing)}")
    if data.train.digest == data.validation.digest:
        session.output.warn("you validate with the rows that you train with: that says little about a model")


def _listed(labels: list[str]) -> str:
    shown = ", ".join(labels[:_MOST_LABELS])
    return shown + (f" and {len(labels) - _MOST_LABELS} more" if len(labels) > _MOST_LABELS else "")
