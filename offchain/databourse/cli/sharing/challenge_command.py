"""`bourse sharing challenge`: a better set of sellers voids a proposed outcome."""

from __future__ import annotations

import click

from databourse.cli.command import Command, sends
from databourse.cli.session import Session


@click.command(
    cls=Command,
    examples="""
    bourse sharing challenge banks --from alice
    bourse sharing challenge banks/2 --from alice --yes
    """,
)
@click.argument("slot")
@sends
def challenge(session: Session, slot: str) -> None:
    """Look for a better set of sellers than the proposed outcome of SLOT has for some buyer, and send it.

    The search is complete: it looks at what every buyer would buy, and at what it would have without each of its
    sellers, which its margins say. One better set is enough. The outcome is void then, its proposer's bond is yours,
    and another can be proposed. If there is none, the outcome is right, and nothing is sent.

    Only rounds that were opened with --any-costs and a --bond are proposed; of all others contracts check everything.
    """
    from databourse.cli.sharing import challenging

    challenging.challenge_round(session, slot)
