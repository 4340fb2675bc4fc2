"""Trees: everybody who has the data sells it to several buyers, each branch a chain of its own.

Beyond the paper. Buyers are drawn independently of each other, given their seller's valuation, and a seller asks the
same of each of them. With b buyers each, player i has b^(j - i) descendants that buy in trade j, all alike: so its
income is that of a chain in which its share of trade j is b^(j - i) times as large.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from databourse.mechanisms.resale.equilibrium import Equilibrium
from databourse.mechanisms.resale.exact import Table, outcome, strategies
from databourse.mechanisms.resale.model import Model
from databourse.mechanisms.resale.reallocation import Reallocation


@dataclass(frozen=True)
class Tree:
    """The equilibrium of a tree: `path` holds thresholds, prices, trade rates and utilities of any one path in it."""

    buyers: int
    path: Equilibrium

    @property
    def welfare(self) -> Fraction:
        """Expected, of all parties; there are b^i players i."""
        return sum((self.buyers**i * Fraction(utility) for i, utility in enumerate(self.path.utilities)), Fraction())

    @property
    def sales(self) -> Fraction:
        """Expected number of trades."""
        rates = enumerate(self.path.trade_rates[1:], start=1)
        return sum((self.buyers**trade * Fraction(rate) for trade, rate in rates), Fraction())

    @property
    def possible(self) -> int:
        """How many trades there would be if nobody refused."""
        return sum(self.buyers**trade for trade in range(1, len(self.path.trade_rates)))


def solve_tree(model: Model, reallocation: Reallocation, buyers: int) -> Tree:
    """The equilibrium if everybody has this many possible buyers; in rationals. For 1 it is the chain's."""
    shares: Table = [
        [buyers ** max(0, trade - player) * cast(Fraction, share) for trade, share in enumerate(row)]
        for player, row in enumerate(reallocation.rows)
    ]
    return Tree(buyers, outcome(model, shares, strategies(model, shares)))
