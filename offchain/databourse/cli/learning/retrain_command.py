"""`bourse learning retrain`: is a cell of a posted table right?"""

from __future__ import annotations

import click

from databourse.cli.command import Command, reads
from databourse.cli.learning.options import RUNNER
from databourse.cli.session import Session


@click.command(
    cls=Command,
    examples="""
    bourse learning retrain clinics --cell alice+bob
    bourse learning retrain clinics/2 --cell 5 --cell 7
    """,
)
@click.argument("slot")
@click.option("--cell", "cells", multiple=True, required=True, metavar="MASK|NAMES", help="Whose data; as alice+bob.")
@RUNNER
@reads
def retrain(session: Session, slot: str, cells: tuple[str, ...], runner: str | None) -> None:
    """Have the runner of SLOT train models again, and compare what they get right with the posted table.

    A cell is a set of present parties, by their names, or as a number whose bit i stands for the i-th present party.
    Every model can be trained again exactly. The posted table has of each set the best that it or a part of it reaches;
    the runner publishes both, what it counted and that. If a cell differs, its arbiter can decide the round.
    """
    from databourse.cli.learning import retraining

    retraining.retrain_cells(session, slot, cells, runner)
