"""Signed orders in the form in which a relayer carries them (see `IMarket.enterSigned`)."""

from __future__ import annotations

from databourse.chain.signer import Signature
from databourse.chain.typed_data import Order


def pack_order(order: Order, signature: Signature) -> bytes:
    """One order, 148 bytes: signer(20) lock(12) data(32) nonce(4) expiry(5) maxFee(11) r(32) vs(32).

    The terms are not among them: the relayer names them once for all orders of a call.
    """
    return (
        bytes.fromhex(order.signer[2:])
        + order.lock.to_bytes(12)
        + order.data
        + order.nonce.to_bytes(4)
        + order.expiry.to_bytes(5)
        + order.max_fee.to_bytes(11)
        + signature.compact()
    )
