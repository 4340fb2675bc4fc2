from __future__ import annotations

import pytest
from eth_account import Account
from eth_account.messages import encode_defunct, encode_typed_data

from databourse.chain import devnet, devnet_accounts, keystore
from databourse.chain.signer import address_of, person, signer_of
from databourse.chain.typed_data import Order, order_message
from databourse.errors import InvalidInput, KeystoreError, NotFound

KEY = bytes.fromhex("22" * 32)
ADDRESS = Account.from_key(KEY).address
ALICE = "0x90F79bf6EB2c4f870365E785982E1f101E93b906"


@pytest.fixture
def mine() -> keystore.Keystore:
    return keystore.create("mine", "secret", KEY, scrypt_n=2)


def test_devnet_names_are_the_mnemonics_accounts_in_order() -> None:
    assert address_of("operator", devnet.CHAIN_ID) == "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
    assert address_of("alice", devnet.CHAIN_ID) == ALICE
    assert len({address_of(name, devnet.CHAIN_ID) for name in devnet_accounts.NAMES}) == devnet.ACCOUNTS
    assert person(ALICE, devnet.CHAIN_ID) == "alice"


@pytest.mark.parametrize("chain_id", [1, 4711, 31338])
def test_devnet_names_are_refused_on_any_other_chain(chain_id: int) -> None:
    for use in (signer_of, address_of):
        with pytest.raises(KeystoreError, match=f"refused on chain {chain_id}"):
            use("alice", chain_id)
    assert person(ALICE, chain_id) is None


@pytest.mark.usefixtures("mine")
def test_a_keystore_signs_by_alias_and_by_address() -> None:
    for name in ("mine", ADDRESS):
        assert signer_of(name, 1, lambda _: "secret").address == ADDRESS
    assert address_of("mine", 1) == ADDRESS
    assert person(ADDRESS, 1) == "mine"


def test_an_address_without_a_key_can_only_be_looked_at() -> None:
    assert address_of(ALICE.lower(), 1) == ALICE
    with pytest.raises(KeystoreError, match="no keystore holds the key"):
        signer_of(ALICE, 1)


@pytest.mark.parametrize("text", ["0x", "0x12", ALICE + "00", "0xzz" + ALICE[4:], ALICE.replace("90F7", "90f7")])
def test_what_is_no_address_is_told(text: str) -> None:
    with pytest.raises(InvalidInput, match="address is"):
        address_of(text, 1)


def test_an_unknown_name_is_told() -> None:
    with pytest.raises(NotFound, match="'nobody'"):
        signer_of("nobody", devnet.CHAIN_ID)


@pytest.mark.usefixtures("mine")
def test_the_key_is_never_shown() -> None:
    signer = signer_of("mine", 1, lambda _: "secret")
    assert KEY.hex() not in repr(signer)
    assert KEY.hex() not in str(signer)


def test_an_order_is_signed_for_one_chain_and_market() -> None:
    order = Order(b"\1" * 32, ALICE, 5, b"\2" * 32, 0, 2**40 - 1, 7)
    message = order_message(order, devnet.CHAIN_ID, ADDRESS)
    signature = signer_of("alice", devnet.CHAIN_ID).sign_typed_data(message)
    vrs = (signature.v, signature.r, signature.s)
    assert Account.recover_message(encode_typed_data(full_message=message), vrs) == ALICE
    elsewhere = order_message(order, 1, ADDRESS)
    assert Account.recover_message(encode_typed_data(full_message=elsewhere), vrs) != ALICE

    compact = signature.compact()
    assert len(compact) == 64
    assert int.from_bytes(compact[:32]) == signature.r
    assert compact[32] >> 7 == signature.v - 27


def test_a_message_is_signed_as_wallets_do() -> None:
    signature = signer_of("alice", devnet.CHAIN_ID).sign_message(b"\1" * 32)
    vrs = (signature.v, signature.r, signature.s)
    assert Account.recover_message(encode_defunct(primitive=b"\1" * 32), vrs) == ALICE
    assert Account.recover_message(encode_defunct(primitive=b"\2" * 32), vrs) != ALICE
    assert signature.expanded() == signature.r.to_bytes(32) + signature.s.to_bytes(32) + bytes([signature.v])
