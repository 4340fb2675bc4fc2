"""`bourse coalition reveal`: opening what was sealed."""

from __future__ import annotations

from pathlib import Path

import click

from databourse.cli.command import Command, sends
from databourse.cli.session import Session


@click.command(
    cls=Command,
    examples="""
    bourse coalition reveal fleet --from bob
    bourse coalition reveal fleet --all --advance --from operator      # devnet: do not wait for the close
    bourse coalition reveal fleet/2 --opening fleet.jsonl --from carol
    """,
)
@click.argument("slot")
@click.option(
    "--opening",
    "files",
    type=click.Path(dir_okay=False, path_type=Path),
    multiple=True,
    help="A file that joining wrote; its entries may be anybody's.  [default: yours that are kept here]",
)
@click.option("--all", "everybody", is_flag=True, help="Open all that are kept here, whosever they are.")
@click.option("--advance", is_flag=True, help="Devnet only: move the chain's clock to the close first.")
@sends
def reveal(session: Session, slot: str, files: tuple[Path, ...], everybody: bool, advance: bool) -> None:
    """Open your sealed entries of SLOT, between its close and the time by which they have to be open.

    What is open can be seen by everybody. Repeating it does no harm: what is open already is left alone.
    """
    from databourse.cli.coalition import revealing

    revealing.open_entries(session, slot, files, everybody, advance)
