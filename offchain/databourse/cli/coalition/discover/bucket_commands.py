"""`bourse coalition discover deal`, `tag` and `buckets`: equal tags put together by a relay."""

from __future__ import annotations

from pathlib import Path

import click

from databourse.cli.coalition.discover.options import EPOCH, KIND, LEVELS, PARTY, out
from databourse.cli.command import Command, local
from databourse.cli.session import Session


@click.command(
    cls=Command,
    examples="""
    bourse coalition discover deal station-7 station-*/public.json --out group.json
    """,
)
@PARTY
@click.argument("cards", nargs=-1, required=True, type=click.Path(path_type=Path))
@out("group.json")
@local
def deal(session: Session, party: Path, cards: tuple[Path, ...], out: Path) -> None:
    """Make the key of a group as PARTY, and wrap it for the members with these CARDS; writes the file for all of them.

    Whoever has the key can name the type of every tag by trying all, so the relay must not be a member.
    """
    from databourse.cli.coalition.discover import grouping

    grouping.deal(session, party, cards, out)


@click.command(
    cls=Command,
    examples="""
    bourse coalition discover tag station-9 group.json --dealer station-7 --type 3 --levels 5 --epoch week-12
    """,
)
@PARTY
@click.argument("group", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--dealer", type=click.Path(path_type=Path), required=True, help="Card of who made the group's key.")
@KIND
@LEVELS
@EPOCH
@out("tag.json")
@local
def tag(
    session: Session, party: Path, group: Path, dealer: Path, kind: int, levels: int, epoch: str, out: Path
) -> None:
    """Write PARTY's tag for the relay, with the key that GROUP holds for it."""
    from databourse.cli.coalition.discover import grouping

    grouping.tag(session, party, group, dealer, grouping.Tagged(kind, levels, epoch), out)


@click.command(
    cls=Command,
    examples="""
    bourse coalition discover buckets tags/*.json --levels 5 --epoch week-12 --member station-7/public.json
    """,
)
@click.argument("tags", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@LEVELS
@EPOCH
@click.option(
    "--member",
    "members",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Card of a party that may post; repeat it.  [default: everybody]",
)
@local
def buckets(session: Session, tags: tuple[Path, ...], levels: int, epoch: str, members: tuple[Path, ...]) -> None:
    """Put together whose TAGS are equal, as the relay, which has no key. Of each party one tag is taken."""
    from databourse.cli.coalition.discover import grouping

    grouping.put_together(session, tags, levels, epoch, members)
