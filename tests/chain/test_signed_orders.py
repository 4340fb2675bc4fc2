from __future__ import annotations

from databourse.chain.signed_orders import pack_order
from databourse.chain.signer import Signature
from databourse.chain.typed_data import Order


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
    packed = pack_order(order, Signature(v=28, r=7, s=8))
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
