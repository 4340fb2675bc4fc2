from __future__ import annotations

import pytest
from eth_utils.crypto import keccak

from databourse.errors import InvalidInput
from databourse.market.entries import WITH_PAYLOAD, Entry
from databourse.market.learning.parties import commitment, entry_word, parties_of
from tests.market.scripted import account

WORD = entry_word(commitment(b"bundle"))


def test_an_entry_commits_to_the_end_of_a_hash() -> None:
    assert b"\x0a" + keccak(b"bundle")[1:] == WORD
    assert len(WORD) == 32


@pytest.mark.parametrize("length", [0, 30, 32])
def test_a_commitment_of_another_length_is_told(length: int) -> None:
    with pytest.raises(InvalidInput, match=f"commitment is '{length} bytes', but must have 31 bytes"):
        entry_word(bytes(length))


def test_parties_are_numbered_in_the_order_of_their_entries() -> None:
    entries = [
        Entry(0, account("alice"), 100, WORD),
        Entry(1, account("bob"), 99, WORD),  # locks too little
        Entry(2, account("carol"), 100, b"\x04" + WORD[1:]),  # a sealed entry
        Entry(3, account("dave"), 100, WORD, flags=WITH_PAYLOAD, payload=b"x"),
        Entry(4, account("erin"), 101, WORD),
    ]
    found = parties_of(entries, budget=100)
    assert [(party.number, party.entry.index, party.account) for party in found] == [
        (0, 0, account("alice")),
        (1, 4, account("erin")),
    ]
    assert found[0].commitment == commitment(b"bundle")
