from __future__ import annotations

from eth_utils.crypto import keccak

from databourse.resale.encoding import NOBODY, HoldingStruct, OfferStruct, pack_path, pack_shares
from tests.market.scripted import account

ALICE, BOB, CAROL = map(account, ("alice", "bob", "carol"))


def test_paths_are_addresses_without_gaps() -> None:
    packed = pack_path([ALICE, BOB])
    assert packed.hex() == (ALICE[2:] + BOB[2:]).lower()
    assert pack_path([]) == b""


def test_shares_are_four_bytes_each() -> None:
    assert pack_shares((1, 10**9)).hex() == "00000001" + "3b9aca00"


def test_a_holding_is_what_the_contract_takes() -> None:
    holding = HoldingStruct(3, 9, 2**88 - 1, (ALICE, BOB))
    assert holding.struct() == (3, 9, 2**88 - 1, pack_path((ALICE, BOB)))
    assert holding.holder == BOB


def test_a_holding_is_hashed_without_gaps() -> None:
    """By hand: 8 bytes of the chain, 11 of the price, 20 for each player; not the licence's number."""
    text = "0000000000000003" + "00000000000000000000ff" + ALICE[2:] + BOB[2:]
    expected = int.from_bytes(keccak(hexstr=text)) >> 64
    assert HoldingStruct(3, 9, 255, (ALICE, BOB)).fingerprint() == expected
    assert HoldingStruct(3, 10, 255, (ALICE, BOB)).fingerprint() == expected


def test_an_offer_is_hashed_without_gaps() -> None:
    offer = OfferStruct(3, 9, 4, CAROL, 255, 77, (5,), (ALICE, BOB))
    text = "0000000000000003" + "0000000000000004" + CAROL[2:] + "00000000000000000000ff" + "000000004d" + "00000005"
    text += ALICE[2:] + BOB[2:]
    assert offer.fingerprint() == int.from_bytes(keccak(hexstr=text)) >> 64
    assert offer.struct() == (3, 9, 4, CAROL, 255, 77, (5).to_bytes(4), pack_path((ALICE, BOB)))
    assert offer.seller == BOB


def test_an_offer_becomes_the_licence_of_who_accepts_it() -> None:
    offer = OfferStruct(3, 9, 4, NOBODY, 255, 77, (5,), (ALICE, BOB))
    assert offer.sold_to(CAROL) == HoldingStruct(3, 9, 255, (ALICE, BOB, CAROL))
