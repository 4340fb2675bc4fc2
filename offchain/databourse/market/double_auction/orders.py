"""The order word of the double auction: a bid, an ask or a cancellation in 32 bytes.

side(8) price(88) quantity(32) quality(16) dataset(64) zero(48), as in the contracts' `OrderWord`. Writing refuses what
no rule would count; reading says of any 32 bytes either which order they are or why they are none. What also depends on
the rest of the round (the lock, the rule's bounds, the entry that a cancellation names) is judged in `book`.
"""

from __future__ import annotations

from dataclasses import dataclass

from databourse.errors import InvalidInput
from databourse.market.entries import MAX_LOCK
from databourse.market.faults import Fault

BID, ASK, CANCEL = 1, 2, 3

MAX_PRICE = 2**88 - 1
MAX_QUANTITY = 2**32 - 1
#: Grades run from 0 to 15: the number of grades drives a checker's worst case.
MAX_QUALITY = 15
MAX_DATASET = 2**64 - 1


@dataclass(frozen=True, slots=True)
class BidOrder:
    """Buys up to `quantity` units of at least grade `min_quality`, each for at most `price` base units."""

    price: int
    quantity: int
    min_quality: int = 0

    @property
    def needed_lock(self) -> int:
        """Base units that must stand behind the bid for it to count."""
        return self.price * self.quantity

    def encode(self) -> bytes:
        """The order word.

        Raises:
            InvalidInput: a field is out of range, or no lock could ever cover price times quantity.
        """
        _require("price", self.price, 0, MAX_PRICE)
        _require("quantity", self.quantity, 1, MAX_QUANTITY)
        _require("min_quality", self.min_quality, 0, MAX_QUALITY)
        if self.needed_lock > MAX_LOCK:
            raise InvalidInput.of(
                "price * quantity", self.needed_lock, f"must be at most {MAX_LOCK} base units", "bid for fewer units"
            )
        return _word(BID, self.price, self.quantity, self.min_quality, 0)


@dataclass(frozen=True, slots=True)
class AskOrder:
    """Sells up to `quantity` units of `dataset`, of grade `quality`, to each buyer, for `price` base units or more."""

    price: int
    quantity: int
    quality: int
    dataset: int

    def encode(self) -> bytes:
        """The order word.

        Raises:
            InvalidInput: a field is out of range.
        """
        _require("price", self.price, 0, MAX_PRICE)
        _require("quantity", self.quantity, 1, MAX_QUANTITY)
        _require("quality", self.quality, 0, MAX_QUALITY)
        _require("dataset", self.dataset, 1, MAX_DATASET)
        return _word(ASK, self.price, self.quantity, self.quality, self.dataset)


@dataclass(frozen=True, slots=True)
class CancelOrder:
    """Voids the earlier entry number `entry` of the same account."""

    entry: int

    def encode(self) -> bytes:
        """The order word.

        Raises:
            InvalidInput: no entry can have this index.
        """
        _require("entry", self.entry, 0, MAX_QUANTITY)
        return _word(CANCEL, 0, self.entry, 0, 0)


Order = BidOrder | AskOrder | CancelOrder


def decode(data: bytes) -> Order | Fault:
    """The order in a 32-byte word, or what keeps it from being one."""
    word = int.from_bytes(data)
    side, price, quantity = word >> 248, word >> 160 & MAX_PRICE, word >> 128 & MAX_QUANTITY
    quality, dataset, padding = word >> 112 & 0xFFFF, word >> 48 & MAX_DATASET, word & 0xFFFFFFFFFFFF
    if side not in (BID, ASK, CANCEL):
        return Fault("side", side, "must be 1 (bid), 2 (ask) or 3 (cancel)")
    if padding:
        return Fault("padding", padding, "the lowest 48 bits must be zero")
    if side == CANCEL:
        for field, value in (("price", price), ("quality", quality), ("dataset", dataset)):
            if value:
                return Fault(field, value, "must be 0 in a cancellation")
        return CancelOrder(quantity)
    if quantity == 0:
        return Fault("quantity", 0, "must be at least 1")
    if quality > MAX_QUALITY:
        return Fault("quality", quality, f"must be at most {MAX_QUALITY}")
    if side == BID:
        return Fault("dataset", dataset, "must be 0 in a bid") if dataset else BidOrder(price, quantity, quality)
    return AskOrder(price, quantity, quality, dataset) if dataset else Fault("dataset", 0, "must be named in an ask")


def _require(field: str, value: int, lowest: int, highest: int) -> None:
    # bool is an int to Python, and a fraction must not be cut off silently
    if type(value) is not int or not lowest <= value <= highest:
        raise InvalidInput.of(field, value, f"must be a whole number from {lowest} to {highest}")


def _word(side: int, price: int, quantity: int, quality: int, dataset: int) -> bytes:
    return (side << 248 | price << 160 | quantity << 128 | quality << 112 | dataset << 48).to_bytes(32)
