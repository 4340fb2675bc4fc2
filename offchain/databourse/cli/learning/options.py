"""Values and options that several commands of `bourse learning` have; nothing here makes their help wait."""

from __future__ import annotations

import click

MOST_PARTIES = 20
"""That of `LearningParams`."""

RUNNER = click.option(
    "--runner",
    metavar="URL",
    envvar="BOURSE_RUNNER",
    help="Where the runner answers.  [default: as before, see `bourse learning open`]",
)
