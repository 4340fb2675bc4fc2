"""Receipts of sales: who paid, how the price was split, what of it is paid and what waits to be claimed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from databourse.accounts.sources import Source
from databourse.errors import NotFound
from databourse.events import Event
from databourse.resale.records import Licence

AT_ONCE, CLAIMED, CLAIMABLE, NOTHING = "paid at once", "claimed", "claimable", "nothing"


@dataclass(frozen=True, slots=True)
class Part:
    """One player's part of the price.

    Attributes:
        player: position in the path; 0 is the owner.
        payee: address of that player.
        share: of WHOLE; the direct seller's includes what the others leave.
        amount: base units: the share of the price, rounded down; for the direct seller the rest of the price.
        status: "paid at once", "claimed", "claimable", or "nothing" where a deferred share comes to 0 units.
        claimed: where it was claimed.
    """

    player: int
    payee: str
    share: int
    amount: int
    status: str
    claimed: Source | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one sale came to. Money in base units.

    Attributes:
        chain_id: of the chain of blocks.
        contract: address of the ResaleChain.
        chain: number of the resale chain.
        dataset: that it sells.
        matrix: how prices are split, in words.
        licence: number of what was bought.
        trade: its depth, from 1 on.
        buyer: who paid.
        seller: who sold directly.
        seller_licence: what it was sold from.
        path: from the owner to the buyer.
        price: that was paid.
        expiry: second before which the offer had to be accepted.
        bound: whether the offer was for this buyer only.
        fingerprint: what the contract keeps of the licence, 0x-prefixed.
        offered: where the price was posted.
        sold: where it was paid.
        parts: of the price, the owner's first.
    """

    chain_id: int
    contract: str
    chain: int
    dataset: int
    matrix: str
    licence: int
    trade: int
    buyer: str
    seller: str
    seller_licence: int
    path: tuple[str, ...]
    price: int
    expiry: int
    bound: bool
    fingerprint: str
    offered: Source
    sold: Source
    parts: tuple[Part, ...]

    @property
    def claimable(self) -> int:
        """What nobody has claimed yet."""
        return sum(one.amount for one in self.parts if one.status == CLAIMABLE)

    @property
    def paid(self) -> int:
        """What is in the sellers' accounts."""
        return self.price - self.claimable

    def as_dict(self) -> dict[str, Any]:
        """For `--json`: money as decimal strings, because sums exceed what JSON readers keep exact."""
        told = asdict(self) | {name: str(getattr(self, name)) for name in ("price", "paid", "claimable")}
        told["parts"] = [asdict(one) | {"amount": str(one.amount)} for one in self.parts]
        return told


def events_of(licence: Licence) -> list[Event]:
    """The events that a receipt names."""
    posted = [licence.bought.event] if licence.bought else []
    return [*posted, licence.event, *licence.claims.values()]


def receipt(licence: Licence, chain_id: int, contract: str, times: Mapping[int, int]) -> Receipt:
    """The receipt of the sale that a licence comes from.

    Args:
        licence: as a book has it.
        chain_id: of the chain of blocks.
        contract: address of the ResaleChain.
        times: of the blocks of `events_of` it.

    Raises:
        NotFound: it is an owner's licence, for which nobody paid.
    """
    offer = licence.bought
    if offer is None:
        number = licence.chain.number
        raise NotFound(
            f"licence {licence.number} is that of the owner of chain {number}: nothing was paid for it",
            f"see what was sold with `bourse chain show {number}`",
        )
    return Receipt(
        chain_id=chain_id,
        contract=contract,
        chain=licence.chain.number,
        dataset=licence.chain.dataset,
        matrix=licence.chain.rules.matrix.label,
        licence=licence.number,
        trade=licence.depth,
        buyer=licence.holder,
        seller=offer.seller.holder,
        seller_licence=offer.seller.number,
        path=licence.path,
        price=licence.price,
        expiry=offer.expiry,
        bound=not offer.is_open_to_anybody,
        fingerprint=f"0x{licence.terms.fingerprint():048x}",
        offered=Source.of(offer.event, times),
        sold=Source.of(licence.event, times),
        parts=tuple(_part(licence, player, times) for player in range(licence.depth)),
    )


def _part(licence: Licence, player: int, times: Mapping[int, int]) -> Part:
    assert licence.bought is not None
    amount, claim = licence.amounts[player], licence.claims.get(player)
    status = AT_ONCE
    if licence.deferred and player < licence.depth - 1:
        status = CLAIMED if claim else CLAIMABLE if amount else NOTHING
    where = Source.of(claim, times) if claim else None
    return Part(player, licence.path[player], licence.bought.column[player], amount, status, where)
