"""The fast forms against the literal ones, outcome by outcome and delivery by delivery."""

from __future__ import annotations

import pytest

from databourse.mechanisms import compiled
from tests.mechanisms.double_auction.books import VARIANTS, random_book, random_books

BOOKS_EACH = 600
COMPILED_BOOKS_EACH = 150


@pytest.mark.parametrize("variant", VARIANTS)
def test_small_books(variant: str) -> None:
    fast, literal, options = VARIANTS[variant]
    trades = 0
    for bids, asks in random_books(BOOKS_EACH):
        expected = literal(bids, asks, **options)
        assert fast(bids, asks, **options) == expected, (bids, asks)
        trades += len(expected.trades)
    assert trades > BOOKS_EACH / 8  # not one empty book after the other


@pytest.mark.parametrize("variant", VARIANTS)
def test_small_books_with_compiled_loops(variant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "COMPILED_FROM", 0)
    fast, literal, options = VARIANTS[variant]
    for bids, asks in random_books(COMPILED_BOOKS_EACH):
        assert fast(bids, asks, **options) == literal(bids, asks, **options), (bids, asks)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("variant", VARIANTS)
def test_books_of_hundreds(variant: str, seed: int) -> None:
    fast, literal, options = VARIANTS[variant]
    shape = ((150, 150), (40, 300), (300, 40))[seed % 3]
    bids, asks = random_book(1_000_000 + seed, shape)
    assert fast(bids, asks, **options) == literal(bids, asks, **options)
