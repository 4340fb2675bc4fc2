"""What every account should have, computed from the rules in a few lines, and from nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

WHOLE = 10**9
EXPLICIT, RAW, AVERAGE, TBDS = range(4)


@dataclass
class Reference:
    """Balances.

    Attributes:
        free: by account.
        owed: what is due and unclaimed: by licence, and place in its path, who and how much.
        paid_in: deposits less withdrawals.
    """

    free: Counter[str] = field(default_factory=Counter)
    owed: dict[int, dict[int, tuple[str, int]]] = field(default_factory=dict)
    paid_in: int = 0

    def deposit(self, who: str, amount: int) -> None:
        self.free[who] += amount
        self.paid_in += amount

    def withdraw(self, who: str, amount: int) -> None:
        self.deposit(who, -amount)

    def sell(
        self, licence: int, buyer: str, price: int, path: Sequence[str], shares: Sequence[int], deferred: bool
    ) -> None:
        """`path` ends with the seller, `shares` with the seller's."""
        self.free[buyer] -= price
        parts = [price * share // WHOLE for share in shares[:-1]]
        self.free[path[-1]] += price - sum(parts)
        self.owed[licence] = {place: (path[place], part) for place, part in enumerate(parts)}
        if not deferred:
            self.claim(licence, range(len(parts)))

    def claim(self, licence: int, places: Sequence[int]) -> None:
        for place in places:
            who, part = self.owed[licence].pop(place, ("", 0))
            self.free[who] += part

    def unclaimed(self) -> int:
        return sum(part for due in self.owed.values() for _, part in due.values())


def column(family: int, alpha: int, stated: Sequence[Sequence[int]], trade: int) -> list[int]:
    """The shares of a trade, of WHOLE, the direct seller's last with what the others leave."""
    above = trade - 1
    match family:
        case 0:
            shares = list(stated[trade - 1][:above])
        case 1:
            shares = [0] * above
        case 2:
            shares = [WHOLE // trade] * above
        case _:
            shares = [_reaching(alpha, above - place) - _reaching(alpha, above - place + 1) for place in range(above)]
            shares[:1] = [_reaching(alpha, above)] * bool(above)
    return [*shares, WHOLE - sum(shares)]


def _reaching(alpha: int, steps: int) -> int:
    """What is left of the whole when it was passed on so many times, each time rounded down."""
    return WHOLE if steps == 0 else _reaching(alpha, steps - 1) * alpha // WHOLE
