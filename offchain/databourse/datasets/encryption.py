"""The X25519 key pair of a participant: data that it buys are encrypted for the public half.

The private half lies encrypted beside the keystores, as `<alias>.x25519.pem` (PKCS #8 under the keystore's
passphrase). A devnet account's pair follows from its well-known key instead, so that nothing has to be kept for it.
"""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from databourse.errors import InvalidInput, KeystoreError

_DEVNET_PURPOSE = b"databourse devnet encryption key"


def key_file(folder: Path, alias: str) -> Path:
    """Where the private half of an alias lies, or would."""
    return folder / f"{alias}.x25519.pem"


def make(folder: Path, alias: str, passphrase: str) -> bytes:
    """Makes a pair, keeps it, and returns the public half, 32 bytes.

    Raises:
        InvalidInput: the passphrase is empty.
        KeystoreError: there is one already; nothing is ever overwritten.
    """
    if not passphrase:
        raise InvalidInput("the passphrase is empty, but it is all that protects the key")
    private = X25519PrivateKey.generate()
    encrypted = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase.encode()))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = key_file(folder, alias)
    try:
        # created with these rights and only if it is not there, so nobody else can ever read it and no key can be lost
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise KeystoreError(f"{path} exists already", "it is used again; move it away to make another") from error
    with os.fdopen(descriptor, "wb") as file:
        file.write(encrypted)
    return private.public_key().public_bytes_raw()


def load(folder: Path, alias: str, passphrase: str) -> X25519PrivateKey:
    """The pair that was made for an alias.

    Raises:
        KeystoreError: there is none, it is damaged, or the passphrase is wrong.
    """
    path = key_file(folder, alias)
    try:
        private = load_pem_private_key(path.read_bytes(), passphrase.encode())
    except FileNotFoundError as error:
        raise KeystoreError(f"{alias} has no encryption key here", "make one: `bourse participant register`") from error
    except ValueError as error:
        # the format cannot tell a wrong passphrase from a damaged file
        raise KeystoreError(f"wrong passphrase for the encryption key in {path}", "try again") from error
    if not isinstance(private, X25519PrivateKey):
        raise KeystoreError(f"{path} holds another kind of key", "move it away to make another")
    return private


def of_devnet(account_key: bytes) -> X25519PrivateKey:
    """The pair of a devnet account, from the account's own 32-byte key."""
    seed = HKDF(algorithm=SHA256(), length=32, salt=None, info=_DEVNET_PURPOSE).derive(account_key)
    return X25519PrivateKey.from_private_bytes(seed)


def parse_public(text: str) -> bytes:
    """A public half written as 64 hexadecimal digits.

    Raises:
        InvalidInput: it is not, or it is zero.
    """
    try:
        key = bytes.fromhex(text.strip().removeprefix("0x"))
    except ValueError:
        key = b""
    if len(key) != 32 or not any(key):
        raise InvalidInput.of("key", text, "must be 64 hexadecimal digits, not all zero", "give an X25519 public key")
    return key
