"""`bourse coalition`: devices whose data reveal each other's value sell as groups."""

from __future__ import annotations

import click

from databourse.cli.coalition.challenge_command import challenge
from databourse.cli.coalition.discover import discover
from databourse.cli.coalition.join_command import join
from databourse.cli.coalition.leakage_command import leakage
from databourse.cli.coalition.offer_command import offer
from databourse.cli.coalition.open_command import open_
from databourse.cli.coalition.reveal_command import reveal
from databourse.cli.coalition.settle_command import settle
from databourse.cli.coalition.show_command import show
from databourse.cli.coalition.type_command import type_
from databourse.cli.command import Group

_HELP = """\
Coalitions: devices whose data reveal each other's value sell as groups.

A buyer opens a round with contracts, budgets for types of data; devices join with samples, sealed; after the close they
are opened, put together, and paid. docs/coalition.md is the rule book; `bourse solve coalition` solves games from
files, and docs/coalition-python.md tells what there is without a chain.
"""


@click.group(cls=Group, help=_HELP)
def coalition() -> None:
    """All of them, in the order of their use."""


for _command in (open_, offer, join, reveal, settle, show, challenge, type_, discover, leakage):
    coalition.add_command(_command)
