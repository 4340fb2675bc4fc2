"""A device as a party: its identity, its type, whom it lets ask how often; and the search for its own type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from databourse.errors import Refused
from databourse.mechanisms.coalition.discovery.attempts import Attempts
from databourse.mechanisms.coalition.discovery.equality import Initiator, Responder, session_name
from databourse.mechanisms.coalition.discovery.points import Types
from databourse.mechanisms.coalition.discovery.transcript import Message, Transcript


class Device:
    """A party of equality tests.

    Attributes:
        types: of the epoch.
        attempts: how often a peer may ask it, and it asks a peer.
        identity: public key that its messages are signed under, 32 bytes.
    """

    def __init__(
        self,
        kind: int,
        types: Types,
        attempts: Attempts,
        identity: Ed25519PrivateKey | None = None,
        sessions: Iterable[bytes] = (),
    ) -> None:
        """With an identity of its own if none is given; `sessions` are those that peers have begun with it before."""
        self._key = identity or Ed25519PrivateKey.generate()
        self._kind = types.check(kind)
        self._sessions = set(sessions)
        self.types, self.attempts = types, attempts
        self.identity = self._key.public_key().public_bytes_raw()

    def ask(self, peer: bytes) -> Initiator:
        """A session with a peer, by its identity.

        Raises:
            Refused: the peer is the device itself, or has had all its attempts.
        """
        self._admit(peer)
        return Initiator(self._key, peer, self.types, self._kind)

    def be_asked(self, message: Message) -> tuple[Responder, Message]:
        """A session that a peer has begun with this message, and the answer to it.

        Raises:
            Refused: the session is not of this epoch, its types and these two parties, is known already, or the peer
                has had all its attempts.
        """
        self._admit(message.sender)
        if message.session != session_name(self.types, message.sender, self.identity, message.session[16:]):
            raise Refused("the session is not of this epoch and these parties")
        if message.session in self._sessions:
            raise Refused("the session has been begun before")
        self._sessions.add(message.session)
        session = Responder(self._key, message.sender, self.types, self._kind, message.session)
        return session, session.answer(message)

    def _admit(self, peer: bytes) -> None:
        if peer == self.identity:
            raise Refused("a device cannot compare its type with its own")
        self.attempts.spend(peer, self.types.epoch)


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a device found: its type as the proxies have them (None: no proxy has it), and what was said on the way."""

    kind: int | None
    transcripts: tuple[Transcript, ...]


def compare(initiator: Device, responder: Device) -> tuple[bool, Transcript]:
    """One test between two devices in this process; whether they have the same type, and what was said.

    Raises:
        Refused: one of them does not want to, or they do not come to the same result.
    """
    asking = initiator.ask(responder.identity)
    asked, answer = responder.be_asked(asking.start())
    confirmation, equal = asking.finish(answer)
    if asked.conclude(confirmation) != equal:
        raise Refused("the two devices came to different results")
    return equal, asking.transcript


def discover(device: Device, proxies: Sequence[Device]) -> Discovery:
    """Ask the proxies in turn, of which number k has type k, until one has the device's type: O(types) tests.

    An observer of the messages can count them. Ask all proxies of all devices if that must not tell the type.

    Raises:
        Refused: as for `compare`.
    """
    transcripts = []
    for kind, proxy in enumerate(proxies):
        equal, transcript = compare(device, proxy)
        transcripts.append(transcript)
        if equal:
            return Discovery(kind, tuple(transcripts))
    return Discovery(None, tuple(transcripts))
