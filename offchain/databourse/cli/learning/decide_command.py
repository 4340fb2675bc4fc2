"""`bourse learning decide`: the arbiter's table instead of the runner's."""

from __future__ import annotations

from pathlib import Path

import click

from databourse.cli.command import Command, sends
from databourse.cli.learning.options import RUNNER
from databourse.cli.session import Session


@click.command(
    cls=Command,
    examples="""
    bourse learning decide clinics --retrain alice+bob --retrain 5 --from judge
    bourse learning decide clinics --retrain all --from judge
    bourse learning decide clinics/2 --table table.json --from judge
    """,
)
@click.argument("slot")
@click.option("--table", type=click.Path(dir_okay=False, path_type=Path), help="The table that you decide for.")
@click.option("--retrain", "cells", multiple=True, metavar="MASK|NAMES|all", help="Cells that are trained again.")
@RUNNER
@sends
def decide(session: Session, slot: str, table: Path | None, cells: tuple[str, ...], runner: str | None) -> None:
    r"""Decide, as the arbiter of SLOT, by which table it is settled; between its close and the end of training.

    With --retrain the runner trains these cells again, and all others stay as it counted them; the closure of that
    counts. With --table the decision is in a file of JSON:

    \b
      {"present": [0, 1, 3], "validation_size": 360, "correct": [0, 301, …]}

    present are numbers of parties (left out: those of the posted table, or all if none is posted), correct is what each
    set of them gets right, 2^m counts by mask; its closure counts. `"present": []` decides that nobody takes part.

    What the arbiter signed last counts, whatever the runner says.
    """
    from databourse.cli.learning import deciding

    deciding.decide_round(session, slot, table, cells, runner)
