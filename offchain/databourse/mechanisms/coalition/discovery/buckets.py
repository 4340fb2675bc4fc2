"""Buckets: tags of types under a key that devices share and the relay does not have."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from databourse.errors import InvalidInput, Refused
from databourse.mechanisms.coalition.discovery.points import Types
from databourse.mechanisms.coalition.discovery.transcript import Message, Transcript

KEY_BYTES = 32
_NONCE_BYTES = 12
_PURPOSE = b"databourse bucket key/1"


class Dealer:
    """Makes the key of a group and wraps it for its members, each under the secret that the two of them share."""

    def __init__(self, private: X25519PrivateKey | None = None) -> None:
        self._private = private or X25519PrivateKey.generate()
        self._key = secrets.token_bytes(KEY_BYTES)
        self.public = self._private.public_key().public_bytes_raw()

    def wrap(self, member: bytes) -> bytes:
        """The group's key for a member, by its X25519 public key.

        Raises:
            InvalidInput: that is no public key.
        """
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = _cipher(self._private, member, self.public, member).encrypt(nonce, self._key, self.public)
        return nonce + sealed

    def wrap_all(self, members: Iterable[bytes]) -> dict[bytes, bytes]:
        """The group's key for every member."""
        return {member: self.wrap(member) for member in members}


def unwrap_key(wrapped: bytes, private: X25519PrivateKey, dealer: bytes) -> bytes:
    """The group's key, as a member gets it from the dealer that it expects.

    Raises:
        Refused: it was wrapped by somebody else or for somebody else, or was changed.
        InvalidInput: the dealer's key is no public key.
    """
    own = private.public_key().public_bytes_raw()
    nonce, sealed = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
    try:
        return _cipher(private, dealer, dealer, own).decrypt(nonce, sealed, dealer)
    except (InvalidTag, ValueError):
        raise Refused("this is no group key from that dealer for this device") from None


def bucket_tag(key: bytes, types: Types, kind: int) -> bytes:
    """HMAC-SHA256 of epoch and type under the group's key.

    Raises:
        InvalidInput: the key has not 32 bytes, or there is no such type.
    """
    if len(key) != KEY_BYTES:
        raise InvalidInput(f"the key has {len(key)} bytes, but it must have {KEY_BYTES}")
    epoch = len(types.epoch).to_bytes(8, "big") + types.epoch
    return hmac.digest(key, epoch + types.check(kind).to_bytes(4, "big"), "sha256")


def tag_message(identity: Ed25519PrivateKey, key: bytes, types: Types, kind: int) -> Message:
    """A device's tag for the relay, signed.

    Raises:
        InvalidInput: as for `bucket_tag`.
    """
    return Transcript(_session(types)).say(identity, "tag", bucket_tag(key, types, kind))


class Relay:
    """Puts together whose tags are equal, for one epoch. It takes one tag of each member: more would be guesses.

    Attributes:
        members: identities that may post.
    """

    def __init__(self, types: Types, members: Iterable[bytes]) -> None:
        self.members = frozenset(members)
        self._session = _session(types)
        self._tags: dict[bytes, bytes] = {}

    def post(self, message: Message) -> None:
        """Take a member's tag.

        Raises:
            Refused: its sender is no member or has posted one, it is not of this epoch, or not signed by its sender.
        """
        sender = message.sender
        if sender not in self.members:
            raise Refused(f"{sender.hex()[:16]} is no member of the group")
        if sender in self._tags:
            raise Refused(f"{sender.hex()[:16]} has posted a tag already")
        self._tags[sender] = Transcript(self._session).hear(message, sender, "tag")

    def buckets(self) -> list[list[bytes]]:
        """The identities with equal tags, in the order in which the first of each came."""
        found: dict[bytes, list[bytes]] = {}
        for sender, tag in self._tags.items():
            found.setdefault(tag, []).append(sender)
        return list(found.values())


def _session(types: Types) -> bytes:
    """All tags of an epoch are of one session, each the first message in it."""
    return hashlib.sha256(_PURPOSE + types.levels.to_bytes(4, "big") + types.epoch).digest()


def _cipher(private: X25519PrivateKey, peer: bytes, dealer: bytes, member: bytes) -> ChaCha20Poly1305:
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(peer))
    except ValueError:
        raise InvalidInput("this is no X25519 public key") from None
    return ChaCha20Poly1305(HKDF(SHA256(), KEY_BYTES, salt=None, info=_PURPOSE + dealer + member).derive(shared))
