from __future__ import annotations

import pytest
from eth_utils.crypto import keccak

from databourse.market.terms import Status, Terms, context, slot_id, split_slot
from tests.market.scripted import CHAIN_ID, MARKET, account

TERMS = Terms.one_shot(3, account("checker").lower(), 1_000, 2_000, bytes.fromhex("0002000000000000"))
NAMES = ("series", "checker", "closeAt", "revealBy", "settleBy", "challengeWindow", "params")


def test_one_shot_terms_have_no_further_phases() -> None:
    assert TERMS.reveal_by == TERMS.close_at
    assert TERMS.challenge_window == 0
    assert TERMS.checker == account("checker")


def test_terms_are_read_from_sequences_and_mappings() -> None:
    assert Terms.of(TERMS.struct()) == TERMS
    assert Terms.of(dict(zip(NAMES, TERMS.struct(), strict=True))) == TERMS
    with pytest.raises(ValueError, match="7 fields"):
        Terms.of(TERMS.struct()[:6])


def test_the_hash_is_over_the_abi_encoding_of_the_struct() -> None:
    """By hand: configuration, offset of the tuple, six words, offset of the bytes in the tuple, length, contents."""
    words = [7, 64, 3, int(account("checker"), 16), 1_000, 1_000, 2_000, 0, 7 * 32, 8]
    encoded = b"".join(word.to_bytes(32) for word in words) + TERMS.params.ljust(32, b"\0")
    assert TERMS.hash((7).to_bytes(32)) == keccak(encoded)


def test_the_context_binds_chain_market_series_round_and_terms() -> None:
    words = [CHAIN_ID, int(MARKET, 16), 3, 5]
    encoded = b"".join(word.to_bytes(32) for word in words) + keccak(b"terms")
    assert context(CHAIN_ID, MARKET, 3, 5, keccak(b"terms")) == keccak(encoded)


def test_slots_are_series_and_round() -> None:
    assert slot_id(3, 5) == 3 * 2**32 + 5
    assert split_slot(slot_id(2**64 - 1, 2**32 - 1)) == (2**64 - 1, 2**32 - 1)


def test_statuses_have_words() -> None:
    words = ["never", "open", "revealing", "settleable", "proposed", "finalisable", "settled", "aborted"]
    assert [status.label for status in Status] == words
