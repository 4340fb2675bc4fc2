"""A chain, its licences and its offers, as a book has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from databourse.events import Event
from databourse.resale.encoding import NOBODY, HoldingStruct, OfferStruct
from databourse.resale.payments import split
from databourse.resale.rules import Rules
from databourse.resale.shares import Column


class OfferStatus(Enum):
    """What can still become of an offer."""

    STANDING = "standing"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    SOLD = "sold"


@dataclass(slots=True, eq=False)
class Chain:
    """A chain.

    Attributes:
        number: from 1 on.
        dataset: number in the registry.
        owner: player 0 of every path.
        rules: its matrix and its limits.
        event: that created it.
        root: the owner's licence.
        licences: all of them, the owner's first, in the order in which they came about.
        offers: all of them, in the order in which they were posted.
    """

    number: int
    dataset: int
    owner: str
    rules: Rules
    event: Event
    root: Licence = field(init=False, repr=False)
    licences: list[Licence] = field(default_factory=list, repr=False)
    offers: list[Offer] = field(default_factory=list, repr=False)


@dataclass(slots=True, eq=False)
class Licence:
    """Who holds the data, and from whom: a node of the chain's tree.

    Attributes:
        number: never that of another licence or offer.
        chain: it belongs to.
        path: addresses of the players from the owner to the holder.
        price: base units that the holder paid; 0 for the owner.
        bought: the offer that it came of; None for the owner's.
        event: that made it.
        offers: that its holder posted, in order.
        sales: what counts against the limit on buyers: offers that were not withdrawn, also expired ones.
        claims: by player: the event that credited a deferred share.
        ended: the event with which the holder gave up selling.
    """

    number: int
    chain: Chain = field(repr=False)
    path: tuple[str, ...]
    price: int
    bought: Offer | None = field(repr=False)
    event: Event = field(repr=False)
    offers: list[Offer] = field(default_factory=list, repr=False)
    sales: int = 0
    claims: dict[int, Event] = field(default_factory=dict, repr=False)
    ended: Event | None = field(default=None, repr=False)

    @property
    def holder(self) -> str:
        """Address of who has the data."""
        return self.path[-1]

    @property
    def parent(self) -> Licence | None:
        """The licence that it was sold from; None for the owner's."""
        return self.bought.seller if self.bought else None

    @property
    def children(self) -> list[Licence]:
        """The licences that were sold from it."""
        return [offer.licence for offer in self.offers if offer.licence]

    @property
    def depth(self) -> int:
        """Number of the trade that it was bought in: 0 for the owner's, 1 for a first buyer's."""
        return len(self.path) - 1

    @property
    def ancestry(self) -> list[Licence]:
        """From the owner's licence to this one."""
        return [*self.parent.ancestry, self] if self.parent else [self]

    @property
    def deferred(self) -> bool:
        """Whether upstream shares of its sale are claimed afterwards."""
        return self.bought is not None and self.bought.deferred

    @property
    def amounts(self) -> tuple[int, ...]:
        """What its price pays to players 0..depth-1, in base units, at once or when claimed; empty at the root."""
        return self.bought.amounts if self.bought else ()

    def due(self) -> dict[int, int]:
        """By player: base units that can still be claimed. Who has a share of nothing is left out."""
        if not self.deferred:
            return {}
        upstream = enumerate(self.amounts[:-1])
        return {player: amount for player, amount in upstream if amount and player not in self.claims}

    def claim_mask(self, payee: str | None = None) -> int:
        """The players to name in a claim for a payee, or for everybody, as bits; 0 if nothing is due.

        A payee that stands in the path several times is named in all its places: which of two equal shares it has
        had already no event tells, and the contract passes over it.
        """
        due = self.due()
        places = [player for player, who in enumerate(self.path[: self.depth - 1]) if payee in (None, who)]
        return sum(1 << player for player in places) if any(player in due for player in places) else 0

    @property
    def terms(self) -> HoldingStruct:
        """What a call that acts on it says."""
        return HoldingStruct(self.chain.number, self.number, self.price, self.path)


@dataclass(slots=True, eq=False)
class Offer:
    """A price that a holder posted.

    Attributes:
        number: never that of another offer or licence; the licence that comes of it keeps it.
        seller: the licence of who posted it.
        buyer: who alone may accept it; `NOBODY`: anybody.
        price: base units.
        expiry: it can be accepted before this second.
        deferred: whether upstream shares will be claimed afterwards.
        event: that posted it.
        withdrawn: the event that took it back.
        licence: that came of it.
    """

    number: int
    seller: Licence = field(repr=False)
    buyer: str
    price: int
    expiry: int
    deferred: bool
    event: Event = field(repr=False)
    withdrawn: Event | None = field(default=None, repr=False)
    licence: Licence | None = field(default=None, repr=False)

    @property
    def chain(self) -> Chain:
        """It belongs to."""
        return self.seller.chain

    @property
    def trade(self) -> int:
        """Number of the trade that it would be, or was."""
        return len(self.seller.path)

    @property
    def column(self) -> Column:
        """Shares of all players before the buyer, of WHOLE; they sum to it."""
        return self.chain.rules.matrix.column(self.trade)

    @property
    def amounts(self) -> tuple[int, ...]:
        """Base units of the price for each player before the buyer."""
        return split(self.price, self.column)

    @property
    def is_open_to_anybody(self) -> bool:
        """Whether it is bound to no buyer."""
        return self.buyer == NOBODY

    def is_for(self, who: str) -> bool:
        """Whether this account may accept it, as far as it is concerned."""
        return self.buyer in (NOBODY, who)

    def status(self, now: int) -> OfferStatus:
        """What it is at `now`, in seconds since 1970."""
        if self.licence:
            return OfferStatus.SOLD
        if self.withdrawn:
            return OfferStatus.WITHDRAWN
        return OfferStatus.STANDING if now < self.expiry else OfferStatus.EXPIRED

    @property
    def terms(self) -> OfferStruct:
        """What a call that acts on it says."""
        return OfferStruct(
            self.chain.number,
            self.number,
            self.seller.number,
            self.buyer,
            self.price,
            self.expiry,
            self.column[:-1],
            self.seller.path,
        )


def below(licence: Licence) -> Iterator[Licence]:
    """A licence and all that were sold from it, directly or not, each before those sold from it."""
    yield licence
    for child in licence.children:
        yield from below(child)
