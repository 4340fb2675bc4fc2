"""What everybody pays for what is bought: at competitive prices, by VCG with sponsors, or by VCG in two parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from databourse.market.sharing.money.params import COMPETITIVE, MIXED_VCG, VCG, WHOLE, MoneyParams
from databourse.market.sharing.money.playing import Bought
from databourse.market.sharing.money.reading import Reading
from databourse.mechanisms.sharing.unilateral import clamped


@dataclass(frozen=True, slots=True)
class Paid:
    """The money of a round, in base units.

    Attributes:
        net: by agent, what it pays in money, less what it gets.
        data: by agent, how much of what it is to get it gets in data; 0 but in the mode mixed-vcg.
        deficit: how much more sellers are to get than buyers pay; 0 in the mode competitive.
        sponsored: (entry index, amount) of each sponsor that pays.
        traded: False if the caps of the sponsors do not reach: then nothing is bought.
    """

    net: tuple[int, ...]
    data: tuple[int, ...]
    deficit: int
    sponsored: tuple[tuple[int, int], ...]
    traded: bool


def parts_of(one: Bought, share: int) -> tuple[int, ...]:
    """What sellers get of the margins at competitive prices: rounded down, and nothing if the buyer would overpay."""
    parts = tuple(margin * share // WHOLE for margin in one.margins)
    return parts if sum(one.costs) + sum(parts) <= one.value else (0,) * len(parts)


def pay(reading: Reading, params: MoneyParams, bought: Sequence[Bought]) -> Paid:
    """The payments, purchase by purchase: a buyer pays the lower end of each price, by VCG a seller gets the upper."""
    net = [0] * len(bought)
    for buyer, one in enumerate(bought):
        parts = parts_of(one, params.share) if params.mode == COMPETITIVE else one.margins
        for seller, cost, part in zip(one.sellers, one.costs, parts, strict=True):
            net[seller] -= cost + part
        net[buyer] += sum(one.costs) + (sum(parts) if params.mode == COMPETITIVE else 0)
    deficit = -sum(net)
    data = [0] * len(net)
    if params.mode == MIXED_VCG:
        split = clamped(net)
        net, data = list(split.money), [-part for part in split.data]
    return _sponsored(reading, params, net, data, deficit)


def pay_literally(reading: Reading, params: MoneyParams, bought: Sequence[Bought]) -> Paid:
    """The same by definition: by VCG everybody pays what its presence costs the others."""
    agents = range(len(bought))
    net = [0] * len(bought)
    data = [0] * len(bought)
    if params.mode == COMPETITIVE:
        for buyer, one in enumerate(bought):
            shares = [Fraction(margin * params.share, WHOLE).__floor__() for margin in one.margins]
            prices = [cost + part for cost, part in zip(one.costs, shares, strict=True)]
            for seller, price in zip(one.sellers, prices if sum(prices) <= one.value else one.costs, strict=True):
                net[buyer] += price
                net[seller] -= price
        return _sponsored(reading, params, net, data, 0)
    for agent in agents:
        for buyer in agents:
            one = bought[buyer]
            margins = dict(zip(one.sellers, one.margins, strict=True))
            costs = dict(zip(one.sellers, one.costs, strict=True))
            theirs = sum(cost for seller, cost in costs.items() if seller != agent)
            # of the others, with the agent and without it
            with_it = (0 if buyer == agent else one.value) - theirs
            alone = 0 if buyer == agent else one.value - sum(costs.values()) - margins.get(agent, 0)
            net[agent] += alone - with_it
    deficit = -sum(net)
    if params.mode == MIXED_VCG:
        left = deficit
        for agent in sorted(agents, key=lambda agent: (net[agent], -agent)):
            data[agent] = min(max(0, -net[agent]), left)
            left -= data[agent]
        net = [amount + part for amount, part in zip(net, data, strict=True)]
    return _sponsored(reading, params, net, data, deficit)


def _sponsored(reading: Reading, params: MoneyParams, net: Sequence[int], data: Sequence[int], deficit: int) -> Paid:
    """Sponsors pay in entry order, each up to its cap."""
    if params.mode != VCG:
        return Paid(tuple(net), tuple(data), deficit, (), traded=True)
    if sum(cap for _, cap in reading.sponsors) < deficit:
        return Paid((0,) * len(net), tuple(data), deficit, (), traded=False)
    sponsored, left = [], deficit
    for index, cap in reading.sponsors:
        if amount := min(cap, left):
            sponsored.append((index, amount))
            left -= amount
    return Paid(tuple(net), tuple(data), deficit, tuple(sponsored), traded=True)
