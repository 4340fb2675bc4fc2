"""`bourse coalition show`: who is with whom, what each is paid, and why."""

from __future__ import annotations

from pathlib import Path

import click

from databourse.cli.command import Command, reads
from databourse.cli.session import Session


@click.command(
    cls=Command,
    examples="""
    bourse coalition show fleet
    bourse coalition show fleet/2 --plot fleet.png
    bourse coalition show fleet --json
    """,
)
@click.argument("slot")
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), help="Draw who is paid what (png, svg, pdf).")
@reads
def show(session: Session, slot: str, plot: Path | None) -> None:
    """Show SLOT: its contracts, its devices, who is with whom, and what each is paid.

    Of each device it tells why it is where it is, and what it would earn elsewhere if all others stayed. Before entries
    are opened nobody can know more than who sealed how many; while they are being opened, and until an outcome is
    settled or stands proposed, this is what would come of what is open so far.
    """
    from databourse.cli.coalition import showing

    showing.show_round(session, slot, plot)
