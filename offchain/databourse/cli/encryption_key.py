"""The X25519 pair of who acts: what is encrypted for its public half, the account alone can read."""

from __future__ import annotations

import os

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from databourse.chain import devnet_accounts, keystore
from databourse.cli import prompts
from databourse.cli.session import Session
from databourse.datasets import encryption


def public_half(session: Session) -> bytes:
    """32 bytes; a pair is made and kept when there is none.

    Raises:
        KeystoreError: the passphrase is missing or wrong, or the file of the pair is damaged.
    """
    alias = session.signer.name
    folder = keystore.folders()["bourse"]
    if _on_devnet(session, alias) or encryption.key_file(folder, alias).exists():
        return private_half(session).public_key().public_bytes_raw()
    public = encryption.make(folder, alias, _passphrase(alias))
    path = encryption.key_file(folder, alias)
    session.output.say(f"Made a pair; its private half is in {path}, under the account's passphrase.")
    return public


def private_half(session: Session) -> X25519PrivateKey:
    """The half that is kept.

    Raises:
        KeystoreError: there is none, the passphrase is missing or wrong, or its file is damaged.
    """
    alias = session.signer.name
    if _on_devnet(session, alias):
        return encryption.of_devnet(bytes(devnet_accounts.account(alias).key))
    return encryption.load(keystore.folders()["bourse"], alias, _passphrase(alias))


def _on_devnet(session: Session, alias: str) -> bool:
    """Whether the pair follows from a well-known key, so that nothing is kept."""
    return session.connection.is_devnet and devnet_accounts.is_name(alias)


def _passphrase(alias: str) -> str:
    """The one that has just opened the account."""
    known = os.environ.get(keystore.passphrase_variable(alias))
    return prompts.passphrase(f"Passphrase of {alias}") if known is None else known
