"""`bourse coalition discover new` and `verify`: parties, and what they have said."""

from __future__ import annotations

from pathlib import Path

import click

from databourse.cli.coalition.discover.options import FILE, PARTY
from databourse.cli.command import Command, local
from databourse.cli.session import Session
from databourse.errors import InvalidInput


@click.command(
    cls=Command,
    examples="""
    bourse coalition discover new station-7
    """,
)
@PARTY
@local
def new(session: Session, party: Path) -> None:
    """Make a party: a folder PARTY with new keys, which only you can read.

    Give PARTY/public.json to others. It should reach them in a way that they trust: whoever can swap it can answer in
    your name. Keep the folder, which counts how often others have asked.
    """
    from databourse.cli.coalition.discover.party import Party

    card = Party.make(party).card
    session.output.say(f"{party} is a party; its identity is {card.identity.hex()}.")
    session.output.say(f"Give {party / 'public.json'} to others, and keep the rest to yourself.")
    session.output.result(
        {"party": str(party), "identity": card.identity.hex(), "exchange": card.exchange.hex()},
    )


@click.command(
    cls=Command,
    examples="""
    bourse coalition discover verify confirmed.json
    bourse coalition discover verify confirmed.json --party station-7/public.json --party station-9/public.json
    """,
)
@FILE
@click.option(
    "--party",
    "cards",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Card of somebody who may have said something.  [default: whoever did]",
)
@local
def verify(session: Session, file: Path, cards: tuple[Path, ...]) -> None:
    """Verify FILE: that each message in it was signed by its sender, over everything said before.

    This proves who said what. It does not prove how a test came out, as the secrets stay where they are.
    """
    from databourse.cli.coalition.discover.messages import read_transcript
    from databourse.cli.coalition.discover.party import Card
    from databourse.mechanisms.coalition.discovery import verify_transcript

    said = read_transcript(file)
    senders = list(dict.fromkeys(message.sender for message in said.messages))
    if len({message.sender for message in said.messages}) > 2:
        raise InvalidInput(f"{file} has {len(senders)} senders, but a session has two")
    parties = [Card.read(card).identity for card in cards] or senders
    verify_transcript(said.session, said.messages, parties)
    session.output.table(
        ["message", "sender", "bytes>"],
        [(message.kind, message.sender.hex(), len(message.body)) for message in said.messages],
    )
    session.output.say(f"All {len(said.messages)} signatures of session {said.session.hex()[:16]}… are right.")
    session.output.result(
        {
            "session": said.session.hex(),
            "messages": [{"kind": message.kind, "sender": message.sender.hex()} for message in said.messages],
        }
    )
