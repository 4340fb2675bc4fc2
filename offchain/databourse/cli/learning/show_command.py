"""`bourse learning show`: what each party gains, pays and earns."""

from __future__ import annotations

from pathlib import Path

import click

from databourse.cli.command import Command, reads
from databourse.cli.learning.options import RUNNER
from databourse.cli.session import Session


@click.command(
    cls=Command,
    examples="""
    bourse learning show clinics
    bourse learning show clinics/2 --plot clinics.png
    bourse learning show clinics --json
    """,
)
@click.argument("slot")
@click.option(
    "--plot", type=click.Path(dir_okay=False, path_type=Path), help="Draw accuracy and money (png, svg, pdf)."
)
@RUNNER
@reads
def show(session: Session, slot: str, plot: Path | None, runner: str | None) -> None:
    r"""Show SLOT: who takes part, and what each party gains, pays and earns.

    \b
      alone, together   what the party's own model gets right of the validation rows, and everybody's
      gain              by how much the latter is more accurate
      fee               the most that it could have to pay: the budget times what its own model gets wrong
      Shapley           the part of all worth of data that its data are
      charge, payout    what its gain costs, and what its data earn: the same pot, divided twice
      L                 at most 0: entering a second time with a copy of its data would not have paid

    Before the close it tells who has joined; before a table is posted, whose data the runner has and how far it is.
    """
    from databourse.cli.learning import showing

    showing.show_round(session, slot, plot, runner)
