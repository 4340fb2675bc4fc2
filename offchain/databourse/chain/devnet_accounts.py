"""The devnet's accounts by name. Their keys come from a mnemonic that everybody knows: nothing is safe with them."""

from __future__ import annotations

from functools import lru_cache

from eth_account import Account
from eth_account.hdaccount import key_from_seed, seed_from_mnemonic
from eth_account.signers.local import LocalAccount

from databourse.chain.devnet import ACCOUNTS

MNEMONIC = "test test test test test test test test test test test junk"
"""The phrase that anvil, hardhat and ape all start their test chains from."""

PEOPLE = ("operator", "solver", "attester", "alice", "bob", "carol", "dave", "erin", "frank", "grace")
"""The first accounts by name; the others are called dev10, dev11, … up to the last that has ether."""

NAMES = (*PEOPLE, *(f"dev{index}" for index in range(len(PEOPLE), ACCOUNTS)))


def is_name(name: str) -> bool:
    """Whether this is what a devnet account is called."""
    return name in NAMES


@lru_cache(maxsize=ACCOUNTS)
def account(name: str) -> LocalAccount:
    """The account of a devnet name, with its key. Whoever calls this has made sure that the chain is a devnet."""
    path = f"m/44'/60'/0'/0/{NAMES.index(name)}"
    signer: LocalAccount = Account.from_key(key_from_seed(_seed(), path))
    return signer


def name_of(address: str) -> str | None:
    """The devnet name of an address, for showing it on a devnet; None for any other address."""
    return _names_by_address().get(address.lower())


@lru_cache(maxsize=1)
def _seed() -> bytes:
    return seed_from_mnemonic(MNEMONIC, "")


@lru_cache(maxsize=1)
def _names_by_address() -> dict[str, str]:
    return {account(name).address.lower(): name for name in NAMES}
