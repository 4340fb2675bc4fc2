"""`bourse sharing report`: what an agent would share, and within which limits."""

from __future__ import annotations

import click

from databourse.cli.command import Command, sends
from databourse.cli.session import Session
from databourse.cli.sharing.units import FACTOR, UNITS
from databourse.cli.values import DATASET, TOKENS


@click.command(
    cls=Command,
    examples="""
    bourse sharing report clinics --dataset 3 --cost 2 --from alice
    bourse sharing report clinics/2 --dataset 3 --size 400 --scale 1.5 --cost 0.25 --from alice --yes
    """,
)
@click.argument("slot")
@click.option("--dataset", type=DATASET, required=True, help="Number of a dataset of yours.")
@click.option("--size", type=UNITS, help="How many of its units you would share.  [default: all]")
@click.option("--scale", type=FACTOR, default="1", show_default=True, help="Multiplies the round's table for you.")
@click.option("--cost", type=TOKENS, required=True, help="What each partner costs you, in tokens; 0 is possible.")
@click.option("--top-up/--no-top-up", default=True, help="Bring what is missing from the wallet (default), or refuse.")
@sends
def report(session: Session, slot: str, dataset: int, size: int | None, scale: int, cost: int, top_up: bool) -> None:
    """Report to SLOT what you would share, what data are worth to you, and what a partner costs you.

    You share with another agent exactly if both of you gain by it when it is proposed: if what your data are worth
    rises by more than the cost. Nothing is locked or paid but the entry fee. Report again for the same dataset to
    replace what you reported before.
    """
    from databourse.cli.sharing import reporting

    reporting.report_agent(session, slot, reporting.Wish(dataset, size, scale, cost, top_up))
