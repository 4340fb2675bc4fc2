"""The equilibrium again, written straight from the paper's Algorithms 1 to 3: slow, and independent of the fast forms.

For every player, valuation and candidate price a forward pass over all later players is made, so n trades and K states
cost O(n²K⁴). Payoffs are taken from their definition, by walking over every profile of valuations. Nothing is imported
but the types. The tests compare the fast forms with this one, on rationals and on floats.

With `AS_PUBLISHED` on floats it is what a direct implementation of the published algorithms computes: no tolerance, and
the first of equal maximisers. Rounding then decides ties, and with them some cells of the paper's Table 1.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from databourse.mechanisms.resale.equilibrium import Equilibrium
from databourse.mechanisms.resale.model import Instance, Model

Value = Any  # Fraction or float, the same for all numbers of an instance


class Ties(NamedTuple):
    """What counts as equal, and what is taken among equals.

    Attributes:
        tolerance: how far apart equal amounts may be, relative to their magnitude; 0 for rationals.
        choose: which of the prices with the highest gain is asked, of a list in the order of the buyer's states.
    """

    tolerance: float = 0
    choose: Callable[[Sequence[Value]], Value] = min


EXACT = Ties()
ROUNDED = Ties(tolerance=1e-12)
AS_PUBLISHED = Ties(choose=operator.itemgetter(0))


class Chain(NamedTuple):
    """What was given, and by player what is known already; `profits` are the paper's pi, eq. (18)."""

    valuations: Sequence[Sequence[Value]]
    transitions: Sequence[Sequence[Sequence[Value]]]
    shares: Sequence[Sequence[Value]]
    thresholds: list[list[Value]]
    prices: list[list[Value]]
    sale: list[list[bool]]
    profits: list[list[Value]]


def solve(instance: Instance, ties: Ties | None = None) -> Equilibrium:
    """The equilibrium, and what is expected in it.

    Args:
        instance: of a `Model`; its reallocation's and its model's numbers are all Fractions, or all floats.
        ties: what counts as equal; EXACT or ROUNDED by default, as the instance's arithmetic is.
    """
    return _outcome(backward(instance, ties), instance.model.prior)


def backward(instance: Instance, ties: Ties | None = None) -> Chain:
    """Algorithm 1: backward from the last player, whose threshold is the valuation. Arguments as for `solve`."""
    model = instance.model
    assert isinstance(model, Model)
    if ties is None:
        ties = EXACT if instance.arithmetic == "exact" else ROUNDED
    n = model.trades
    blank: list[list[Any]] = [[] for _ in range(n + 1)]
    chain = Chain(
        model.valuations, model.transitions, instance.reallocation.rows, blank[:], blank[:n], blank[:n], blank[:n]
    )
    last = model.valuations[n]
    chain.thresholds[n] = _settled(last, [abs(v) for v in last], ties)
    for i in reversed(range(n)):
        states = range(len(model.valuations[i]))
        found = [_best_price(chain, i, a, ties) for a in states]
        magnitudes = [abs(v) + abs(gain - v) for v, (_, _, gain) in zip(model.valuations[i], found, strict=True)]
        chain.sale[i] = [sale for sale, _, _ in found]
        chain.prices[i] = [price for _, price, _ in found]
        chain.thresholds[i] = _settled([gain for _, _, gain in found], magnitudes, ties)
        chain.profits[i] = [_one_shot_profit(chain, i, a) for a in states]
    return chain


def _best_price(chain: Chain, i: int, a: int, ties: Ties) -> tuple[bool, Value, Value]:
    """Algorithm 2: whether there is a price at all, the price, and the gain with it."""
    value = chain.valuations[i][a]
    candidates = [t for t in chain.thresholds[i + 1] if t >= 0]  # eq. (17)
    if not candidates:
        return False, value - value, value
    gains = [_gain(chain, i, a, price) for price in candidates]
    best = max(gains)
    close = best - ties.tolerance * (abs(value) + abs(best - value))
    maximisers = [price for price, gain in zip(candidates, gains, strict=True) if gain >= close]
    return True, ties.choose(maximisers), best


