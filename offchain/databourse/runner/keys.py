"""The keys of a runner: one that signs, one that data are encrypted for, and a secret that follows from the latter."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from databourse.chain.signer import Signer

_MEMO_PURPOSE = b"databourse runner memo"


@dataclass(frozen=True)
class RunnerKeys:
    """In memory only; neither `repr` nor any attribute but the pair itself shows them.

    Attributes:
        signer: signs statements and models.
        pair: bundles are encrypted for its public half.
    """

    signer: Signer
    pair: X25519PrivateKey = field(repr=False)

    @property
    def address(self) -> str:
        """Whose signature counts, checksummed."""
        return self.signer.address

    @property
    def encryption_key(self) -> bytes:
        """X25519 public key, 32 bytes."""
        return self.pair.public_key().public_bytes_raw()

    @cached_property
    def memo_secret(self) -> bytes:
        """What names of trained cells are hidden with."""
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_MEMO_PURPOSE)
        return derived.derive(self.pair.private_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """65 bytes r, s, v of 32 bytes signed as an Ethereum message."""
        return self.signer.sign_message(message).expanded()
