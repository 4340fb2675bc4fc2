"""Coalition value in the published form of eq (9) and in the repaired one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import check_number, check_numbers
from databourse.mechanisms.coalition.leakage_game.game import Mode
from databourse.mechanisms.coalition.value.network import Network


@dataclass(frozen=True, slots=True)
class Form:
    """One reading of eq (9).

    Attributes:
        name: what to call it.
        cost_shared: D1: c(S) is divided among the members. As published it stands inside the sum over members, so a
            coalition of |S| bears it |S| times.
        leakage: D2: whose influence costs a member. As published that of the other members ("inside"), so that a price
            p becomes p·(1 − Σ g), and staying apart is always best. Repaired: that of all who are not in the coalition
            ("outside"), and the price becomes p/(1 + mean g).
        overlap_counted: D3: prices are shares of all samples that members have. As published they are shares of the
            union, which pays more than the budget where members have samples in common.
    """

    name: str
    cost_shared: bool
    leakage: Mode
    overlap_counted: bool


PUBLISHED = Form("published", cost_shared=False, leakage="inside", overlap_counted=False)
REPAIRED = Form("repaired", cost_shared=True, leakage="outside", overlap_counted=True)


def prices(
    network: Network, coalition: Iterable[int], budget: float, form: Form = REPAIRED, union: int | None = None
) -> list[float]:
    """p_j, member by member in ascending order: shares of the budget p_S in proportion to samples.

    Args:
        network: all devices.
        coalition: the members.
        budget: p_S.
        form: whether a union of samples counts.
        union: how many different samples the members have; by default none is had twice.

    Raises:
        InvalidInput: no such coalition, a negative budget, or a union that the members' samples cannot have.
    """
    members = network.check(coalition)
    check_number("budget", budget, 0)
    counts = [network.samples[device] for device in members]
    if union is not None and not max(counts) <= union <= sum(counts):
        raise InvalidInput.of("union", union, f"these members have {max(counts)} to {sum(counts)} different samples")
    whole = sum(counts) if form.overlap_counted or union is None else union
    return [budget * count / whole for count in counts]


def member_values(
    network: Network,
    coalition: Iterable[int],
    paid: Any,
    cost: float = 0.0,
    form: Form = REPAIRED,
) -> list[float]:
    """What each member contributes to eq (9) at prices `paid`, both in ascending order of members.

    Raises:
        InvalidInput: no such coalition, not a price from 0 on for each member, or a negative cost.
    """
    members = network.check(coalition)
    charged = check_number("cost", cost, 0) / (len(members) if form.cost_shared else 1)
    column = check_numbers("prices", paid, 0)
    if len(column) != len(members):
        raise InvalidInput(f"there are {len(column)} prices, but {len(members)} members")
    return [
        (_kept(price, network, device, members, form) + float(network.gains[device]) - charged)
        if network.participation[device]
        else 0.0
        for device, price in zip(members, column.tolist(), strict=True)
    ]


def coalition_value(
    network: Network,
    coalition: Iterable[int],
    budget: float,
    cost: float = 0.0,
    form: Form = REPAIRED,
    union: int | None = None,
) -> float:
    """v(S, A): the sum of what the members contribute.

    Raises:
        InvalidInput: as for `prices` and `member_values`.
    """
    members = network.check(coalition)
    return sum(member_values(network, members, prices(network, members, budget, form, union), cost, form))


def opportunity_cost(network: Network, device: int, members: Iterable[int]) -> float:
    """c(Δφ_j) = Σ g_ij·a_i·a_j over the other members."""
    if not network.participation[device]:
        return 0.0
    return sum(float(network.influence[other, device]) for other in members if network.participation[other])


def _kept(price: float, network: Network, device: int, members: list[int], form: Form) -> float:
    """What leakage leaves of a price."""
    if form.leakage == "inside":
        return price - price * opportunity_cost(network, device, members)
    inside = set(members)
    outside = opportunity_cost(network, device, (other for other in range(network.devices) if other not in inside))
    return price / (1 + outside / max(1, network.devices - 1))
