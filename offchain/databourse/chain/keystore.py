"""Encrypted keys by alias.

Keys live in files of the Web3 Secret Storage format, version 3, which ape and foundry use as well: their folders are
read, only the own folder is written. A key leaves its file decrypted only into the memory of the process that signs.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_utils.address import is_address, to_checksum_address

from databourse.chain import devnet_accounts
from databourse.chain.config import config_folder
from databourse.errors import InvalidInput, KeystoreError, NotFound

AskPassphrase = Callable[[str], str]
"""Shows a prompt and returns what was typed, hidden."""

SCRYPT_N = 2**18
"""Work that one guess at a passphrase costs; the format's standard."""

_ALIAS = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


@dataclass(frozen=True)
class Keystore:
    """A key's file.

    Attributes:
        alias: what the key is called.
        path: the file.
        source: whose folder it is in: bourse, ape or foundry.
        address: checksummed; None when the file does not say (foundry's often do not).
    """

    alias: str
    path: Path
    source: str
    address: str | None


def folders() -> dict[str, Path]:
    """Where keys are looked for, by whose folder it is, in this order."""
    own = os.environ.get("BOURSE_KEYSTORES")
    return {
        "bourse": Path(own).expanduser() if own else config_folder() / "keystores",
        "ape": Path.home() / ".ape" / "accounts",
        "foundry": Path.home() / ".foundry" / "keystores",
    }


def keystores() -> list[Keystore]:
    """All keys of all folders. What is not a keystore is passed over; of two with the same alias the first counts."""
    found: dict[str, Keystore] = {}
    for source, folder in folders().items():
        for path in sorted(folder.glob("*")) if folder.is_dir() else []:
            alias = path.name.removesuffix(".json")
            if path.is_file() and alias not in found and (content := _read(path)) is not None:
                found[alias] = Keystore(alias, path, source, _address(content))
    return list(found.values())


def find(alias: str) -> Keystore:
    """The key of this alias.

    Raises:
        NotFound: there is none.
    """
    for keystore in keystores():
        if keystore.alias == alias:
            return keystore
    raise NotFound(f"no account is called {alias!r}", "see `bourse account list`; make one with `bourse account new`")


def create(alias: str, passphrase: str, key: bytes | None = None, scrypt_n: int = SCRYPT_N) -> Keystore:
    """Makes a new key, or keeps the given one, encrypted in the own folder.

    Raises:
        InvalidInput: an alias that cannot be one, or an empty passphrase.
        KeystoreError: the alias is taken; nothing is ever overwritten.
    """
    check_new(alias)
    if not passphrase:
        raise InvalidInput("the passphrase is empty, but it is all that protects the key")
    account: LocalAccount = Account.create() if key is None else Account.from_key(key)
    content = Account.encrypt(account.key, passphrase, kdf="scrypt", iterations=scrypt_n)
    return _write(alias, content)


def copy_in(alias: str, path: Path, ask: AskPassphrase | None = None) -> Keystore:
    """Takes over an existing keystore file as it is, under an alias, once its passphrase has opened it.

    Raises:
        NotFound: no such file.
        InvalidInput: an alias that cannot be one.
        KeystoreError: not a keystore, a wrong passphrase, or the alias is taken.
    """
    check_new(alias)
    if not path.is_file():
        raise NotFound(f"{path} does not exist")
    content = _read(path)
    if content is None:
        raise KeystoreError(f"{path} is not an encrypted keystore", "give a file of the Web3 Secret Storage format")
    account = unlock(Keystore(alias, path, "file", None), ask)
    return _write(alias, {**content, "address": account.address[2:].lower()})


def unlock(keystore: Keystore, ask: AskPassphrase | None = None) -> LocalAccount:
    """Decrypts a key with the passphrase from the environment or, failing that, from whoever is asked.

    Raises:
        KeystoreError: no passphrase to be had, or it is wrong, or the file is damaged.
    """
    variable = passphrase_variable(keystore.alias)
    passphrase = os.environ.get(variable)
    if passphrase is None:
        if ask is None:
            raise KeystoreError(f"the key {keystore.alias!r} needs its passphrase", f"set {variable}")
        passphrase = ask(f"Passphrase of {keystore.alias}")
    content = _read(keystore.path)
    if content is None:
        raise KeystoreError(f"{keystore.path} is not an encrypted keystore")
    try:
        account: LocalAccount = Account.from_key(Account.decrypt(content, passphrase))
    except ValueError as error:
        # the format's checksum cannot tell a wrong passphrase from a damaged file
        raise KeystoreError(f"wrong passphrase for {keystore.alias!r}", f"try again, or correct {variable}") from error
    except (KeyError, TypeError) as error:
        raise KeystoreError(f"{keystore.path} is damaged: {error}") from error
    return account


def passphrase_variable(alias: str) -> str:
    """The environment variable that holds an alias' passphrase for programs."""
    return f"BOURSE_PASSPHRASE_{re.sub(r'[^A-Z0-9]', '_', alias.upper())}"


def check_new(alias: str) -> None:
    """Whether a new key may have this alias.

    Raises:
        InvalidInput: an alias that cannot be one.
        KeystoreError: it is taken.
    """
    if _ALIAS.fullmatch(alias) is None:
        raise InvalidInput.of("alias", alias, "must be up to 40 small letters, digits, - and _")
    if devnet_accounts.is_name(alias):
        raise InvalidInput.of("alias", alias, "is the name of a devnet account", "choose another")
    taken = [keystore for keystore in keystores() if keystore.alias == alias]
    if taken:
        raise KeystoreError(f"there is already a key called {alias!r} ({taken[0].path})", "choose another alias")


def _write(alias: str, content: Mapping[str, Any]) -> Keystore:
    folder = folders()["bourse"]
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{alias}.json"
    # created with these rights and only if it is not there, so nobody else can ever read it and no key can be lost
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=2)
    return Keystore(alias, path, "bourse", _address(content))


def _read(path: Path) -> dict[str, Any] | None:
    """The content, when it looks like a keystore."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(content, dict) or not isinstance(content.get("crypto", content.get("Crypto")), dict):
        return None
    return content


def _address(content: Mapping[str, Any]) -> str | None:
    address = content.get("address")
    return to_checksum_address(address) if isinstance(address, str) and is_address(address) else None
