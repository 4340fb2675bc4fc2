"""The best set of sellers for one buyer at their costs, always exactly.

| method           | for                                       | work                                       |
|------------------|-------------------------------------------|--------------------------------------------|
| additive         | values that add up                        | sellers                                    |
| largest-first    | increasing in size, all costs equal       | sellers, once sorted                       |
| branch-and-bound | concave in size                           | few nodes as a rule, but NP-hard           |
| programme        | any table over sizes                      | sellers x table                            |
| greedy           | a value for each set, gross substitutes   | sellers^2; the condition is checked before |
| enumeration      | anything, up to 20 sellers                | 2^sellers                                  |

VCG needs the exact best: where buyers choose by a rule of thumb, lies about costs can pay. So a method refuses what it
does not solve exactly; for submodular values that are no gross substitutes the greedy choice reaches only a part.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Literal, TypeAlias, get_args

from databourse.errors import InvalidInput
from databourse.mechanisms.sharing.unilateral.demand.additive import additive
from databourse.mechanisms.sharing.unilateral.demand.branch_and_bound import Search, TooHard
from databourse.mechanisms.sharing.unilateral.demand.choice import Costs, Demand, on_sale
from databourse.mechanisms.sharing.unilateral.demand.enumeration import enumeration
from databourse.mechanisms.sharing.unilateral.demand.greedy import greedy
from databourse.mechanisms.sharing.unilateral.demand.largest_first import largest_first
from databourse.mechanisms.sharing.unilateral.demand.programme import programme
from databourse.mechanisms.sharing.unilateral.utilities import Additive, BySet, BySize, Utility

Method: TypeAlias = Literal["additive", "largest-first", "branch-and-bound", "programme", "greedy", "enumeration"]
METHODS: tuple[Method, ...] = get_args(Method)
#: Up to which every set of them is looked at before a programme is made.
FEW_SELLERS = 10

__all__ = ["METHODS", "Costs", "Demand", "Method", "TooHard", "demand", "demand_and_without"]


def demand(utility: Utility, costs: Costs, method: Method | None = None) -> Demand:
    """What a buyer buys.

    Args:
        utility: of the buyer.
        costs: by seller, not negative; None for who is not for sale, the buyer itself among them.
        method: by default the quickest that is exact.

    Raises:
        InvalidInput: the method is not exact for this utility or does not go so far.
        TooHard: branch and bound was asked for, and gives up.
    """
    sellers = on_sale(utility, costs)
    if method is None:
        return _automatic(utility, costs)
    if method == "additive" and isinstance(utility, Additive):
        return additive(utility, costs)
    if method == "greedy" and isinstance(utility, BySet):
        return greedy(utility, costs)
    if method == "enumeration":
        return enumeration(utility, costs)
    if isinstance(utility, BySize):
        if method == "largest-first":
            return largest_first(utility, costs)
        if method == "branch-and-bound":
            return Search(utility, costs).demand()
        if method == "programme":
            return programme(utility, costs)
    if method not in METHODS:
        raise InvalidInput.of("method", method, f"it must be one of {', '.join(METHODS)}")
    raise InvalidInput.of("method", method, f"it does not solve this kind of utility, with {len(sellers)} sellers")


def demand_and_without(utility: Utility, costs: Costs) -> tuple[Demand, dict[int, int]]:
    """What a buyer buys, and for each of its sellers the surplus it would have if that one did not sell.

    Raises:
        InvalidInput: the best set is out of reach: neither enumeration nor a programme goes so far.
    """
    if isinstance(utility, BySize) and utility.concave and not _equal(costs):
        with suppress(TooHard):
            return Search(utility, costs).demand_and_without()
    best = _automatic(utility, costs)
    without = {}
    for seller in best.sellers:
        left = [None if other == seller else cost for other, cost in enumerate(costs)]
        without[seller] = _automatic(utility, left).surplus
    return best, without


def _automatic(utility: Utility, costs: Costs) -> Demand:
    if isinstance(utility, Additive):
        return additive(utility, costs)
    if isinstance(utility, BySet):
        return enumeration(utility, costs)
    if utility.increasing and _equal(costs):
        return largest_first(utility, costs)
    if utility.concave:
        with suppress(TooHard):
            return Search(utility, costs).demand()
    elif len(on_sale(utility, costs)) <= FEW_SELLERS:
        return enumeration(utility, costs)
    return programme(utility, costs)


def _equal(costs: Costs) -> bool:
    return len({cost for cost in costs if cost is not None}) <= 1
