"""From a name to an address, or to somebody who signs.

A name is a devnet account (on a devnet only), the alias of a keystore, or an address. An address is enough to look at
an account; to sign for it, it must be that of a keystore.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from eth_account.messages import encode_defunct
from eth_account.signers.local import LocalAccount
from eth_utils.address import is_address, is_checksum_address, to_checksum_address

from databourse.chain import devnet, devnet_accounts, keystore
from databourse.errors import InvalidInput, KeystoreError


@dataclass(frozen=True)
class Signature:
    """An ECDSA signature of secp256k1; `v` is 27 or 28."""

    v: int
    r: int
    s: int

    def compact(self) -> bytes:
        """64 bytes r, vs: the top bit of vs carries v (ERC-2098)."""
        return self.r.to_bytes(32) + ((self.v - 27) << 255 | self.s).to_bytes(32)

    def expanded(self) -> bytes:
        """65 bytes r, s, v."""
        return self.r.to_bytes(32) + self.s.to_bytes(32) + bytes([self.v])

    @classmethod
    def of_compact(cls, packed: bytes) -> Signature:
        """From the 64 bytes of `compact`."""
        vs = int.from_bytes(packed[32:])
        return cls(27 + (vs >> 255), int.from_bytes(packed[:32]), vs & (2**255 - 1))


@dataclass(frozen=True)
class Signer:
    """Signs for one address. The key stays inside: neither `repr` nor any method shows it."""

    name: str
    address: str
    _account: LocalAccount = field(repr=False)

    def sign_transaction(self, transaction: Mapping[str, Any]) -> bytes:
        """The signed transaction as it is sent."""
        return bytes(self._account.sign_transaction(dict(transaction)).raw_transaction)

    def sign_typed_data(self, message: Mapping[str, Any]) -> Signature:
        """Signs an EIP-712 message given with its types, primaryType, domain and message."""
        signed = self._account.sign_typed_data(full_message=dict(message))
        return Signature(signed.v, signed.r, signed.s)

    def sign_message(self, message: bytes) -> Signature:
        """Signs bytes as an Ethereum message (ERC-191, version 0x45)."""
        signed = self._account.sign_message(encode_defunct(primitive=message))
        return Signature(signed.v, signed.r, signed.s)


def signer_of(name: str, chain_id: int, ask: keystore.AskPassphrase | None = None) -> Signer:
    """Whoever signs under this name on this chain.

    Args:
        name: a devnet name, an alias, or the address of a keystore.
        chain_id: of the chain that the signature is for.
        ask: asked for the passphrase when the environment does not hold it.

    Raises:
        NotFound: nobody has that name.
        KeystoreError: a devnet name on another chain; a passphrase that is missing or wrong; an address without a key.
    """
    if _on_devnet(name, chain_id):
        account = devnet_accounts.account(name)
        return Signer(name, account.address, account)
    found = _by_address(_address(name)) if name.startswith("0x") else keystore.find(name)
    account = keystore.unlock(found, ask)
    return Signer(found.alias, account.address, account)


def address_of(name: str, chain_id: int, ask: keystore.AskPassphrase | None = None) -> str:
    """The checksummed address behind a name, without its key where that can be told.

    Raises:
        NotFound: nobody has that name.
        InvalidInput: something like an address that is none.
        KeystoreError: a devnet name on another chain; a keystore that does not say its address and cannot be opened.
    """
    if name.startswith("0x"):
        return _address(name)
    if _on_devnet(name, chain_id):
        return devnet_accounts.account(name).address
    found = keystore.find(name)
    return found.address or keystore.unlock(found, ask).address


def _on_devnet(name: str, chain_id: int) -> bool:
    if not devnet_accounts.is_name(name):
        return False
    if chain_id != devnet.CHAIN_ID:
        raise KeystoreError(
            f"{name!r} is an account of the devnet (chain {devnet.CHAIN_ID}); its key is public, "
            f"so it is refused on chain {chain_id}",
            "make a key of your own with `bourse account new` and fund it",
        )
    return True


def _by_address(address: str) -> keystore.Keystore:
    for found in keystore.keystores():
        if found.address == address:
            return found
    raise KeystoreError(
        f"no keystore holds the key of {address}",
        "an address is enough to look at an account; to act for it, name its keystore or import it",
    )


def _address(text: str) -> str:
    if not is_address(text):
        raise InvalidInput.of("address", text, "must be 0x and 40 hexadecimal digits")
    digits = text[2:]
    if digits not in (digits.lower(), digits.upper()) and not is_checksum_address(text):
        raise InvalidInput.of("address", text, "has a wrong checksum", "a character is mistyped; copy it again")
    return to_checksum_address(text)


def person(address: str, chain_id: int) -> str | None:
    """What a person calls this address, for showing: a devnet name on a devnet, otherwise an alias; None if neither."""
    if chain_id == devnet.CHAIN_ID and (name := devnet_accounts.name_of(address)) is not None:
        return name
    for found in keystore.keystores():
        if found.address == address:
            return found.alias
    return None
