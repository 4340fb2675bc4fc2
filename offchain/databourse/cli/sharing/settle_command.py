"""`bourse sharing settle`: the next step towards the end of a round."""

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
@click.option("--advance", is_flag=True, help="Devnet only: move the chain's clock to where this can be done.")
@click.option("--top-up/--no-top-up", default=True, help="Bring a missing bond from the wallet (default), or refuse.")
@sends
def settle(session: Session, slot: str, advance: bool, top_up: bool) -> None:
    """Bring SLOT a step further: work out who shares with whom and pays what, and send it.

    Mostly the round is settled at once: the contract checks all of it and takes nothing else. In rounds for money at
    any costs with a bond, the outcome is proposed, with that bond; run this again when the time for challenges is over.
    Whoever settles, or proposes what becomes final, earns the entry fees.
    """
    from databourse.cli.sharing import settling

    settling.settle_round(session, slot, advance, top_up)
