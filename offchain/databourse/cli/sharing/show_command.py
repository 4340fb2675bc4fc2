"""`bourse sharing show`: who shares with whom, and why."""

from __future__ import annotations

from pathlib import Path

import click

from databourse.cli.command import Command, reads
from databourse.cli.session import Session


@click.command(
    cls=Command,
    examples="""
    bourse sharing show clinics
    bourse sharing show clinics/2 --plot clinics.png
    bourse sharing show clinics --json
    """,
)
@click.argument("slot")
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), help="Draw the graph (png, svg, pdf).")
@reads
def show(session: Session, slot: str, plot: Path | None) -> None:
    """Show SLOT: of each agent what it gives, to whom, what it gets and pays or gains by it, and why.

    Before it is settled this is what would come of the reports so far.
    """
    from databourse.cli.sharing import showing

    showing.show_round(session, slot, plot)
