"""`bourse coalition discover`: who has data of my type? Messages between parties, in files."""

from __future__ import annotations

import click

from databourse.cli.coalition.discover.bucket_commands import buckets, deal, tag
from databourse.cli.coalition.discover.equality_commands import answer, ask, conclude, confirm
from databourse.cli.coalition.discover.party_commands import new, verify
from databourse.cli.command import Group

_HELP = """\
Find out who has data of your type, without telling the market.

\b
Equality: two parties learn whether their types are equal, and nothing else.
  new PARTY        both, once: keys in a folder of their own; they swap PARTY/public.json
  ask PARTY PEER   one of them; sends the file to the other
  answer PARTY F   the other; sends its file back
  confirm PARTY F  the first learns the outcome; sends a last file
  conclude PARTY F the other learns it

\b
Buckets: a relay puts equal tags together and learns who is alike, not what they are.
  deal PARTY CARD…    somebody makes the key of a group, for the cards of its members
  tag PARTY GROUP     every member sends the relay a tag of its type
  buckets TAG…        the relay, which needs no key, tells who has equal ones

A file holds everything said so far, and each message is signed over all before it. Nothing of it shows that a type is
true. What is hidden from whom: docs/coalition-python.md.
"""


@click.group(cls=Group, help=_HELP)
def discover() -> None:
    """All of them, in the order of their use."""


for _command in (new, ask, answer, confirm, conclude, deal, tag, buckets, verify):
    discover.add_command(_command)
