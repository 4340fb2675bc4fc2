"""`bourse sharing sponsor`: who pays what VCG leaves open."""

from __future__ import annotations

import click

from databourse.cli.command import Command, sends
from databourse.cli.session import Session
from databourse.cli.values import TOKENS


@click.command(
    cls=Command,
    examples="""
    bourse sharing sponsor banks --cap 40 --from alice
    bourse sharing sponsor banks/2 --cap 12.5 --from alice --yes
    """,
)
@click.argument("slot")
@click.option("--cap", type=TOKENS, required=True, help="The most that you pay, in tokens; it is locked.")
@click.option("--top-up/--no-top-up", default=True, help="Bring what is missing from the wallet (default), or refuse.")
@sends
def sponsor(session: Session, slot: str, cap: int, top_up: bool) -> None:
    """Sponsor SLOT, a round for money of the mode vcg: pay what sellers get beyond what buyers pay.

    Sponsors pay in the order of their entries, each up to its cap; what is not needed comes back when the round is
    over. If all caps together are too little, nothing is traded.
    """
    from databourse.cli.sharing import sponsoring

    sponsoring.sponsor_round(session, slot, cap, top_up)
