"""Messages of a session, each signed over everything before it (Ed25519)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from databourse.errors import Refused

_DOMAIN = b"databourse discovery/1"


@dataclass(frozen=True, slots=True)
class Message:
    """One message: what it is, what it says, and its sender's signature.

    Attributes:
        session: the session's name, 32 bytes.
        sender: the sender's public key, 32 bytes.
        kind: what it is, such as "masked".
        body: what it says.
        signature: over the domain, the session, all messages before, and the fields above.
    """

    session: bytes
    sender: bytes
    kind: str
    body: bytes
    signature: bytes


@dataclass
class Transcript:
    """The messages of one session so far, in order, as one party has seen them."""

    session: bytes
    messages: list[Message] = field(default_factory=list)

    @property
    def digest(self) -> bytes:
        """Stands for everything said so far."""
        state = hashlib.sha256(_DOMAIN + self.session).digest()
        for message in self.messages:
            state = hashlib.sha256(state + _content(message.sender, message.kind, message.body)).digest()
        return state

    def say(self, identity: Ed25519PrivateKey, kind: str, body: bytes) -> Message:
        """Sign a message and add it."""
        sender = identity.public_key().public_bytes_raw()
        signature = identity.sign(self._signed(sender, kind, body))
        message = Message(self.session, sender, kind, body, signature)
        self.messages.append(message)
        return message

    def hear(self, message: Message, sender: bytes, kind: str) -> bytes:
        """Check a message that must be the next one, add it, and return what it says.

        Raises:
            Refused: it belongs to another session, is of another kind or sender, or its signature is not right, which
                is so too if an earlier message was left out or changed.
        """
        if message.session != self.session:
            raise Refused("a message belongs to another session")
        if message.sender != sender:
            raise Refused(f"a message of {message.sender.hex()[:16]} came where one of {sender.hex()[:16]} was due")
        if message.kind != kind:
            raise Refused(f"a {message.kind!r} message came where a {kind!r} one was due")
        try:
            public = Ed25519PublicKey.from_public_bytes(sender)
            public.verify(message.signature, self._signed(sender, kind, message.body))
        except (InvalidSignature, ValueError):
            raise Refused(f"the signature of the {kind!r} message is not right") from None
        self.messages.append(message)
        return message.body

    def _signed(self, sender: bytes, kind: str, body: bytes) -> bytes:
        return _DOMAIN + self.digest + _content(sender, kind, body)


def verify_transcript(session: bytes, messages: Iterable[Message], parties: Iterable[bytes]) -> Transcript:
    """The transcript, if every message was signed by one of the parties over all before it.

    Raises:
        Refused: one was not.
    """
    known = set(parties)
    transcript = Transcript(session)
    for message in messages:
        if message.sender not in known:
            raise Refused(f"{message.sender.hex()[:16]} is no party of the session")
        transcript.hear(message, message.sender, message.kind)
    return transcript


def _content(sender: bytes, kind: str, body: bytes) -> bytes:
    name = kind.encode()
    return sender + len(name).to_bytes(2, "big") + name + len(body).to_bytes(4, "big") + body
