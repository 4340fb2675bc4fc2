from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from eth_utils.crypto import keccak

from databourse.errors import InvalidInput
from databourse.market.phases import ONE_SHOT, Phases
from databourse.market.series_config import SeriesConfig
from databourse.market.terms import Status, Terms, context, slot_id, split_slot
from tests.market.scripted import CHAIN_ID, MARKET, ZERO, account

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


CONFIG = SeriesConfig(ZERO, ZERO, ZERO, ZERO, ZERO, 0, 2_000, 90, 0, "s", (TERMS.checker,))
SEALED, PROPOSED, BOTH = Phases(reveals=True), Phases(bond=1), Phases(True, 1)
PHASED = replace(TERMS, reveal_by=1_060, settle_by=1_210, challenge_window=60)


@pytest.mark.parametrize(
    ("phases", "terms", "now"),
    [
        (ONE_SHOT, replace(TERMS, settle_by=1_150), 999),
        (SEALED, replace(PHASED, challenge_window=0), 999),
        (PROPOSED, replace(PHASED, reveal_by=1_000), 999),
        (BOTH, PHASED, 999),
        (BOTH, replace(PHASED, settle_by=2_379), 499),
    ],
)
def test_times_that_a_market_takes(phases: Phases, terms: Terms, now: int) -> None:
    terms.require(phases, CONFIG, now)


@pytest.mark.parametrize(
    ("phases", "changes", "now", "says"),
    [
        (BOTH, {}, 1_000, "must be after now, 1000"),
        (BOTH, {"reveal_by": 1_059}, 999, "must be 60 s or more after the close, 1000"),
        (PROPOSED, {}, 999, "must be the close, 1000"),
        (SEALED, {}, 999, "must be 0: outcomes of this rule are settled at once"),
        (BOTH, {"challenge_window": 59}, 999, "must be 60 s or more: outcomes of this rule are proposed"),
        (BOTH, {"settle_by": 1_209}, 999, "must be 1210 or later"),
        (BOTH, {"settle_by": 2_380}, 499, "must be 2379 or earlier"),
    ],
)
def test_times_that_no_market_takes(phases: Phases, changes: dict[str, Any], now: int, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        replace(PHASED, **changes).require(phases, CONFIG, now)
