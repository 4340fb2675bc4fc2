"""`bourse learning`: parties pool data, get better models, and are paid for what their data add."""

from __future__ import annotations

import click

from databourse.cli.command import Group
from databourse.cli.learning.train_command import train

_HELP = """\
Collaborative learning: parties pool data, get better models, and are paid for what their data add.

`bourse solve learning` divides the money of what was trained; docs/learning-python.md tells what there is without a
chain.
"""


@click.group(cls=Group, help=_HELP)
def learning() -> None:
    """All of them, in the order of their use."""


learning.add_command(train)
