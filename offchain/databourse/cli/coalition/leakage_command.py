"""`bourse coalition leakage`: what devices' data reveal of each other's, from samples in a CSV file."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import click

from databourse.cli.command import Command, local
from databourse.cli.session import Session
from databourse.datasets.csv_file import CsvDataset, read_csv
from databourse.errors import InvalidInput
from databourse.files import write_whole
from databourse.money import parse_count

_MOST_TYPE = 31  # the leakage game of a round knows 32


@click.command(
    cls=Command,
    examples="""
    bourse coalition leakage samples.csv
    bourse coalition leakage samples.csv --precision 0.001 --patience 50
    bourse coalition leakage samples.csv --types 0,0,1 --out types.json
    bourse coalition leakage samples.csv --json
    """,
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--precision", type=float, default=5e-4, show_default=True, help="Change of r that counts as none.")
@click.option("--patience", type=int, default=20, show_default=True, help="Rounds without change after which to stop.")
@click.option("--types", help="Type of each device's data, such as 0,0,1.  [default: each device is a type]")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the influence among types.")
@local
def leakage(session: Session, file: Path, precision: float, patience: int, types: str | None, out: Path | None) -> None:
    r"""Learn what data reveal of each other's, sample by sample.

    FILE is a CSV file: its first line names the devices, every further line is a round with a number of each. Reading
    stops where no correlation r has changed for some rounds. That is no accuracy: how far r may be from the truth in
    95 of 100 cases stands beside it, and how many samples would make that as small as the precision.

    With --json the influence, r squared, is the matrix that a leakage game of `bourse solve coalition` takes. With
    --out it is written by types, as `bourse coalition open --influence` takes it: the mean over pairs of devices of the
    two types. Of a type with one device nothing is known about two of them, and they are taken to be twins: 1.
    """
    from databourse.mechanisms.coalition.leakage import learn, samples_needed

    data = read_csv(file)
    kinds = _kinds(types, data)
    learnt = learn(_samples(data, file), precision, patience)
    how = "no r had changed" if learnt.stopped else "the samples ran out"
    session.output.say(f"After {learnt.rounds:,} of {data.units:,} rounds {how} (by more than {precision:g}).")
    pairs = list(combinations(range(len(data.columns)), 2))
    session.output.table(
        ["devices", "r>", "±>", "influence r²>", f"rounds for ±{precision:g}>"],
        [
            (
                f"{data.columns[one]}, {data.columns[other]}",
                f"{learnt.correlation[one, other]:.4f}",
                f"{learnt.half_width[one, other]:.4f}",
                f"{learnt.influence[one, other]:.4f}",
                f"{samples_needed(float(learnt.correlation[one, other]), precision):,}" if precision >= 1e-9 else None,
            )
            for one, other in pairs
        ],
    )
    by_type = _by_type(learnt.influence.tolist(), kinds)
    if out is not None:
        write_whole(out, json.dumps({"influence": by_type}) + "\n")
        session.output.say(f"Written to {out}: `bourse coalition open --influence {out}` takes it.")
    session.output.result(
        {
            "devices": list(data.columns),
            "types": kinds,
            "influence_by_type": by_type,
            "rounds": learnt.rounds,
            "stopped": learnt.stopped,
            "change": learnt.change,
            "correlation": learnt.correlation.tolist(),
            "half_width": learnt.half_width.tolist(),
            "influence": learnt.influence.tolist(),
        }
    )


def _kinds(text: str | None, data: CsvDataset) -> list[int]:
    """The type of each device, of which there are as many as are named."""
    if text is None:
        return list(range(len(data.columns)))
    kinds = [parse_count(word, "types", most=_MOST_TYPE) for word in text.split(",")]
    if len(kinds) != len(data.columns):
        raise InvalidInput.of("types", text, f"must name a type for each of {len(data.columns)} devices")
    missing = set(range(max(kinds) + 1)) - set(kinds)
    if missing:
        raise InvalidInput.of("types", text, f"types count from 0, and no device has type {min(missing)}")
    return kinds


def _by_type(influence: list[list[float]], kinds: list[int]) -> list[list[float]]:
    """The mean influence over pairs of devices of two types; two devices of a type with one are twins."""
    pairs: dict[tuple[int, int], list[float]] = {}
    for one, other in combinations(range(len(kinds)), 2):
        low, high = sorted((kinds[one], kinds[other]))
        pairs.setdefault((low, high), []).append(influence[one][other])
    known = range(max(kinds) + 1)
    means = {pair: sum(found) / len(found) for pair, found in pairs.items()}
    return [[means.get((min(row, column), max(row, column)), 1.0) for column in known] for row in known]


def _samples(data: CsvDataset, file: Path) -> list[list[float]]:
    return [
        [_number(cell, f"{file}, row {row}, {name}") for name, cell in zip(data.columns, cells, strict=True)]
        for row, cells in enumerate(data.rows, start=2)
    ]


def _number(cell: str, where: str) -> float:
    try:
        return float(cell)
    except ValueError:
        raise InvalidInput.of(where, cell, "it must be a number") from None
