from __future__ import annotations

from typing import Any

import pytest

from databourse.errors import InvalidInput
from databourse.market.double_auction.orders import MAX_PRICE, AskOrder, BidOrder, CancelOrder, decode
from databourse.market.faults import Fault


def word(side: int, price: int = 1, quantity: int = 1, quality: int = 0, dataset: int = 0, padding: int = 0) -> bytes:
    return (side << 248 | price << 160 | quantity << 128 | quality << 112 | dataset << 48 | padding).to_bytes(32)


@pytest.mark.parametrize(
    "order",
    [
        BidOrder(0, 1),
        BidOrder(9, 4, 15),
        BidOrder(MAX_PRICE, 1, 3),
        BidOrder(2**56 - 1, 2**32 - 1),
        AskOrder(0, 1, 0, 1),
        AskOrder(MAX_PRICE, 2**32 - 1, 15, 2**64 - 1),
        CancelOrder(0),
        CancelOrder(1499),
    ],
)
def test_orders_survive_encoding(order: BidOrder | AskOrder | CancelOrder) -> None:
    assert decode(order.encode()) == order


def test_the_layout_is_that_of_the_contracts() -> None:
    assert BidOrder(5, 6, 7).encode() == word(1, 5, 6, 7)
    assert AskOrder(5, 6, 7, 8).encode() == word(2, 5, 6, 7, 8)
    assert CancelOrder(9).encode() == word(3, 0, 9)


def test_a_bid_needs_price_times_quantity() -> None:
    assert BidOrder(5, 6).needed_lock == 30


@pytest.mark.parametrize(
    ("order", "field"),
    [
        (BidOrder(-1, 1), "price"),
        (BidOrder(MAX_PRICE + 1, 1), "price"),
        (BidOrder(1, 0), "quantity"),
        (BidOrder(1, -3), "quantity"),
        (BidOrder(1, 2**32), "quantity"),
        (BidOrder(1, 1, 16), "min_quality"),
        (BidOrder(MAX_PRICE, 2), "price \\* quantity"),
        (AskOrder(1, 1, 16, 1), "quality"),
        (AskOrder(1, 1, 0, 0), "dataset"),
        (AskOrder(1, 1, 0, 2**64), "dataset"),
        (AskOrder(1, 0, 0, 1), "quantity"),
        (CancelOrder(-1), "entry"),
        (CancelOrder(2**32), "entry"),
    ],
)
def test_what_no_rule_counts_is_not_written(order: BidOrder | AskOrder | CancelOrder, field: str) -> None:
    with pytest.raises(InvalidInput, match=f"^{field} is"):
        order.encode()


@pytest.mark.parametrize("value", [1.0, "1", True, None])
def test_only_integers_are_written(value: Any) -> None:
    with pytest.raises(InvalidInput, match="whole number"):
        BidOrder(value, 1).encode()


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (bytes(32), "side"),
        (word(4), "side"),
        (word(255), "side"),
        (word(1, padding=1), "padding"),
        (word(2, dataset=1, padding=2**47), "padding"),
        (word(1, quantity=0), "quantity"),
        (word(2, quantity=0, dataset=1), "quantity"),
        (word(1, quality=16), "quality"),
        (word(2, quality=65535, dataset=1), "quality"),
        (word(1, dataset=1), "dataset"),
        (word(2), "dataset"),
        (word(3, price=1), "price"),
        (word(3, price=0, quality=1), "quality"),
        (word(3, price=0, dataset=1), "dataset"),
    ],
)
def test_reading_names_the_field_that_is_wrong(data: bytes, field: str) -> None:
    fault = decode(data)
    assert isinstance(fault, Fault)
    assert fault.field == field
    assert field in str(fault)
