"""Distorted mixed-VCG ((32) to (34)): data are sold at a weight below 1, and a data payment lifts that again.

So nothing has to be invented that is not there; but no weight can be above 1, and everybody starts with worse data.
"""

from __future__ import annotations

from fractions import Fraction

from databourse.errors import InvalidInput
from databourse.mechanisms.sharing.unilateral.market import Market
from databourse.mechanisms.sharing.unilateral.utilities import BySize
from databourse.mechanisms.sharing.unilateral.weights import value_between

MOST_ROWS = 1 << 24
"""Of a stretched table."""


def thin_market(market: Market, base: Fraction) -> tuple[Market, int]:
    """The market in which every seller's data are delivered at a weight.

    A table is read on straight lines between its sizes, so its values at base x size are fractions: all amounts of the
    new market are multiplied by a scale, which is returned with it.

    Raises:
        InvalidInput: the base is not above 0 and at most 1, a utility is no table over sizes, or the table at that base
            would have more than 2^24 rows.
    """
    if not 0 < base <= 1:
        raise InvalidInput.of("base_weight", str(base), "it must be above 0 and at most 1")
    scale = base.denominator
    utilities = []
    for buyer, utility in enumerate(market.utilities):
        if not isinstance(utility, BySize):
            raise InvalidInput(f"utilities[{buyer}] is no table over sizes, but only those can be read at a weight")
        # the first size whose part reaches the end of the table, or all that there is to buy
        rows = min(-(-(len(utility.table) - 1) * scale // base.numerator), sum(utility.sizes)) + 1
        if rows > MOST_ROWS:
            raise InvalidInput(f"table[{buyer}] at weight {base} has {rows} rows, but {MOST_ROWS} is the most")
        table = [int(scale * value_between(utility, base * size)) for size in range(rows)]
        utilities.append(BySize.of(buyer, utility.sizes, table))
    costs = [[cost * scale for cost in row] for row in market.costs]
    return Market.of(utilities, costs), scale
