"""Who earned what with a chain: by sale, and by player."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from databourse.resale.records import Licence


@dataclass(frozen=True, slots=True)
class Payment:
    """One player's part of the price of one sale.

    Attributes:
        licence: that was sold.
        player: position in its path.
        payee: address of that player.
        amount: base units.
        direct: whether the player was the seller.
        due: whether it can still be claimed, and so is not paid yet.
    """

    licence: Licence
    player: int
    payee: str
    amount: int
    direct: bool
    due: bool


@dataclass(frozen=True, slots=True)
class Earnings:
    """What somebody paid and was paid, in base units.

    Attributes:
        who: address.
        direct: for its own sales.
        upstream: from later sales, already credited.
        due: from later sales, not claimed yet.
        spent: on licences.
    """

    who: str
    direct: int = 0
    upstream: int = 0
    due: int = 0
    spent: int = 0

    @property
    def net(self) -> int:
        """All that was paid, and is due, less what was spent."""
        return self.direct + self.upstream + self.due - self.spent


def payments_of(licence: Licence) -> list[Payment]:
    """How the price of a licence was split, the owner's part first; nothing for an owner's licence."""
    due = licence.due()
    return [
        Payment(licence, player, licence.path[player], amount, player == licence.depth - 1, player in due)
        for player, amount in enumerate(licence.amounts)
    ]


def earnings(licences: Iterable[Licence]) -> dict[str, Earnings]:
    """What everybody in these licences' paths earned with their sales, by address.

    Args:
        licences: of a chain, of a branch, or of several chains.
    """
    totals: dict[str, dict[str, int]] = {}

    def count(who: str, kind: str, amount: int) -> None:
        account = totals.setdefault(who, {})
        account[kind] = account.get(kind, 0) + amount

    for licence in licences:
        count(licence.holder, "spent", licence.price)
        for part in payments_of(licence):
            kind = "direct" if part.direct else "due" if part.due else "upstream"
            count(part.payee, kind, part.amount)
    return {who: Earnings(who, **account) for who, account in totals.items()}
