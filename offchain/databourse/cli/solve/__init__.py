"""`bourse solve`: a mechanism's solver on a file, JSON in and JSON out, without a chain; a file for each mechanism."""

from __future__ import annotations

import click

from databourse.cli.command import Group
from databourse.cli.solve.auction import auction
from databourse.cli.solve.coalition import coalition
from databourse.cli.solve.learning import learning
from databourse.cli.solve.resale import resale
from databourse.cli.solve.sharing import sharing


@click.group(cls=Group)
def solve() -> None:
    """Solve an instance from a file, without a chain.

    The answer is JSON, instance by instance in the order of the questions.
    """


solve.add_command(auction)
solve.add_command(resale)
solve.add_command(coalition)
solve.add_command(sharing)
solve.add_command(learning)
