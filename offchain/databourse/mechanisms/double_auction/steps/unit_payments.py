"""Payments at one price a unit, the same for all providers of a buyer."""

from __future__ import annotations

from databourse.mechanisms.double_auction.integers import Money, total
from databourse.mechanisms.double_auction.steps.fill import Fill


class UnitPayments:
    """What the providers of a fill receive; `unit_price` has one row a trade, in the order of the turns."""

    def __init__(self, fill: Fill, unit_price: Money) -> None:
        self._fill = fill
        self._buyers = fill.served
        self._unit_price = unit_price

    def of(self, buyer: int) -> list[int]:
        """Payments of one buyer's providers, in the order of delivery, base units."""
        price = int(self._unit_price[self._buyers.searchsorted(buyer)])
        return [price * quantity for quantity in self._fill.deliveries(buyer)[1].tolist()]

    def total(self) -> int:
        """All payments together, base units."""
        return total(self._unit_price, self._fill.units[self._buyers])
