"""Holdings and offers as the contract takes and hashes them (`IResaleChain.Holding`, `IResaleChain.Offer`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eth_utils.crypto import keccak

NOBODY = "0x" + "0" * 40
"""Stands where an offer is open to anybody."""

_PLAYER_BYTES = 20
_SHARE_BYTES = 4


@dataclass(frozen=True, slots=True)
class HoldingStruct:
    """A licence as whoever acts on it says it.

    Attributes:
        chain: number.
        licence: number.
        price: base units that were paid for it; 0 for the owner's.
        path: addresses from the owner to the holder.
    """

    chain: int
    licence: int
    price: int
    path: tuple[str, ...]

    def struct(self) -> tuple[int, int, int, bytes]:
        """The fields in the order of the contract, as a call takes them."""
        return (self.chain, self.licence, self.price, pack_path(self.path))

    def fingerprint(self) -> int:
        """The 192 bits that the contract keeps of it."""
        return _fingerprint(self.chain.to_bytes(8), self.price.to_bytes(11), pack_path(self.path))

    @property
    def holder(self) -> str:
        """Who has the data."""
        return self.path[-1]


@dataclass(frozen=True, slots=True)
class OfferStruct:
    """An offer as whoever acts on it says it.

    Attributes:
        chain: number.
        number: of the offer, and of the licence that comes of it.
        licence: number of the seller's licence.
        buyer: who alone may accept it; `NOBODY`: anybody.
        price: base units.
        expiry: it can be accepted before this second.
        shares: of WHOLE, of the players before the direct seller.
        path: addresses from the owner to the seller.
    """

    chain: int
    number: int
    licence: int
    buyer: str
    price: int
    expiry: int
    shares: tuple[int, ...]
    path: tuple[str, ...]

    def struct(self) -> tuple[int, int, int, str, int, int, bytes, bytes]:
        """The fields in the order of the contract, as a call takes them."""
        return (
            self.chain,
            self.number,
            self.licence,
            self.buyer,
            self.price,
            self.expiry,
            pack_shares(self.shares),
            pack_path(self.path),
        )

    def fingerprint(self) -> int:
        """The 192 bits that the contract keeps of it."""
        return _fingerprint(
            self.chain.to_bytes(8),
            self.licence.to_bytes(8),
            bytes.fromhex(self.buyer[2:]),
            self.price.to_bytes(11),
            self.expiry.to_bytes(5),
            pack_shares(self.shares),
            pack_path(self.path),
        )

    @property
    def seller(self) -> str:
        """Who posted it."""
        return self.path[-1]

    def sold_to(self, buyer: str) -> HoldingStruct:
        """The licence that it becomes."""
        return HoldingStruct(self.chain, self.number, self.price, (*self.path, buyer))


def pack_path(path: Iterable[str]) -> bytes:
    """Addresses without gaps, the owner's first."""
    return b"".join(bytes.fromhex(player[2:]) for player in path)


def pack_shares(upstream: Sequence[int]) -> bytes:
    """The shares of all players but the direct seller, without gaps."""
    return b"".join(share.to_bytes(_SHARE_BYTES) for share in upstream)


def _fingerprint(*packed: bytes) -> int:
    return int.from_bytes(keccak(b"".join(packed))[:24])
