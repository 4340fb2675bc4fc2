"""`bourse coalition leakage`: what devices' data reveal of each other's, from samples in a CSV file."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import click

from databourse.cli.command import Command, local
from databourse.cli.session import Session
from databourse.datasets.csv_file import CsvDataset, read_csv
from databourse.errors import InvalidInput


@click.command(
    cls=Command,
    examples="""
    bourse coalition leakage samples.csv
    bourse coalition leakage samples.csv --precision 0.001 --patience 50
    bourse coalition leakage samples.csv --json
    """,
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--precision", type=float, default=5e-4, show_default=True, help="Change of r that counts as none.")
@click.option("--patience", type=int, default=20, show_default=True, help="Rounds without change after which to stop.")
@local
def leakage(session: Session, file: Path, precision: float, patience: int) -> None:
    r"""Learn what data reveal of each other's, sample by sample.

    FILE is a CSV file: its first line names the devices, every further line is a round with a number of each. Reading
    stops where no correlation r has changed for some rounds. That is no accuracy: how far r may be from the truth in
    95 of 100 cases stands beside it, and how many samples would make that as small as the precision.

    With --json the influence, r squared, is the matrix that a leakage game of `bourse solve coalition` takes.
    """
    from databourse.mechanisms.coalition.leakage import learn, samples_needed

    data = read_csv(file)
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
    session.output.result(
        {
            "devices": list(data.columns),
            "rounds": learnt.rounds,
            "stopped": learnt.stopped,
            "change": learnt.change,
            "correlation": learnt.correlation.tolist(),
            "half_width": learnt.half_width.tolist(),
            "influence": learnt.influence.tolist(),
        }
    )


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
