"""`bourse coalition settle`: the next step towards the end of a round."""

from __future__ import annotations

import click

from databourse.cli.command import Command, sends
from databourse.cli.session import Session


@click.command(
    cls=Command,
    examples="""
    bourse coalition settle fleet --from solver
    bourse coalition settle fleet --advance --from solver --yes      # devnet: do not wait
    """,
)
@click.argument("slot")
@click.option("--advance", is_flag=True, help="Devnet only: move the chain's clock to where this can be done.")
@click.option("--top-up/--no-top-up", default=True, help="Bring a missing bond from the wallet (default), or refuse.")
@sends
def settle(session: Session, slot: str, advance: bool, top_up: bool) -> None:
    """Bring SLOT a step further: settle it, or propose an outcome, or make final what nobody refuted.

    The contract game is settled at once: the contract takes nothing but the one outcome of its rule. In the leakage
    game an outcome is proposed, with a bond; run this again when the time for challenges is over. Whoever settles, or
    has proposed what becomes final, earns the entry fees.
    """
    from databourse.cli.coalition import settling

    settling.settle_round(session, slot, advance, top_up)
