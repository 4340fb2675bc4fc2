"""Orders as columns: the same outcome, and the same errors, as from a list of orders."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.double_auction import Ask, Asks, Bid, Bids
from databourse.mechanisms.double_auction.integers import total
from tests.mechanisms.double_auction.books import VARIANTS, random_books

BOOKS_EACH = 60


@pytest.mark.parametrize("variant", VARIANTS)
def test_columns_give_the_outcome_of_the_orders(variant: str) -> None:
    fast, _, options = VARIANTS[variant]
    for bids, asks in random_books(BOOKS_EACH):
        expected = fast(bids, asks, **options)
        of_columns = Bids([b.price for b in bids], [b.quantity for b in bids], [b.min_quality for b in bids])
        assert fast(of_columns, Asks.of(asks), **options) == expected
        assert list(of_columns) == bids
        assert list(Asks.of(asks)) == asks


def test_what_is_no_column_is_named() -> None:
    for price in (None, 5):
        with pytest.raises(InvalidInput, match=f"bids.price is {price}, but it must be a column"):
            Bids(price, [1])  # type: ignore[arg-type]


def test_columns_are_sequences() -> None:
    asks = Asks([5, 2**70], [3, 4], start=[0, 3])
    assert len(asks) == 2
    assert asks[1] == asks[-1] == Ask(2**70, 4, 0, 3)
    assert asks[:1] == (Ask(5, 3),)
    assert Asks.of(asks) is asks
    assert [type(value) for value in (asks[0].price, asks[0].quantity)] == [int, int]
    with pytest.raises(IndexError):
        asks[2]


@pytest.mark.parametrize(
    "prices",
    [
        [1, 2**63 - 1],
        [1, 2**63],
        [1, 2**88 - 1],
        np.array([1, 2**64 - 1], dtype=np.uint64),
        np.array([1, 200], dtype=np.uint8),
        np.array([1.0, 2.0**53 - 1]),
        np.array([1, 2**80], dtype=object),
        (1, "309485009821345068724781055"),
        [np.int64(3), 2],
    ],
    ids=str,
)
def test_prices_of_every_size_and_form_are_exact(prices: Any) -> None:
    assert [bid.price for bid in Bids(prices, [1, 1])] == [int(price) for price in prices]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([1, -1], "bids[1].price is -1, but it must not be negative"),
        (np.array([1, 2, -3]), "bids[2].price is -3, but it must not be negative"),
        ([1, 2**88], f"bids[1].price is {2**88}, but it must be below 2^88"),
        ([1, None], "bids[1].price is None, but it must be an integer"),
        ([1, True], "bids[1].price is True, but it must be an integer"),
        (np.array([True]), "bids[0].price is True, but it must be an integer"),
        ([1, 1.5], "bids[1].price is 1.5, but it must be an integer"),
        (np.array([1.0, math.nan]), "bids[1].price is nan, but it must be an integer"),
        ([2, math.inf], "bids[1].price is inf, but it must be an integer"),
        (np.array([2.0**53]), "bids[0].price is 9007199254740992.0, but a float must be below 2^53"),
        (np.array([-1.0]), "bids[0].price is -1, but it must not be negative"),
        ([1, "1.5"], "bids[1].price is '1.5', but it must be an integer"),
        ("12", "bids.price has 0 dimensions, but it must be a column"),
        ([[1], [2]], "bids.price has 2 dimensions, but it must be a column"),
        (np.array([[1], [2]]), "bids.price has 2 dimensions, but it must be a column"),
        (np.array(["2020-01-01"], dtype="datetime64[D]"), "bids[0].price is datetime.date(2020, 1, 1), but it must be"),
    ],
    ids=str,
)
def test_a_bad_price_is_named_with_its_row(values: Any, message: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        Bids(values, [1] * len(values))
    assert caught.value.message.startswith(message)


def test_other_bad_columns_are_named_too() -> None:
    cases: list[tuple[type[Bids] | type[Asks], dict[str, Any], str]] = [
        (Bids, {"quantity": [2**32]}, "bids[0].quantity is 4294967296, but it must be below 2^32"),
        (Bids, {"quantity": [1], "min_quality": [2**16]}, "bids[0].min_quality is 65536, but it must be below 2^16"),
        (Asks, {"quantity": [1], "quality": [-1]}, "asks[0].quality is -1, but it must not be negative"),
        (Asks, {"quantity": [3], "start": [3]}, "asks[0].start is 3, but it must be below the quantity (3)"),
        (Asks, {"quantity": [0], "start": [1]}, "asks[0].start is 1, but it must be below the quantity (0)"),
        (Asks, {"quantity": [1, 2]}, "the columns of asks must be of one length, but price has 1, quantity has 2"),
    ]
    for kind, columns, message in cases:
        with pytest.raises(InvalidInput) as caught:
            kind(price=[1], **columns)
        assert caught.value.message.startswith(message)


@pytest.mark.parametrize("units", [1, 2, 3, 4, 5])
def test_sums_are_exact_on_both_sides_of_64_bits(units: int) -> None:
    for price in (2**62 - 1, 2**62, 2**63 - 1):
        assert total(np.array([price]), np.array([units])) == price * units


def test_orders_and_columns_can_be_mixed() -> None:
    fast, _, options = VARIANTS["kth-price, K = 1"]
    outcome = fast([Bid(6, 1)], Asks([2, 5], [1, 1]), **options)
    assert [trade.unit_price for trade in outcome.trades] == [5]
