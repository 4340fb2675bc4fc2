"""`bourse sharing report`: what an agent would share or sell, and what data are worth to it."""

from __future__ import annotations

import click

from databourse.cli.command import Command, sends
from databourse.cli.session import Session
from databourse.cli.sharing.units import FACTOR, TABLE, UNITS
from databourse.cli.values import DATASET, TOKENS


@click.command(
    cls=Command,
    examples="""
    bourse sharing report clinics --dataset 3 --cost 2 --from alice
    bourse sharing report clinics/2 --dataset 3 --size 400 --scale 1.5 --cost 0.25 --from alice --yes
    bourse sharing report banks --dataset 3 --table 0,30,50,60 --from alice
    bourse sharing report banks --table 0,30,50,60 --from bob
    """,
)
@click.argument("slot")
@click.option("--dataset", type=DATASET, help="Number of a dataset of yours; for money, leave it out to sell nothing.")
@click.option("--size", type=UNITS, help="How many of its units.  [default: all; for money, all whole lots]")
@click.option("--scale", type=FACTOR, help="Data for data: multiplies the round's table for you.  [default: 1]")
@click.option("--cost", type=TOKENS, help="Data for data: what each partner costs you, in tokens.")
@click.option("--table", type=TABLE, help="For money: what 0, 1, 2, … lots are worth to you.  [default: buy nothing]")
@click.option("--top-up/--no-top-up", default=True, help="Bring what is missing from the wallet (default), or refuse.")
@sends
def report(
    session: Session,
    slot: str,
    dataset: int | None,
    size: int | None,
    scale: int | None,
    cost: int | None,
    table: tuple[int, ...] | None,
    top_up: bool,
) -> None:
    """Report to SLOT what you would share or sell, and what data are worth to you.

    Data for data: you share with another agent exactly if both of you gain by it when it is proposed: if what your data
    are worth rises by more than the cost. Nothing is locked or paid but the entry fee. Report again for the same
    dataset to replace what you reported before.

    Data for money: a table begins with 0 and never falls, and no lot adds more than the one before. Its last value is
    locked, and more than that you never pay. Report again to replace what you reported before.
    """
    from databourse.cli.sharing import reporting

    reporting.report_agent(session, slot, reporting.Wish(dataset, size, scale, cost, table, top_up))
