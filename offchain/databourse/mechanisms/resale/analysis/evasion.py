"""Selling past the chain: a price near zero on it, and the true one paid elsewhere; and sales to oneself.

The paper takes it that players do not know each other and so do not collude, and leaves false names for later.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from databourse.mechanisms.resale.equilibrium import Equilibrium
from databourse.mechanisms.resale.exact import Numbers, Table, outcome, strategies
from databourse.mechanisms.resale.model import Instance


@dataclass(frozen=True)
class Evasion:
    """Expected utilities in equilibrium, and after one seller took its payment elsewhere, which nobody foresaw."""

    before: Equilibrium
    after: Equilibrium


def evade(instance: Instance, seller: int) -> Evasion:
    """A seller and its buyer agree on a price of 0 on the chain and pay the whole elsewhere.

    The seller keeps all of its price, sets it anew, and buys at what the data is worth to it now; its buyer pays the
    same as ever, and all others play as in equilibrium.
    """
    model = instance.model
    shares = cast(Table, instance.reallocation.rows)
    honest = strategies(model, shares)
    kept = [[*row[: seller + 1], Fraction(player == seller), *row[seller + 2 :]] for player, row in enumerate(shares)]
    best = strategies(model, kept)[seller]
    played = [best if player == seller else offers for player, offers in enumerate(honest)]
    return Evasion(outcome(model, shares, honest), outcome(model, kept, played))


def false_names(trade: int, names: int, shares: Numbers) -> Fraction:
    """What a seller gets of its price after it sold the data to itself `names` times, for nothing.

    Args:
        trade: its trade would be this one without; the column for trade + names decides now.
        names: how many names of its own stand between it and the buyer.
        shares: that column, from player 0 to the direct seller.
    """
    return sum(shares[trade - 1 : trade + names], Fraction())
