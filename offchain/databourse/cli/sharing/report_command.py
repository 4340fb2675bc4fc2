"""`bourse sharing report`: what an agent would share or sell, and what data are worth to it."""

from __future__ import annotations

import click

from databourse.cli.command import Command, sends
from databourse.cli.session import Session
from databourse.cli.sharing.units import FACTOR, NAMED, TABLE, UNITS
from databourse.cli.values import DATASET, TOKENS


@click.command(
    cls=Command,
    examples="""
    bourse sharing report clinics --dataset 3 --cost 2 --from alice
    bourse sharing report clinics/2 --dataset 3 --size 400 --scale 1.5 --cost 0.25 --from alice --yes
    bourse sharing report banks --dataset 3 --table 0,30,50,60 --from alice
    bourse sharing report banks --table 0,30,50,60 --from bob
    bourse sharing report banks --dataset 3 --cost 2 --cost-for bob:5 --cost-for carol:0.5 --from alice
    bourse sharing report banks --value alice:30 --value carol:12.5 --from bob
    """,
)
@click.argument("slot")
@click.option("--dataset", type=DATASET, help="Number of a dataset of yours; for money, leave it out to sell nothing.")
@click.option("--size", type=UNITS, help="How many of its units.  [default: all; for money, all whole lots]")
@click.option("--scale", type=FACTOR, help="Data for data: multiplies the round's table for you.  [default: 1]")
@click.option("--cost", type=TOKENS, help="Data for data, any costs: what each partner or buyer costs you, in tokens.")
@click.option("--cost-for", type=NAMED, multiple=True, help="Any costs: what one buyer costs you; repeat it for more.")
@click.option("--table", type=TABLE, help="For money: what 0, 1, 2, … lots are worth to you.  [default: buy nothing]")
@click.option(
    "--value", "values", type=NAMED, multiple=True, help="Any costs: instead, what one seller's data are worth."
)
@click.option("--top-up/--no-top-up", default=True, help="Bring what is missing from the wallet (default), or refuse.")
@sends
def report(
    session: Session,
    slot: str,
    dataset: int | None,
    size: int | None,
    scale: int | None,
    cost: int | None,
    cost_for: tuple[tuple[str, int], ...],
    table: tuple[int, ...] | None,
    values: tuple[tuple[str, int], ...],
    top_up: bool,
) -> None:
    """Report to SLOT what you would share or sell, and what data are worth to you.

    Data for data: you share with another agent exactly if both of you gain by it when it is proposed: if what your data
    are worth rises by more than the cost. Nothing is locked or paid but the entry fee. Report again for the same
    dataset to replace what you reported before.

    Data for money: a table begins with 0 and never falls, and no lot adds more than the one before. Its last value is
    locked, and more than that you never pay. Report again to replace what you reported before.

    Where sellers have costs of their own (`bourse sharing open --any-costs`) say what each buyer costs you, and what
    some cost you instead, by name or address. A table may rise as it likes; or name what the data of each seller are
    worth to you, whatever else you buy: their sum is locked.
    """
    from databourse.cli.sharing import reporting, wishing

    reporting.report_agent(session, slot, wishing.Wish(dataset, size, scale, cost, table, cost_for, values, top_up))
