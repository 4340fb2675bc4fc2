"""Signed orders in the forms in which they travel: packed as a relayer carries them, and as JSON.

The packed form is what counts (see `IMarket.enterSigned`); it does not say which terms, market and chain it was signed
for, so the JSON form says that beside it. Everything else in the JSON form is there to be read, and must agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_keys.exceptions import BadSignature
from eth_utils.address import is_address, to_checksum_address
from eth_utils.crypto import keccak
from eth_utils.exceptions import ValidationError

from databourse.chain.signer import Signature
from databourse.chain.typed_data import Order, order_message
from databourse.errors import InvalidInput
from databourse.market.double_auction.orders import AskOrder, BidOrder, CancelOrder, decode

ORDER_BYTES = 148


@dataclass(frozen=True)
class SignedOrder:
    """An order with its signature, and what the signature binds it to.

    Attributes:
        chain_id: of the chain.
        market: address of the market.
        series: number of the series; not signed, the terms belong to one series alone.
        order: what was signed.
        signature: of whoever claims to be its signer; see `is_genuine`.
    """

    chain_id: int
    market: str
    series: int
    order: Order
    signature: Signature

    @property
    def packed(self) -> bytes:
        """As `IMarket.enterSigned` takes it."""
        return pack_order(self.order, self.signature)

    @cached_property
    def id(self) -> str:
        """A hash of everything, the signature too, as 0x-string: an altered copy does not pass for the order."""
        bound_to = self.chain_id.to_bytes(32) + bytes.fromhex(self.market[2:]) + self.series.to_bytes(8)
        return "0x" + keccak(bound_to + self.order.terms + self.packed).hex()

    def is_genuine(self) -> bool:
        """Whether the signer signed it, for this chain, market and terms."""
        signature = (self.signature.v, self.signature.r, self.signature.s)
        message = encode_typed_data(full_message=order_message(self.order, self.chain_id, self.market))
        try:
            recovered = Account.recover_message(message, vrs=signature)
        except (BadSignature, ValidationError, ValueError):
            return False
        return str(recovered) == self.order.signer

    def as_json(self) -> dict[str, Any]:
        """The JSON form; money in strings of base units."""
        order = self.order
        return {
            "id": self.id,
            "chain_id": self.chain_id,
            "market": self.market,
            "series": self.series,
            "terms_hash": "0x" + order.terms.hex(),
            "signer": order.signer,
            **order_fields(order.data),
            "lock": str(order.lock),
            "nonce": order.nonce,
            "expiry": order.expiry,
            "max_fee": str(order.max_fee),
            "order": "0x" + self.packed.hex(),
        }

    @classmethod
    def of_json(cls, value: object) -> SignedOrder:
        """Reads the JSON form. The signature is not looked at.

        Raises:
            InvalidInput: a field is missing or malformed, or says something else than the packed order.
        """
        if not isinstance(value, Mapping):
            raise InvalidInput.of("signed order", value, "must be an object")
        market = value.get("market")
        if not isinstance(market, str) or not is_address(market):
            raise InvalidInput.of("market", market, "must be an address")
        order, signature = unpack_order(_bytes(value, "order", ORDER_BYTES), _bytes(value, "terms_hash", 32))
        chain_id, series = _count(value, "chain_id"), _count(value, "series")
        found = cls(chain_id, to_checksum_address(market), series, order, signature)
        for name, true in found.as_json().items():
            told = value.get(name, true)
            if str(told).lower() != str(true).lower():
                raise InvalidInput.of(name, told, f"is {true!r} in the packed order", "it was altered after signing")
        return found


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


def unpack_order(packed: bytes, terms: bytes) -> tuple[Order, Signature]:
    """The order in 148 bytes, for the round with these terms, and its signature."""
    order = Order(
        terms=terms,
        signer=to_checksum_address(packed[:20]),
        lock=int.from_bytes(packed[20:32]),
        data=packed[32:64],
        nonce=int.from_bytes(packed[64:68]),
        expiry=int.from_bytes(packed[68:73]),
        max_fee=int.from_bytes(packed[73:84]),
    )
    return order, Signature.of_compact(packed[84:148])


def order_fields(data: bytes) -> dict[str, Any]:
    """What an order word says, for a reader; a word that says no order only comes as it is."""
    match decode(data):
        case BidOrder(price, quantity, min_quality):
            return {"side": "bid", "price": str(price), "quantity": quantity, "min_quality": min_quality}
        case AskOrder(price, quantity, quality, dataset):
            return {
                "side": "ask",
                "price": str(price),
                "quantity": quantity,
                "quality": quality,
                "dataset": dataset,
            }
        case CancelOrder(entry):
            return {"side": "cancel", "entry": entry}
    return {"data": "0x" + data.hex()}


def _bytes(value: Mapping[str, Any], name: str, length: int) -> bytes:
    text = value.get(name)
    try:
        found = bytes.fromhex(text.removeprefix("0x")) if isinstance(text, str) else b""
    except ValueError:
        found = b""
    if len(found) != length:
        raise InvalidInput.of(name, text, f"must be 0x and {2 * length} hexadecimal digits")
    return found


def _count(value: Mapping[str, Any], name: str) -> int:
    number = value.get(name)
    if type(number) is not int or not 0 < number < 2**64:
        raise InvalidInput.of(name, number, "must be a whole number above 0")
    return number