def _gain(chain: Chain, i: int, a: int, price: Value) -> Value:
    """Algorithm 3: forward over the players after i, eqs. (19) to (25)."""
    zero = price - price
    row = chain.transitions[i][a]
    # how probable it is that player j has state b and all trades up to j occur: D_j(b), eq. (22)
    reach = [p if t >= price else zero for p, t in zip(row, chain.thresholds[i + 1], strict=True)]
    gain = chain.valuations[i][a] + chain.shares[i][i + 1] * price * sum(reach)
    for j in range(i + 1, len(chain.valuations) - 1):
        gain += chain.shares[i][j + 1] * sum(d * pi for d, pi in zip(reach, chain.profits[j], strict=True))
        after = [zero] * len(chain.valuations[j + 1])
        for b, d in enumerate(reach):
            if d and chain.sale[j][b]:
                for c, p in enumerate(chain.transitions[j][b]):
                    if chain.thresholds[j + 1][c] >= chain.prices[j][b]:
                        after[c] += d * p  # eq. (23)
        reach = after
    return gain


def _one_shot_profit(chain: Chain, i: int, a: int) -> Value:
    """Price times the probability that it is accepted, eq. (18)."""
    price = chain.prices[i][a]
    if not chain.sale[i][a]:
        return price
    row = chain.transitions[i][a]
    return price * sum(p for p, t in zip(row, chain.thresholds[i + 1], strict=True) if t >= price)


def _settled(thresholds: Sequence[Value], magnitudes: Sequence[Value], ties: Ties) -> list[Value]:
    """Thresholds among which equal ones are equal to the last bit, and a zero is zero."""
    if not ties.tolerance:
        return list(thresholds)
    settled = [0.0 if abs(t) <= ties.tolerance * m else t for t, m in zip(thresholds, magnitudes, strict=True)]
    apart = ties.tolerance * max(magnitudes)
    order = sorted(range(len(settled)), key=settled.__getitem__)
    for lower, higher in pairwise(order):
        if settled[higher] - settled[lower] < apart:
            settled[higher] = settled[lower]
    return settled


def _outcome(chain: Chain, prior: Sequence[Value]) -> Equilibrium:
    """Expected utilities by eq. (2), one profile of valuations after the other: up to K to the power n + 1 of them."""
    n = len(chain.transitions)
    zero = prior[0] - prior[0]
    utilities, rates, payments, leftover = [zero] * (n + 1), [zero] * (n + 1), [zero] * (n + 1), zero
    for probability, profile in _profiles(prior, chain.transitions):
        rates[0] += probability
        utilities[0] += probability * chain.valuations[0][profile[0]]
        for j in range(1, n + 1):
            seller, buyer = profile[j - 1], profile[j]
            price = chain.prices[j - 1][seller]
            if not chain.sale[j - 1][seller] or chain.thresholds[j][buyer] < price:
                break
            rates[j] += probability
            payments[j] += probability * price
            utilities[j] += probability * (chain.valuations[j][buyer] - price)
            for i in range(j):
                utilities[i] += probability * chain.shares[i][j] * price
            leftover += probability * price * (1 - sum(chain.shares[i][j] for i in range(j)))
    return Equilibrium(
        thresholds=tuple(map(tuple, chain.thresholds)),
        prices=tuple(map(tuple, chain.prices)),
        sale=tuple(map(tuple, chain.sale)),
        welfare=sum(utilities),
        volume=sum(rates[1:]),
        utilities=tuple(utilities),
        leftover=leftover,
        trade_rates=tuple(rates),
        payments=tuple(payments),
    )


def _profiles(
    prior: Sequence[Value], transitions: Sequence[Sequence[Sequence[Value]]]
) -> Iterator[tuple[Value, list[int]]]:
    """Every profile of states that has a probability, with that."""
    pending = [(p, [a]) for a, p in enumerate(prior) if p]
    while pending:
        probability, profile = pending.pop()
        if len(profile) > len(transitions):
            yield probability, profile
            continue
        row = transitions[len(profile) - 1][profile[-1]]
        pending += [(probability * p, [*profile, c]) for c, p in enumerate(row) if p]
