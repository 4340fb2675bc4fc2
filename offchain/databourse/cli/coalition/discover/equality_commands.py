"""`bourse coalition discover ask`, `answer`, `confirm` and `conclude`: a test of equality, message by message."""

from __future__ import annotations

from pathlib import Path

import click

from databourse.cli.coalition.discover.options import EPOCH, FILE, KIND, LEVELS, LIMIT, PARTY, out
from databourse.cli.command import Command, local
from databourse.cli.session import Session


@click.command(
    cls=Command,
    examples="""
    bourse coalition discover ask station-7 station-9/public.json --type 3 --levels 5 --epoch week-12
    """,
)
@PARTY
@click.argument("peer", type=click.Path(path_type=Path))
@KIND
@LEVELS
@EPOCH
@LIMIT
@out("asked.json")
@local
def ask(session: Session, party: Path, peer: Path, kind: int, levels: int, epoch: str, limit: int, out: Path) -> None:
    """Ask PEER, by its card, whether it has PARTY's type; writes the file to send."""
    from databourse.cli.coalition.discover import testing

    testing.ask(session, party, peer, testing.Question(kind, levels, epoch, limit), out)


@click.command(
    cls=Command,
    examples="""
    bourse coalition discover answer station-9 asked.json --type 3 --levels 5 --epoch week-12
    """,
)
@PARTY
@FILE
@KIND
@LEVELS
@EPOCH
@LIMIT
@out("answered.json")
@local
def answer(
    session: Session, party: Path, file: Path, kind: int, levels: int, epoch: str, limit: int, out: Path
) -> None:
    """Answer FILE, in which somebody asks PARTY; writes the file to send back.

    Every session lets a peer try one type, so --limit should be small. Say yourself which epoch it is: a peer that
    could choose it would have new attempts in each.
    """
    from databourse.cli.coalition.discover import testing

    testing.answer(session, party, file, testing.Question(kind, levels, epoch, limit), out)


@click.command(
    cls=Command,
    examples="""
    bourse coalition discover confirm station-7 answered.json
    """,
)
@PARTY
@FILE
@out("confirmed.json")
@local
def confirm(session: Session, party: Path, file: Path, out: Path) -> None:
    """Tell from FILE, the answer to what PARTY asked, whether the types are equal; writes a last file to send."""
    from databourse.cli.coalition.discover import testing

    testing.confirm(session, party, file, out)


@click.command(
    cls=Command,
    examples="""
    bourse coalition discover conclude station-9 confirmed.json
    """,
)
@PARTY
@FILE
@local
def conclude(session: Session, party: Path, file: Path) -> None:
    """Tell from FILE, which confirms what PARTY answered, whether the types are equal."""
    from databourse.cli.coalition.discover import testing

    testing.conclude(session, party, file)
