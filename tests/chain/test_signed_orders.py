from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from databourse.chain.signed_orders import SignedOrder, pack_order, unpack_order
from databourse.chain.signer import Signature
from databourse.chain.typed_data import Order, order_message
from databourse.errors import InvalidInput
from databourse.market.double_auction.orders import AskOrder, BidOrder, CancelOrder
from databourse.money import TOKEN
from tests.chain.conftest import person

MARKET = "0x5FC8d32690cc91D4c39d9d3abcBD16989F875707"


def signed(data: bytes = BidOrder(TOKEN, 3, 2).encode(), name: str = "alice", **changes: Any) -> SignedOrder:
    who = person(name)
    order = Order(b"\xff" * 32, who.address, 3 * TOKEN, data, 4, 5_000_000_000, TOKEN // 50)
    order = replace(order, **changes)
    return SignedOrder(31337, MARKET, 7, order, who.sign_typed_data(order_message(order, 31337, MARKET)))


def test_an_order_is_packed_field_by_field() -> None:
    order = Order(
        terms=b"\xff" * 32,
        signer="0x" + "11" * 20,
        lock=2,
        data=b"\x33" * 32,
        nonce=4,
        expiry=5,
        max_fee=6,
    )
    signature = Signature(v=28, r=7, s=8)
    packed = pack_order(order, signature)
    assert len(packed) == 148
    assert packed == (
        b"\x11" * 20
        + (2).to_bytes(12)
        + b"\x33" * 32
        + (4).to_bytes(4)
        + (5).to_bytes(5)
        + (6).to_bytes(11)
        + (7).to_bytes(32)
        + (1 << 255 | 8).to_bytes(32)
    )
    assert unpack_order(packed, order.terms) == (order, signature)


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        (BidOrder(TOKEN, 3, 2).encode(), {"side": "bid", "price": str(TOKEN), "quantity": 3, "min_quality": 2}),
        (AskOrder(5, 3, 2, 9).encode(), {"side": "ask", "price": "5", "quantity": 3, "quality": 2, "dataset": 9}),
        (CancelOrder(12).encode(), {"side": "cancel", "entry": 12}),
        (b"\x09" * 32, {"data": "0x" + "09" * 32}),
    ],
)
def test_the_json_form_says_everything_and_comes_back(data: bytes, fields: dict[str, Any]) -> None:
    one = signed(data)
    told = json.loads(json.dumps(one.as_json()))
    assert {name: told[name] for name in fields} == fields
    assert (told["lock"], told["nonce"], told["expiry"], told["max_fee"]) == (
        str(3 * TOKEN),
        4,
        5_000_000_000,
        str(TOKEN // 50),
    )
    again = SignedOrder.of_json(told)
    assert again == one
    assert again.id == told["id"]
    assert again.is_genuine()
    # what is only there for readers can be left out
    needed = ("chain_id", "market", "series", "terms_hash", "order")
    assert SignedOrder.of_json({name: told[name] for name in needed}) == one


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"price": "2"}, "price is '2', but is '1000000000000000000' in the packed order"),
        ({"signer": "0x" + "11" * 20}, "signer is "),
        ({"nonce": 5}, "nonce is 5, but is 4 in the packed order"),
        ({"id": "0x12"}, "id is '0x12', but"),
        ({"series": 8.5}, "series is 8.5, but must be a whole number"),
        ({"chain_id": True}, "chain_id is True, but must be a whole number"),
        ({"market": "0x12"}, "market is '0x12', but must be an address"),
        ({"order": "0x12"}, "order is '0x12', but must be 0x and 296 hexadecimal digits"),
        ({"order": None}, "order is None, but"),
        ({"terms_hash": "zz"}, "terms_hash is 'zz', but must be 0x and 64 hexadecimal digits"),
        ({"terms_hash": "0x" + "00" * 32}, "id is "),
    ],
)
def test_what_was_altered_or_is_malformed_is_refused(change: dict[str, Any], wrong: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        SignedOrder.of_json({**signed().as_json(), **change})
    assert wrong in caught.value.message


def test_no_order_at_all_is_refused() -> None:
    values: list[object] = [[], None, "order", 7]
    for value in values:
        with pytest.raises(InvalidInput, match="must be an object"):
            SignedOrder.of_json(value)


def test_only_what_its_signer_signed_is_genuine() -> None:
    one = signed()
    assert one.is_genuine()
    for other in (
        replace(one, chain_id=1),
        replace(one, market="0x" + "11" * 20),
        replace(one, order=replace(one.order, lock=1)),
        replace(one, order=replace(one.order, terms=bytes(32))),
        replace(one, order=replace(one.order, signer=person("bob").address)),
        replace(one, signature=signed(name="bob").signature),
        replace(one, signature=Signature(27, 0, 0)),
        replace(one, signature=Signature(28, 2**256 - 1, 2**255 - 1)),
    ):
        assert not other.is_genuine()
    # the series is not signed: the terms belong to one series alone
    assert replace(one, series=8).is_genuine()
    # an altered copy does not pass for the order in anybody's notes
    assert len({one.id, replace(one, series=8).id, replace(one, signature=Signature(27, 1, 1)).id}) == 3
