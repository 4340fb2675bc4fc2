"""`bourse sharing`: agents share data with each other, or sell them to each other."""

from __future__ import annotations

import click

from databourse.cli.command import Group
from databourse.cli.sharing.challenge_command import challenge
from databourse.cli.sharing.evidence_command import evidence
from databourse.cli.sharing.open_command import open_
from databourse.cli.sharing.report_command import report
from databourse.cli.sharing.settle_command import settle
from databourse.cli.sharing.show_command import show
from databourse.cli.sharing.sponsor_command import sponsor

_HELP = """\
Sharing: data for data, where two share exactly if both gain by it; or data for money, among the same agents.

Data for data: the operator opens a round with a table of what data of a size are worth; agents report what they would
share and what a partner costs them; after the close they are matched, those with the most data first. Data for money:
agents report what lots are worth to them, buy what leaves them best off, and pay by the round's mode. Contracts check
all of it; only that nothing else would be better in large rounds at any costs is left to challengers. `bourse solve
sharing` solves rounds from files.
"""


@click.group(cls=Group, help=_HELP)
def sharing() -> None:
    """All of them, in the order of their use."""


for _command in (open_, report, sponsor, settle, challenge, show, evidence):
    sharing.add_command(_command)
