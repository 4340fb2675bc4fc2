"""`bourse chain`: data that is sold on and on, while those who sold it before earn from every later sale."""

from __future__ import annotations

import click

from databourse.cli.chain.claim_command import claim
from databourse.cli.chain.create_command import create
from databourse.cli.chain.known_issues import HELP
from databourse.cli.chain.look_commands import earnings, list_, show
from databourse.cli.chain.price_command import price
from databourse.cli.chain.simulate_command import simulate
from databourse.cli.chain.trade_commands import accept, end, offer, withdraw
from databourse.cli.command import Group

_HELP = f"""\
Resale chains: those who sold data before earn from every later sale of it.

The owner of a dataset opens a chain with a reallocation matrix. Column j of it says which share of the price of trade j
each player before the direct seller gets; the direct seller gets the rest, what rounding leaves included. The contract
splits every payment by it. Each buyer becomes a holder, who may sell on: to one buyer, or to several where the chain
allows it; then every path from the owner to a holder is a chain.

\b
CHAIN, LICENCE and OFFER are numbers. An offer that is accepted
becomes the buyer's licence, with the same number.

{HELP}
"""


@click.group(cls=Group, help=_HELP)
def chain() -> None:
    """All of them, in the order of their use."""


for _command in (create, list_, offer, accept, withdraw, end, claim, show, earnings, price, simulate):
    chain.add_command(_command)
