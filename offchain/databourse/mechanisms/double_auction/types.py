"""What goes into a double auction and what comes out of it (sections 1 and 8 of the double auction's spec).

Prices are token base units per unit of data, payments and budgets token base units; quantities and start pointers
are units of data. A bid or an ask is known by its position in the sequence handed to a rule, which is the order of
submission. The bounds are those of the order word on the chain; money derived from them is exact at any size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from databourse.errors import InvalidInput

PRICE_BITS = 88
QUANTITY_BITS = 32
QUALITY_BITS = 16


class Reason(StrEnum):
    """Why a bid did not trade."""

    NO_CANDIDATE = "no-candidate"  # dantm, dadpm: no valid price in its round; trade-reduction: no pair crosses at all
    NO_SELLER = "no-seller"  # its turn came, but no seller among the candidates offers the quality it needs
    NOT_CANDIDATE = "not-candidate"  # trade-reduction: at or behind the marginal bid
    BELOW_PRICE = "below-price"  # kth-price, dadpm-split: below the price
    TOO_FEW_SELLERS = "too-few-sellers"  # kth-price: fewer than K + 1 asks, so there is no price


@dataclass(frozen=True, slots=True)
class Bid:
    """A buyer's order: at most `price` a unit for up to `quantity` units, each of quality `min_quality` or better.

    Raises:
        InvalidInput: if a field is not an integer from 0 to 2^88 - 1 (price), 2^32 - 1 (quantity) or
            2^16 - 1 (min_quality).
    """

    price: int
    quantity: int
    min_quality: int = 0

    def __post_init__(self) -> None:
        require_integer("price", self.price, PRICE_BITS)
        require_integer("quantity", self.quantity, QUANTITY_BITS)
        require_integer("min_quality", self.min_quality, QUALITY_BITS)


@dataclass(frozen=True, slots=True)
class Ask:
    """A seller's order: at least `price` a unit for up to `quantity` units of `quality` to each buyer, however many.

    `start` is the start pointer: the first unit that the next partial delivery takes.

    Raises:
        InvalidInput: as for `Bid`, and if `start` is not below `quantity` (it must be 0 when the quantity is 0).
    """

    price: int
    quantity: int
    quality: int = 0
    start: int = 0

    def __post_init__(self) -> None:
        require_integer("price", self.price, PRICE_BITS)
        require_integer("quantity", self.quantity, QUANTITY_BITS)
        require_integer("quality", self.quality, QUALITY_BITS)
        require_integer("start", self.start, QUANTITY_BITS)
        require_start("start", self.start, self.quantity)


@dataclass(frozen=True, slots=True)
class Delivery:
    """Units that one seller delivers to one buyer: the circular interval [start, start + quantity) of its data.

    `payment` is what the seller receives for all of them.
    """

    ask: int
    quantity: int
    start: int
    payment: int


@dataclass(frozen=True, slots=True)
class Trade:
    """A bid that was served, at `unit_price` for every unit delivered.

    `satisfied` says whether the whole quantity was met; `valid_price` holds the two critical prices (buyers', sellers')
    of the round.
    """

    round: int
    bid: int
    unit_price: int
    satisfied: bool
    valid_price: tuple[int, int]
    deliveries: tuple[Delivery, ...]

    @property
    def units(self) -> int:
        """Units delivered, over all sellers."""
        return sum(delivery.quantity for delivery in self.deliveries)


@dataclass(frozen=True, slots=True)
class Unserved:
    """A bid that did not trade; `round` is 0 when its turn never came."""

    round: int
    bid: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one slot.

    Trades and unserved bids stand in the order of their rounds; those without a turn follow by bid. Both may be lazy:
    an item is made when it is looked at, because the deliveries of a large book would not fit into memory. `starts`
    are the final start pointers of all asks, and `budget` is what buyers pay beyond what sellers receive.
    """

    trades: Sequence[Trade]
    unserved: Sequence[Unserved]
    starts: Sequence[int]
    budget: int


def require_integer(field: str, value: object, bits: int) -> None:
    """Refuse a value that is not an integer from 0 to 2^bits - 1.

    Raises:
        InvalidInput: naming the field, the value and what is wrong with it.
    """
    if type(value) is not int:  # not isinstance: True is no quantity, and numpy's integers overflow silently
        raise InvalidInput.of(field, value, "it must be an integer")
    if value < 0:
        raise InvalidInput.of(field, value, "it must not be negative")
    if value >> bits:
        raise InvalidInput.of(field, value, f"it must be below 2^{bits}")


def require_start(field: str, start: int, quantity: int) -> None:
    """Refuse a start pointer outside of the data.

    Raises:
        InvalidInput: naming the field, the pointer and the quantity.
    """
    if start >= max(quantity, 1):
        rule = f"it must be below the quantity ({quantity}), or 0 without units"
        raise InvalidInput.of(field, start, rule, "take the pointer modulo the quantity")
