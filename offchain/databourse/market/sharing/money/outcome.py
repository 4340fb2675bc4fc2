"""The outcome of a round that sells data for money, and how it is settled."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from databourse.market.entries import Amounts
from databourse.market.sharing.money.params import COMPETITIVE, MIXED_VCG, MoneyParams
from databourse.market.sharing.money.paying import Paid, parts_of
from databourse.market.sharing.money.playing import NOTHING, Bought
from databourse.market.sharing.money.reading import Reading

_DATA_BYTES = 12


@dataclass(frozen=True, slots=True)
class Trade:
    """One purchase, in base units.

    Attributes:
        seller: agent number.
        buyer: agent number.
        cost: that the seller bears, the lowest price.
        margin: by how much the buyer is better off than without it: the highest price is cost + margin.
        pays: the price for the buyer.
        gets: the price for the seller.
    """

    seller: int
    buyer: int
    cost: int
    margin: int
    pays: int
    gets: int


@dataclass(frozen=True)
class Outcome:
    """The outcome in the rule's own terms.

    Attributes:
        reading: who took part.
        params: of the round.
        demand: what each agent would buy; if nothing is traded it does not.
        paid: the money.
        alike: whether all sellers have the same cost.
        bond: base units that stand behind the outcome, where it is proposed; otherwise 0.
    """

    reading: Reading
    params: MoneyParams
    demand: tuple[Bought, ...]
    paid: Paid
    alike: bool = True
    bond: int = 0

    @property
    def bought(self) -> tuple[Bought, ...]:
        """What each agent buys."""
        return self.demand if self.paid.traded else (NOTHING,) * len(self.demand)

    @cached_property
    def trades(self) -> tuple[Trade, ...]:
        """Every purchase: buyer by buyer, sellers by rank."""
        competitive = self.params.mode == COMPETITIVE
        found = []
        for buyer, one in enumerate(self.bought):
            parts = parts_of(one, self.params.share) if competitive else one.margins
            for seller, cost, margin, part in zip(one.sellers, one.costs, one.margins, parts, strict=True):
                found.append(Trade(seller, buyer, cost, margin, cost + (part if competitive else 0), cost + part))
        return tuple(found)

    def debits(self) -> Amounts:
        """What agents that pay more than they get pay, and sponsors, by entry."""
        paying = zip(self.reading.entries, self.paid.net, strict=True)
        return tuple(sorted([(index, amount) for index, amount in paying if amount > 0] + [*self.paid.sponsored]))

    def credits(self) -> Amounts:
        """What agents that get more than they pay get, by entry."""
        paid = zip(self.reading.entries, self.paid.net, strict=True)
        return tuple((index, -amount) for index, amount in paid if amount < 0)

    def alloc(self) -> bytes:
        """For each agent count(1) and its sellers, 1 byte each, by rank; in the mode mixed-vcg then data(12)."""
        rows = []
        for one, data in zip(self.bought, self.paid.data, strict=True):
            row = bytes([len(one.sellers), *one.sellers])
            rows.append(row + data.to_bytes(_DATA_BYTES) if self.params.mode == MIXED_VCG else row)
        return b"".join(rows)

    def hints(self) -> bytes:
        """The agents that sell, 1 byte each, by rank."""
        return bytes(self.reading.ranking)
