"""`bourse sharing`: agents share data with each other, as both want it."""

from __future__ import annotations

import click

from databourse.cli.command import Group
from databourse.cli.sharing.open_command import open_
from databourse.cli.sharing.report_command import report
from databourse.cli.sharing.settle_command import settle
from databourse.cli.sharing.show_command import show

_HELP = """\
Sharing: data for data, without money, where two share exactly if both gain by it.

The operator opens a round with a table of what data of a size are worth; agents report what they would share and what
a partner costs them; after the close they are matched, those with the most data first, and the contract replays the
match. `bourse solve sharing` solves rounds from files, and those that pay money for data too.
"""


@click.group(cls=Group, help=_HELP)
def sharing() -> None:
    """All of them, in the order of their use."""


for _command in (open_, report, settle, show):
    sharing.add_command(_command)
