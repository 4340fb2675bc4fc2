"""Simulated chains in memory: the contract's rules without a node."""

from __future__ import annotations

from collections.abc import Sequence

from databourse.resale.encoding import HoldingStruct, OfferStruct
from databourse.resale.play import ResaleChain
from databourse.resale.rules import Rules
from databourse.resale.simulation.venue import Wanted

_DATASET = 1
_NEVER = 2**40 - 1


class MemoryVenue:
    """A resale contract of its own, and players who are nobody else.

    Attributes:
        players: their addresses.
        contract: as it is played.
    """

    def __init__(self, trades: int) -> None:
        """Takes how many trades a chain has."""
        self.players: Sequence[str] = [f"0x{player:040x}" for player in range(1, trades + 2)]
        self.contract = ResaleChain({_DATASET: self.players[0]})

    def endow(self, amounts: Sequence[int]) -> None:
        """See `Venue`."""
        for player, amount in zip(self.players, amounts, strict=True):
            if amount:
                self.contract.deposit(player, player, amount)

    def open(self, rules: Rules) -> HoldingStruct:
        """See `Venue`."""
        chain, licence = self.contract.create_chain(self.players[0], _DATASET, rules.struct(), rules.matrix.columns)
        return HoldingStruct(chain, licence, 0, (self.players[0],))

    def offer(self, player: int, wanted: Sequence[Wanted]) -> list[OfferStruct]:
        """See `Venue`."""
        who = self.players[player]
        numbers = [self.contract.offer(who, one.holding, one.buyer, one.price, _NEVER) for one in wanted]
        return [self.contract.offered(number) for number in numbers]

    def accept(self, player: int, offers: Sequence[OfferStruct]) -> None:
        """See `Venue`."""
        for one in offers:
            self.contract.accept(self.players[player], one)

    def withdraw(self, player: int, offers: Sequence[OfferStruct]) -> None:
        """See `Venue`."""
        for one in offers:
            self.contract.withdraw_offer(self.players[player], one)

    def claim(self, holdings: Sequence[HoldingStruct]) -> None:
        """See `Venue`."""
        for one in holdings:
            self.contract.claim(self.players[0], one, 2 ** (len(one.path) - 2) - 1)

    def balances(self) -> list[int]:
        """See `Venue`."""
        return [self.contract.free.get(player, 0) for player in self.players]
