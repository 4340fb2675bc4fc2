"""`bourse learning settle`: the next step towards the end of a round."""

from __future__ import annotations

import click

from databourse.cli.command import Command, sends
from databourse.cli.learning.options import RUNNER
from databourse.cli.session import Session


@click.command(
    cls=Command,
    examples="""
    bourse learning settle clinics --from solver
    bourse learning settle clinics --advance --from solver --yes      # devnet: do not wait
    """,
)
@click.argument("slot")
@click.option("--advance", is_flag=True, help="Devnet only: move the chain's clock to where this can be done.")
@click.option("--top-up/--no-top-up", default=True, help="Bring a missing bond from the wallet (default), or refuse.")
@RUNNER
@sends
def settle(session: Session, slot: str, advance: bool, top_up: bool, runner: str | None) -> None:
    """Bring SLOT a step further: settle it, or propose an outcome, or make final what nobody refuted.

    Everything follows from the table that was posted. Rounds for up to 12 parties are settled at once: the contract
    works out gains, Shapley values and money itself. In others the outcome is proposed, with a bond; run this again
    when the time for challenges is over. Whoever settles, or has proposed what becomes final, earns the entry fees.
    Without a table nothing can be settled: when the time is over everybody has everything back.
    """
    from databourse.cli.learning import settling

    settling.settle_round(session, slot, advance, top_up, runner)
