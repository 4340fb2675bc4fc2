"""Encryption for one reader and one purpose: HPKE in its base mode (RFC 9180).

X25519, HKDF-SHA256 and AES-256-GCM. The purpose, the round and the account go into the key (HPKE's `info`), so that
what was encrypted for a round opens in no other one, and a copy that somebody else hands in opens not at all. The base
mode does not say who encrypted.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from databourse.errors import InvalidInput

KEY_BYTES = 32
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_BUNDLE, _MODEL = b"databourse learning 1", b"databourse model 1"


def bundle_info(context: bytes, account: str) -> bytes:
    """What the bundle of an account in a round is bound to."""
    return _BUNDLE + context + bytes.fromhex(account[2:])


def model_info(context: bytes, account: str) -> bytes:
    """What the model that an account gets in a round is bound to."""
    return _MODEL + context + bytes.fromhex(account[2:])


def seal(plaintext: bytes, key: bytes, info: bytes) -> bytes:
    """Encrypts for the holder of the private half of `key`.

    Raises:
        InvalidInput: no X25519 key that anything can be encrypted for.
    """
    check_key("key", key)
    return _SUITE.encrypt(plaintext, X25519PublicKey.from_public_bytes(key), info)


def unseal(ciphertext: bytes, key: X25519PrivateKey, info: bytes) -> bytes:
    """Decrypts.

    Raises:
        InvalidInput: it was encrypted for another key or purpose, or changed since; nothing can tell which.
    """
    try:
        return _SUITE.decrypt(ciphertext, key, info)
    except InvalidTag as error:
        raise InvalidInput(
            "it does not open: it was encrypted for another key, round or account, or changed since"
        ) from error


def check_key(field: str, key: bytes) -> None:
    """Whether a public key can be encrypted for.

    Raises:
        InvalidInput: it has another length, or is one of the few that make every secret the same.
    """
    if len(key) != KEY_BYTES:
        raise InvalidInput.of(field, f"{len(key)} bytes", f"must be an X25519 public key of {KEY_BYTES} bytes")
    try:
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(key))
    except ValueError as error:
        raise InvalidInput.of(field, key.hex(), "must be an X25519 public key, and is of low order") from error
