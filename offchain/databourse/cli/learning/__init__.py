"""`bourse learning`: parties pool data, get better models, and are paid for what their data add."""

from __future__ import annotations

import click

from databourse.cli.command import Group
from databourse.cli.learning.challenge_command import challenge
from databourse.cli.learning.decide_command import decide
from databourse.cli.learning.download_command import download_model
from databourse.cli.learning.join_command import join
from databourse.cli.learning.open_command import open_
from databourse.cli.learning.retrain_command import retrain
from databourse.cli.learning.sample_command import sample
from databourse.cli.learning.settle_command import settle
from databourse.cli.learning.show_command import show
from databourse.cli.learning.train_command import train

_HELP = """\
Collaborative learning: parties pool data, get better models, and are paid for what their data add.

The operator opens a round with a runner; parties join with data that only the runner can read, and lock what an
accuracy of 1 costs; after the close it trains a model for every set of parties and signs what each gets right. Who
gains accuracy pays for it, and who gives some is paid. docs/learning.md is the rule book; `bourse solve learning`
divides the money of what was trained, and docs/learning-python.md tells what there is without a chain.
"""


@click.group(cls=Group, help=_HELP)
def learning() -> None:
    """All of them, in the order of their use."""


for _command in (open_, join, train, settle, show, download_model, retrain, decide, challenge, sample):
    learning.add_command(_command)
