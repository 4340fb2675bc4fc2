"""`bourse coalition challenge`: one counter-example voids a proposed outcome."""

from __future__ import annotations

from typing import Any

import click

from databourse.cli.command import Command, sends
from databourse.cli.session import Session
from databourse.cli.values import NUMBER, Count

ALONE = "alone"


class Target(Count):
    """A coalition by its number, or `alone`."""

    name = "coalition"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number, or `alone`."""
        return value if value == ALONE else super().convert(value, param, ctx)


@click.command(
    cls=Command,
    examples="""
    bourse coalition challenge fleet --from alice
    bourse coalition challenge fleet --device 4 --target 2 --from alice
    bourse coalition challenge fleet --device 4 --target alone --from alice --yes
    """,
)
@click.argument("slot")
@click.option("--device", type=NUMBER, help="Entry of a device that gains by moving.  [default: whoever gains most]")
@click.option("--target", type=Target(), help=f"Coalition that it gains in, or {ALONE}.")
@sends
def challenge(session: Session, slot: str, device: int | None, target: int | str | None) -> None:
    """Look for a counter-example to the proposed outcome of SLOT, and send it: a device that gains where it is welcome.

    One is enough. The outcome is void then, its proposer's bond is yours, and another can be proposed. If there is
    none, the outcome is right, and nothing is sent.
    """
    from databourse.cli.coalition import challenging

    challenging.challenge_round(session, slot, device, target)
