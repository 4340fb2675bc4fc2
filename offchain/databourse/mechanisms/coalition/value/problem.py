"""The constraints of problem P (eq 11b to 11h), each looked at by itself."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from databourse.mechanisms.coalition.checking import check_number, check_numbers
from databourse.mechanisms.coalition.value.dissimilarity import dissimilarity
from databourse.mechanisms.coalition.value.forms import REPAIRED, Form, member_values, opportunity_cost
from databourse.mechanisms.coalition.value.network import Network

#: How far sums of floats may be from what they must be, relatively.
SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Bounds:
    """The right-hand sides of P.

    Attributes:
        dissimilarity: the most that rho_S may be.
        cost: the most that c(S) may be.
        opportunity_cost: the most that c(Δφ_i) may be.
    """

    dissimilarity: float = math.inf
    cost: float = math.inf
    opportunity_cost: float = math.inf


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint: its number in the paper, what it says, whether it holds, and what decides it.

    `members` are those who break it; for a constraint on the whole coalition they are all or none.
    """

    number: str
    rule: str
    holds: bool
    found: float
    members: tuple[int, ...] = ()


def check_constraints(
    network: Network,
    coalition: Iterable[int],
    paid: Any,
    budget: float,
    cost: float = 0.0,
    bounds: Bounds | None = None,
    form: Form = REPAIRED,
) -> tuple[Constraint, ...]:
    """All constraints of P for a coalition at these prices (member by member in ascending order).

    (11d) is read as: nobody gains by leaving alone at its price, without a coalition's cost.

    Raises:
        InvalidInput: no such coalition, not a price for each member, or a negative price, budget or cost.
    """
    members = network.check(coalition)
    limits = bounds or Bounds()
    column = check_numbers("prices", paid, 0).tolist()
    inside = member_values(network, members, column, cost, form)
    alone = [
        member_values(network, [device], [price], 0, form)[0] for device, price in zip(members, column, strict=True)
    ]
    costs = [opportunity_cost(network, device, members) for device in members]
    difference = [stay - leave for stay, leave in zip(inside, alone, strict=True)]
    total = check_number("budget", budget, 0)
    spent = math.fsum(column)
    unlike = dissimilarity(network, members)
    near = SLACK * max(1.0, total)

    def each(number: str, rule: str, values: list[float], least: float) -> Constraint:
        broken = tuple(device for device, value in zip(members, values, strict=True) if value < least - near)
        return Constraint(number, rule, not broken, min(values), broken)

    def whole(number: str, rule: str, holds: bool, found: float) -> Constraint:
        return Constraint(number, rule, holds, found, () if holds else tuple(members))

    high = max(costs)
    too_high = tuple(d for d, value in zip(members, costs, strict=True) if value > limits.opportunity_cost + SLACK)
    return (
        whole("11b", f"prices sum to the budget, {total:g}", abs(spent - total) <= near, spent),
        each("11c", "no member's value is negative", inside, 0),
        each("11d", "no member gains by leaving", difference, 0),
        # a network has no other participation, so this says how many take part
        whole("11e", "participation is 0 or 1", True, float(sum(network.participation[d] for d in members))),
        whole(
            "11f", f"dissimilarity is at most {limits.dissimilarity:g}", unlike <= limits.dissimilarity + SLACK, unlike
        ),
        whole("11g", f"the coalition's cost is at most {limits.cost:g}", cost <= limits.cost + SLACK, float(cost)),
        Constraint("11h", f"opportunity costs are at most {limits.opportunity_cost:g}", not too_high, high, too_high),
    )
