"""`bourse learning sample`: data to try a round with."""

from __future__ import annotations

from pathlib import Path

import click

from databourse.cli.command import Command, local
from databourse.cli.learning.options import MOST_PARTIES
from databourse.cli.session import Session
from databourse.cli.values import Count


@click.command(
    cls=Command,
    examples="""
    bourse learning sample --out digits
    bourse learning sample --parties 8 --seed 3 --out digits --json
    """,
)
@click.option("--parties", type=Count(1, MOST_PARTIES), default=5, show_default=True, help="How many have data.")
@click.option("--seed", type=Count(), default=0, show_default=True, help="Of how rows are divided.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the files.")
@local
def sample(session: Session, parties: int, seed: int, out: Path) -> None:
    """Write data to try a round with: real handwritten digits, divided among parties.

    The 1,797 images of 8 by 8 pixels that come with scikit-learn; each row has 64 grey values and the digit. Of each
    digit one party has most rows, the first parties of several digits and the last of none, so that nobody knows all
    digits well alone. Every party gets two files: its data, as party0.csv, and a fifth of its rows for validation, as
    party0-validation.csv. No row is in two files.
    """
    from databourse.cli.learning import sampling

    sampling.write_sample(session, parties, seed, out)
