"""`bourse learning challenge`: one wrong sum voids a proposed outcome."""

from __future__ import annotations

import click

from databourse.cli.command import Command, sends
from databourse.cli.learning.options import RUNNER
from databourse.cli.session import Session


@click.command(
    cls=Command,
    examples="""
    bourse learning challenge clinics --from alice
    bourse learning challenge clinics/2 --runner http://10.0.0.7:8650 --from alice --yes
    """,
)
@click.argument("slot")
@RUNNER
@sends
def challenge(session: Session, slot: str, runner: str | None) -> None:
    """Compare the proposed outcome of SLOT with its table, and refute it if it is false.

    Only rounds for more than 12 parties are proposed. A proposal claims sums over parts of the table, and the statement
    has the root of its Merkle tree: one part whose sums are others is enough, or a table that falls or is not what the
    statement says of it. The outcome is void then, its proposer's bond is yours, and another can be proposed. If
    nothing is wrong, nothing is sent.
    """
    from databourse.cli.learning import challenging

    challenging.challenge_round(session, slot, runner)
