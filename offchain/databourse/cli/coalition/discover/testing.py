"""Tests of equality between two parties, which keep their side of a session in their folders."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from databourse.cli.coalition.discover.messages import read_transcript, write_transcript
from databourse.cli.coalition.discover.party import Card, Kept, Party
from databourse.cli.session import Session
from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.discovery import Attempts, Device, Initiator, Message, Responder, Types

_ASKS, _ANSWERS = "asks", "answers"


@dataclass(frozen=True)
class Question:
    """What a party says of itself and of the epoch, and how often it lets a peer ask."""

    kind: int
    levels: int
    epoch: str
    limit: int

    def device(self, party: Party) -> tuple[Device, Attempts]:
        """The party in this epoch.

        Raises:
            InvalidInput: there is no such type.
        """
        attempts = party.attempts(self.limit)
        types = Types(self.epoch.encode(), self.levels)
        return Device(self.kind, types, attempts, party.identity, party.sessions), attempts


def ask(session: Session, folder: Path, peer: Path, question: Question, out: Path) -> None:
    """Begins a session.

    Raises:
        NotFound: no such party, or no such card.
        InvalidInput: a file is damaged, or there is no such type.
        Refused: the peer had all its sessions in this epoch, or is the party itself.
    """
    party, card = Party(folder), Card.read(peer)
    device, attempts = question.device(party)
    asking = device.ask(card.identity)
    party.note(attempts)
    asking.start()
    party.keep(Kept(_ASKS, card.identity, asking.secret, asking.transcript))
    write_transcript(out, asking.transcript)
    session.output.say(f"Send {out} to {_short(card.identity)}, who answers it.")
    session.output.result({"session": asking.transcript.session.hex(), "peer": card.identity.hex(), "file": str(out)})


def answer(session: Session, folder: Path, file: Path, question: Question, out: Path) -> None:
    """Answers a session that a peer has begun; raises as `ask`."""
    party, message = Party(folder), _last(file, 1)
    device, attempts = question.device(party)
    asked, _ = device.be_asked(message)
    party.note(attempts)
    party.keep(Kept(_ANSWERS, message.sender, asked.secret, asked.transcript))
    write_transcript(out, asked.transcript)
    left = attempts.left(message.sender, question.epoch.encode())
    session.output.say(f"Send {out} back to {_short(message.sender)}; {left} more sessions with it in this epoch.")
    session.output.result(
        {"session": message.session.hex(), "peer": message.sender.hex(), "left": left, "file": str(out)}
    )


def confirm(session: Session, folder: Path, file: Path, out: Path) -> None:
    """Finishes a session that the party began.

    Raises:
        NotFound: no such party, session or file.
        InvalidInput: a file is damaged.
        Refused: the answer is not the peer's, or not to what was asked.
    """
    party, message = Party(folder), _last(file, 2)
    kept = party.session(message.session, _ASKS)
    asking = Initiator.resumed(party.identity, kept.peer, kept.secret, kept.transcript)
    _, equal = asking.finish(message)
    party.end(kept, equal)
    write_transcript(out, asking.transcript)
    _tell(session, kept, equal)
    session.output.say(f"Send {out} to {_short(kept.peer)}, who learns it too.")
    session.output.result(_outcome(kept, equal) | {"file": str(out)})


def conclude(session: Session, folder: Path, file: Path) -> None:
    """Concludes a session that the party answered; raises as `confirm`."""
    party, message = Party(folder), _last(file, 3)
    kept = party.session(message.session, _ANSWERS)
    equal = Responder.resumed(party.identity, kept.peer, kept.secret, kept.transcript).conclude(message)
    party.end(kept, equal)
    _tell(session, kept, equal)
    session.output.result(_outcome(kept, equal))


def _last(file: Path, count: int) -> Message:
    """The last of so many messages."""
    messages = read_transcript(file).messages
    if len(messages) != count:
        raise InvalidInput.of(f"{file}: number of messages", len(messages), f"must be {count} at this step")
    return messages[-1]


def _tell(session: Session, kept: Kept, equal: bool) -> None:
    session.output.say(f"{_short(kept.peer)} has {'the same type' if equal else 'another type'}.")


def _outcome(kept: Kept, equal: bool) -> dict[str, object]:
    return {"session": kept.transcript.session.hex(), "peer": kept.peer.hex(), "equal": equal}


def _short(identity: bytes) -> str:
    return f"{identity.hex()[:16]}…"
