"""The test of equality between two devices, message by message.

    initiator                                    responder
    masked:    A = a·H(i)           ──────▶
                                    ◀──────      masked:    B = b·H(j), and a tag under b·A
    confirm:   a tag under a·B      ──────▶

a·B = ab·H(j) and b·A = ab·H(i) are one point if and only if the types i and j are equal. A tag is an HMAC under that
point over everything said before, so who arrived at another point can neither make nor repeat it. The secrets a and b
are fresh in every session; what is not a guess of the peer's type looks random (decisional Diffie-Hellman).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from databourse.errors import Refused
from databourse.mechanisms.coalition.discovery.points import Types, mask
from databourse.mechanisms.coalition.discovery.transcript import Message, Transcript

POINT_BYTES = 32
TAG_BYTES = 32


class Initiator:
    """The side that asks. `start`, then `finish`; each once.

    A party that does not stay in one process keeps `secret` and the transcript, to itself, and goes on with `resumed`.
    """

    def __init__(self, identity: Ed25519PrivateKey, peer: bytes, types: Types, kind: int) -> None:
        self._identity, self._peer = identity, peer
        self._point = types.points[types.check(kind)]
        self._secret = X25519PrivateKey.generate()
        own = identity.public_key().public_bytes_raw()
        self.transcript = Transcript(session_name(types, own, peer, secrets.token_bytes(16)))

    @property
    def secret(self) -> bytes:
        """The mask of this session, 32 bytes; whoever has it can find out the type."""
        return self._secret.private_bytes_raw()

    @classmethod
    def resumed(cls, identity: Ed25519PrivateKey, peer: bytes, secret: bytes, transcript: Transcript) -> Initiator:
        """A session that was started, from what was kept of it.

        Raises:
            Refused: it was not started, or was finished.
        """
        _require(transcript, 1)
        found = cls.__new__(cls)
        found._identity, found._peer, found.transcript = identity, peer, transcript
        found._secret = X25519PrivateKey.from_private_bytes(secret)
        return found

    def start(self) -> Message:
        """The first message."""
        if self.transcript.messages:
            raise Refused("this session has started already")
        return self.transcript.say(self._identity, "masked", mask(self._point, self._secret))

    def finish(self, message: Message) -> tuple[Message, bool]:
        """From the answer: the last message, and whether the types are equal.

        Raises:
            Refused: the message is not what is due now.
        """
        _require(self.transcript, 1)
        before = self.transcript.digest
        body = self.transcript.hear(message, self._peer, "masked")
        if len(body) != POINT_BYTES + TAG_BYTES:
            raise Refused(f"the answer has {len(body)} bytes, but it must have {POINT_BYTES + TAG_BYTES}")
        point, theirs = body[:POINT_BYTES], body[POINT_BYTES:]
        if point == self.transcript.messages[0].body:
            raise Refused("the answer is the question sent back")
        shared = mask(point, self._secret)
        equal = hmac.compare_digest(theirs, _tag(shared, b"responder", before, point))
        answer = self.transcript.say(self._identity, "confirm", _tag(shared, b"initiator", self.transcript.digest))
        return answer, equal


class Responder:
    """The side that is asked. `answer`, then `conclude`; each once. It goes on with `resumed` as an initiator does."""

    def __init__(self, identity: Ed25519PrivateKey, peer: bytes, types: Types, kind: int, session: bytes) -> None:
        self._identity, self._peer = identity, peer
        self._point = types.points[types.check(kind)]
        self._secret = X25519PrivateKey.generate()
        self._shared = b""
        self.transcript = Transcript(session)

    @property
    def secret(self) -> bytes:
        """What both arrive at if their types are equal, 32 bytes; there after the answer."""
        return self._shared

    @classmethod
    def resumed(cls, identity: Ed25519PrivateKey, peer: bytes, secret: bytes, transcript: Transcript) -> Responder:
        """A session that was answered, from what was kept of it.

        Raises:
            Refused: it was not answered, or was concluded.
        """
        _require(transcript, 2)
        found = cls.__new__(cls)
        found._identity, found._peer, found._shared, found.transcript = identity, peer, secret, transcript
        return found

    def answer(self, message: Message) -> Message:
        """From the first message: the second.

        Raises:
            Refused: the message is not what is due now.
        """
        _require(self.transcript, 0)
        point = self.transcript.hear(message, self._peer, "masked")
        self._shared = mask(point, self._secret)
        own = mask(self._point, self._secret)
        tag = _tag(self._shared, b"responder", self.transcript.digest, own)
        return self.transcript.say(self._identity, "masked", own + tag)

    def conclude(self, message: Message) -> bool:
        """From the last message: whether the types are equal.

        Raises:
            Refused: the message is not what is due now.
        """
        _require(self.transcript, 2)
        before = self.transcript.digest
        theirs = self.transcript.hear(message, self._peer, "confirm")
        return hmac.compare_digest(theirs, _tag(self._shared, b"initiator", before))


def session_name(types: Types, initiator: bytes, responder: bytes, nonce: bytes) -> bytes:
    """Binds a session to its epoch, its types and its parties in their roles; the nonce stands at the end."""
    parts = (
        len(types.epoch).to_bytes(8, "big"),
        types.epoch,
        types.levels.to_bytes(4, "big"),
        initiator,
        responder,
        nonce,
    )
    return hashlib.sha256(b"".join(parts)).digest()[:16] + nonce


def _require(transcript: Transcript, messages: int) -> None:
    if len(transcript.messages) != messages:
        raise Refused("this session is at another step")


def _tag(shared: bytes, role: bytes, *said: bytes) -> bytes:
    return hmac.digest(shared, role + b"".join(said), "sha256")
