"""Groups with a key, tags under it, and the relay that puts equal ones together."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from databourse.cli.coalition.discover.messages import read_object, read_transcript, write_transcript
from databourse.cli.coalition.discover.party import Card, Party
from databourse.cli.session import Session
from databourse.errors import InvalidInput, NotFound
from databourse.files import write_whole
from databourse.mechanisms.coalition.discovery import Dealer, Relay, Transcript, Types, tag_message, unwrap_key


@dataclass(frozen=True)
class Tagged:
    """What a party's tag is of."""

    kind: int
    levels: int
    epoch: str


def deal(session: Session, folder: Path, cards: Sequence[Path], out: Path) -> None:
    """Makes the key of a group.

    Raises:
        NotFound: no such party or card.
        InvalidInput: a card is damaged.
    """
    party = Party(folder)
    members = [Card.read(card).exchange for card in cards]
    wrapped = Dealer(party.exchange).wrap_all(members)
    keys = {member.hex(): key.hex() for member, key in wrapped.items()}
    write_whole(out, json.dumps({"dealer": party.card.exchange.hex(), "keys": keys}, indent=1) + "\n")
    session.output.say(f"{out} holds the key for {len(wrapped)} members, for each under its own.")
    session.output.result({"file": str(out), "members": len(wrapped)})


def tag(session: Session, folder: Path, group: Path, dealer: Path, tagged: Tagged, out: Path) -> None:
    """Writes a party's tag.

    Raises:
        NotFound: no such party, card or file, or the group has no key for the party.
        InvalidInput: a file is damaged, or there is no such type.
        Refused: the key is not from that dealer.
    """
    party, card = Party(folder), Card.read(dealer)
    keys = read_object(group, {"dealer", "keys"})["keys"]
    own = party.card.exchange.hex()
    if not isinstance(keys, dict) or own not in keys:
        raise NotFound(f"{group} has no key for {folder}", "its dealer wraps one with `bourse coalition discover deal`")
    try:
        wrapped = bytes.fromhex(keys[own])
    except (TypeError, ValueError) as error:
        raise InvalidInput(f"{group} is damaged: {error}") from error
    key = unwrap_key(wrapped, party.exchange, card.exchange)
    message = tag_message(party.identity, key, Types(tagged.epoch.encode(), tagged.levels), tagged.kind)
    write_transcript(out, Transcript(message.session, [message]))
    session.output.say(f"Send {out} to the relay.")
    session.output.result({"identity": message.sender.hex(), "tag": message.body.hex(), "file": str(out)})


def put_together(session: Session, tags: Sequence[Path], levels: int, epoch: str, members: Sequence[Path]) -> None:
    """Tells whose tags are equal.

    Raises:
        NotFound: no such file or card.
        InvalidInput: a file is no tag.
        Refused: a tag is not of this epoch, not signed, not a member's, or a party's second.
    """
    said = [(file, read_transcript(file).messages) for file in tags]
    for file, messages in said:
        if len(messages) != 1:
            raise InvalidInput.of(f"{file}: number of messages", len(messages), "a tag is one")
    welcome = [Card.read(card).identity for card in members] or [messages[0].sender for _, messages in said]
    relay = Relay(Types(epoch.encode(), levels), welcome)
    for _, messages in said:
        relay.post(messages[0])
    found = relay.buckets()
    session.output.table(
        ["bucket>", "members>", "identity"],
        [
            (number, len(bucket) if not place else None, identity.hex())
            for number, bucket in enumerate(found)
            for place, identity in enumerate(bucket)
        ],
    )
    session.output.result({"buckets": [[identity.hex() for identity in bucket] for bucket in found]})
