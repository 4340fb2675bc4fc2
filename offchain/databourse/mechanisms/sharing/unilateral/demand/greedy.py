"""Gross substitutes: the seller that adds most, one after the other, makes the best set, and nothing else is so simple.

Exactly the M♮-concave values are gross substitutes. That is checked locally, on pairs and triples of sellers beside
every set (Reijnierse, van Gellekom and Potters 2002), since for other values the choice can be far from the best.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from databourse.errors import InvalidInput
from databourse.mechanisms.sharing.exact import fits
from databourse.mechanisms.sharing.subsets import members, set_of, shown
from databourse.mechanisms.sharing.unilateral.demand.choice import Costs, Demand, on_sale, price
from databourse.mechanisms.sharing.unilateral.utilities import BySet

MOST_SELLERS = 14
"""For which the condition is checked."""


def greedy(utility: BySet, costs: Costs) -> Demand:
    """The best set: O(sellers^2), after the check.

    Raises:
        InvalidInput: sellers are no gross substitutes for this buyer, or there are more than 14.
    """
    sellers = on_sale(utility, costs)
    failure = why_not_substitutes(utility)
    if failure:
        raise InvalidInput(f"utilities[{utility.buyer}] has no gross substitutes: {failure}", "enumerate the sets")
    chosen: list[int] = []
    value = utility.value(())
    while True:
        left = [seller for seller in sellers if seller not in chosen]
        gains = [utility.value([*chosen, seller]) - value - price(costs, seller) for seller in left]
        if not gains or max(gains) <= 0:
            return Demand(tuple(sorted(chosen)), value - sum(price(costs, seller) for seller in chosen))
        chosen.append(left[gains.index(max(gains))])  # the first of equally good ones
        value = utility.value(chosen)


def why_not_substitutes(utility: BySet) -> str | None:
    """A set, and the sellers beside it that make the values no gross substitutes; None if they are.

    Raises:
        InvalidInput: there are more than 14 sellers.
    """
    count = utility.agents - 1
    if count > MOST_SELLERS:
        raise InvalidInput(f"there are {count} sellers, but substitutes are checked for {MOST_SELLERS} at most")
    largest = max(abs(int(utility.values.max())), abs(int(utility.values.min())))
    values = utility.values if fits(2 * largest) else utility.values.astype(object)
    rows = np.arange(len(values))
    for chosen in (*combinations(range(count), 2), *combinations(range(count), 3)):
        beside = rows[(rows & sum(1 << place for place in chosen)) == 0]
        bits = [1 << place for place in chosen]
        if len(chosen) == 2:
            one, other = bits
            wrong = values[beside | one | other] + values[beside] > values[beside | one] + values[beside | other]
        else:
            # of the three ways to split a triple into a pair and a single the best two must be equal
            splits = np.array(
                [values[beside | sum(bits) - bit] + values[beside | bit] for bit in bits], dtype=values.dtype
            )
            splits.sort(axis=0)
            wrong = splits[2] > splits[1]
        if wrong.any():
            start = int(beside[np.argmax(wrong)])
            sellers = ", ".join(str(members(set_of(bit, utility.buyer))[0]) for bit in bits)
            return f"see sellers {sellers} beside {shown(set_of(start, utility.buyer))}"
    return None
