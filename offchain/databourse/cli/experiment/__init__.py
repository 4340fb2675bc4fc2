"""`bourse experiment`: the figures and claims of the papers, computed again; a file for each paper."""

from __future__ import annotations

import click

from databourse.cli.command import Group
from databourse.cli.experiment.auction_review import auction
from databourse.cli.experiment.coalition_review import coalition
from databourse.cli.experiment.learning_review import learning
from databourse.cli.experiment.resale_review import resale
from databourse.cli.experiment.sharing_review import sharing


@click.group(cls=Group)
def experiment() -> None:
    """Compute a paper's published figures and claims again."""


experiment.add_command(auction)
experiment.add_command(resale)
experiment.add_command(coalition)
experiment.add_command(sharing)
experiment.add_command(learning)
