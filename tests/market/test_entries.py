from __future__ import annotations

import pytest
from eth_utils.crypto import keccak

from databourse.errors import InvalidInput
from databourse.events import address
from databourse.market.entries import (
    Entry,
    log_append,
    log_start,
    log_word,
    pack_amounts,
    pack_entries,
    pack_payloads,
    unpack_amounts,
    unpack_entries,
)

ALICE = address(bytes.fromhex("a1" * 20))
BOB = address(bytes.fromhex("b0" * 20))
DATA = bytes(range(32))
CONTEXT = keccak(text="context")


def test_an_entry_is_who_flags_lock_data() -> None:
    packed = Entry(0, ALICE, 2**88 - 1, DATA).packed()
    assert packed == bytes.fromhex("a1" * 20) + b"\0" + b"\xff" * 11 + DATA


def test_entries_and_payloads_survive_packing() -> None:
    entries = (
        Entry(0, ALICE, 7, DATA),
        Entry(1, BOB, 0, keccak(b"long input"), 1, b"long input"),
        Entry(2, ALICE, 9, keccak(b""), 1, b""),
    )
    assert unpack_entries(pack_entries(entries), pack_payloads(entries)) == entries


@pytest.mark.parametrize("payloads", [b"", b"\0\0\0\x0blong input", b"\0\0\0\x0along inputx", b"\0\0"])
def test_payloads_must_fit_the_flagged_entries_exactly(payloads: bytes) -> None:
    packed = Entry(0, BOB, 0, keccak(b"long input"), 1, b"long input").packed()
    with pytest.raises(InvalidInput):
        unpack_entries(packed, payloads)


def test_entries_end_on_64_bytes() -> None:
    with pytest.raises(InvalidInput, match="multiple of 64"):
        unpack_entries(bytes(65))


def test_amounts_survive_packing() -> None:
    amounts = ((0, 1), (3, 2**96 - 1), (2**32 - 1, 5))
    assert pack_amounts(amounts)[:16] == b"\0\0\0\0" + (1).to_bytes(12)
    assert unpack_amounts(pack_amounts(amounts)) == amounts
    assert unpack_amounts(b"") == ()


def test_amounts_end_on_16_bytes() -> None:
    with pytest.raises(InvalidInput, match="multiple of 16"):
        unpack_amounts(bytes(17))


def test_the_log_word_is_hash_and_count() -> None:
    first, second = Entry(0, ALICE, 7, DATA), Entry(1, BOB, 8, DATA)
    start = log_start(CONTEXT)
    assert start == CONTEXT[:28] + bytes(4)
    one = log_append(start, first)
    assert one == keccak(start + first.packed())[:28] + (1).to_bytes(4)
    assert log_word(CONTEXT, [first, second]) == log_append(one, second)
    assert log_word(CONTEXT, []) == start
    assert log_word(CONTEXT, [second, first]) != log_word(CONTEXT, [first, second])
