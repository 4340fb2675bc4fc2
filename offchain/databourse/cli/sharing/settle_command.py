"""`bourse sharing settle`: the match of a round."""

from __future__ import annotations

import click

from databourse.cli.command import Command, sends
from databourse.cli.session import Session


@click.command(
    cls=Command,
    examples="""
    bourse sharing settle clinics --from solver
    bourse sharing settle clinics --advance --from solver --yes      # devnet: do not wait for the close
    """,
)
@click.argument("slot")
@click.option("--advance", is_flag=True, help="Devnet only: move the chain's clock to the close.")
@sends
def settle(session: Session, slot: str, advance: bool) -> None:
    """Settle SLOT: work out who shares with whom and pays what, and send it.

    The contract checks all of it and takes nothing else. Whoever settles earns the entry fees.
    """
    from databourse.cli.sharing import settling

    settling.settle_round(session, slot, advance)
