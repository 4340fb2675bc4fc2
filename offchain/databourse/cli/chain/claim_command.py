"""`bourse chain claim`: shares of deep trades, which are credited afterwards."""

from __future__ import annotations

import click

from databourse.cli.chain.options import CHAIN
from databourse.cli.command import Command, sends
from databourse.cli.session import Session


@click.command(
    cls=Command,
    examples="""
    bourse chain claim --from alice
    bourse chain claim 3 --from alice
    bourse chain claim --for bob --from alice       # anybody may do it for anybody
    bourse chain claim 3 --for everybody --from alice
    """,
)
@click.argument("chain", type=CHAIN, required=False)
@click.option("--for", "payee", metavar="NAME", help="Whose shares, or everybody.  [default: yours]")
@sends
def claim(session: Session, chain: int | None, payee: str | None) -> None:
    """Credit all shares that are due to you, in CHAIN or everywhere.

    Trades deeper than a chain pays at once credit only their direct seller; the others' shares wait until they are
    claimed, for as long as it takes, and nobody else can get them.
    """
    from databourse.cli.chain import claiming

    claiming.claim_due(session, chain, payee)
