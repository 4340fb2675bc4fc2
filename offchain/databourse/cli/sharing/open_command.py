"""`bourse sharing open`: a round of data for data."""

from __future__ import annotations

import click

from databourse.cli.command import Command, sends
from databourse.cli.session import Session
from databourse.cli.sharing.units import TABLE, UNITS
from databourse.cli.values import DURATION


@click.command(
    "open",
    cls=Command,
    examples="""
    bourse sharing open clinics --table 0,10,17,22,25 --lot 100 --close-in 10m --from operator
    bourse sharing open clinics --table 0,6,11.5,15 --lot 50 --close-in 1h --settle-within 2h --from operator --yes
    """,
)
@click.argument("series")
@click.option("--table", type=TABLE, required=True, help="What 0, 1, 2, … lots of data are worth, in tokens.")
@click.option("--lot", type=UNITS, required=True, help="Units of data from one value of the table to the next.")
@click.option("--close-in", type=DURATION, required=True, help="How long it takes reports, such as 10m or 1h30m.")
@click.option("--settle-within", type=DURATION, default="1h", show_default=True, help="Time to settle it after that.")
@sends
def open_(session: Session, series: str, table: tuple[int, ...], lot: int, close_in: int, settle_within: int) -> None:
    r"""Open the next round of SERIES, as a round in which data are shared for data.

    Data of D units, its own included, are worth

    \b
      scale · table[⌊D / lot⌋]            more lots than the table has: its last value

    to an agent, which reports its scale; each partner costs it what it reports. Values never fall. If they rise less
    and less the match is stable: no agents would rather have agreed on something else, unless somebody is indifferent.
    Nobody pays anything but entry fees.
    """
    from databourse.cli.sharing import starting

    starting.start_round(session, series, starting.Wish(table, lot, close_in, settle_within))
