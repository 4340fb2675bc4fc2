from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

from databourse.chain import devnet_accounts
from databourse.datasets import encryption
from databourse.errors import InvalidInput, KeystoreError


def test_a_pair_is_kept_encrypted_and_found_again(tmp_path: Path) -> None:
    public = encryption.make(tmp_path / "keys", "trader", "secret")
    path = encryption.key_file(tmp_path / "keys", "trader")
    assert path.stat().st_mode & 0o777 == 0o600
    assert b"BEGIN ENCRYPTED PRIVATE KEY" in path.read_bytes()
    loaded = encryption.load(tmp_path / "keys", "trader", "secret")
    assert loaded.public_key().public_bytes_raw() == public


def test_a_pair_is_never_overwritten(tmp_path: Path) -> None:
    encryption.make(tmp_path, "trader", "secret")
    with pytest.raises(KeystoreError, match="exists already"):
        encryption.make(tmp_path, "trader", "secret")


def test_what_keeps_a_pair_from_being_opened(tmp_path: Path) -> None:
    with pytest.raises(KeystoreError, match="no encryption key"):
        encryption.load(tmp_path, "trader", "secret")
    encryption.make(tmp_path, "trader", "secret")
    with pytest.raises(KeystoreError, match="wrong passphrase"):
        encryption.load(tmp_path, "trader", "wrong")
    with pytest.raises(InvalidInput, match="empty"):
        encryption.make(tmp_path, "other", "")


def test_a_key_of_another_kind_is_told(tmp_path: Path) -> None:
    path = encryption.key_file(tmp_path, "trader")
    path.parent.mkdir(parents=True, exist_ok=True)
    encrypted = BestAvailableEncryption(b"secret")
    path.write_bytes(Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encrypted))
    with pytest.raises(KeystoreError, match="another kind of key"):
        encryption.load(tmp_path, "trader", "secret")


def test_a_devnet_accounts_pair_follows_from_its_key() -> None:
    keys = {
        encryption.of_devnet(bytes(devnet_accounts.account(name).key)).public_key().public_bytes_raw()
        for name in ("alice", "bob", "alice")
    }
    assert len(keys) == 2


def test_public_keys_as_they_are_typed() -> None:
    assert encryption.parse_public("0x" + "ab" * 32) == b"\xab" * 32
    for text in ("", "ab", "zz" * 32, "00" * 32, "ab" * 33):
        with pytest.raises(InvalidInput, match="must be 64 hexadecimal digits"):
            encryption.parse_public(text)
