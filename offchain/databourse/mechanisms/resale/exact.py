"""The equilibrium in rationals: backward over players, by what each later trade is expected to pay.

The paper finds a player's best price by following every candidate price forward through the chain. What a later trade
pays does not depend on who shares in it, though. So for each player and state that holds the data the expected payments
of all later trades are kept; a matrix row turns them into that player's income, and changing it leaves later players as
they are. With the next player's states sorted by threshold, one pass gives the income at every candidate price of a
state. Time O(n²K²) for n trades and K states each, where the paper's Algorithms 1 to 3 take O(n²K⁴).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise
from typing import cast

from databourse.mechanisms.resale.equilibrium import Equilibrium
from databourse.mechanisms.resale.model import Instance, Model

ZERO = Fraction()

Numbers = Sequence[Fraction]
Table = Sequence[Numbers]


@dataclass(frozen=True, slots=True)
class Offers:
    """One player's side of the equilibrium, by its states.

    The threshold, the price (None: there is none to ask), and what is expected to be paid in each later trade once the
    player has the data.
    """

    thresholds: list[Fraction]
    prices: list[Fraction | None]
    payments: list[list[Fraction]]


def solve(instance: Instance) -> Equilibrium:
    """The equilibrium of an instance whose numbers are Fractions."""
    shares = cast(Table, instance.reallocation.rows)
    return outcome(instance.model, shares, strategies(instance.model, shares))


def strategies(model: Model, shares: Table) -> list[Offers]:
    """What each player does. Nothing is asked of the shares: trees, for one, have columns above 1."""
    trades = model.trades
    last = list(cast(Numbers, model.valuations[trades]))
    players = [Offers(last, [None] * len(last), [[] for _ in last])]
    for player in range(trades - 1, -1, -1):
        players.insert(0, _offers(model, player, shares[player][player + 1 :], players[0]))
    return players


def _offers(model: Model, player: int, shares: Numbers, following: Offers) -> Offers:
    """`shares` are the player's in trades player + 1..n, like the payments that it is about to collect."""
    values = cast(Numbers, model.valuations[player])
    rows = cast(Table, model.transitions[player])
    income = [_dot(shares[1:], payments) for payments in following.payments]
    ranking = sorted(range(len(income)), key=following.thresholds.__getitem__, reverse=True)
    tiers = [
        (price, list(states))
        for price, states in groupby(ranking, key=following.thresholds.__getitem__)
        if price >= 0  # nobody can ask for less than 0
    ]
    found = Offers([], [], [])
    for value, row in zip(values, rows, strict=True):
        gain, price = _best_offer(row, tiers, shares[0], income)
        found.thresholds.append(value + gain)
        found.prices.append(price)
        found.payments.append(_payments(row, price, following))
    return found


def _best_offer(
    row: Numbers, tiers: list[tuple[Fraction, list[int]]], share: Fraction, income: Numbers
) -> tuple[Fraction, Fraction | None]:
    """The most that a seller expects, and the lowest price that earns it; tiers go from the highest threshold down."""
    best: tuple[Fraction, Fraction | None] = (ZERO, None)
    accepting = later = ZERO
    for price, states in tiers:
        for state in states:
            accepting += row[state]
            later += row[state] * income[state]
        gain = share * price * accepting + later
        if best[1] is None or gain >= best[0]:
            best = (gain, price)
    return best


def _payments(row: Numbers, price: Fraction | None, following: Offers) -> list[Fraction]:
    """What is expected to be paid in the trade at this price and in each one after it."""
    expected = [ZERO] * (1 + len(following.payments[0]))
    if price is None:
        return expected
    for probability, threshold, payments in zip(row, following.thresholds, following.payments, strict=True):
        if probability and threshold >= price:
            expected[0] += probability * price
            for later, payment in enumerate(payments, start=1):
                expected[later] += probability * payment
    return expected


def outcome(model: Model, shares: Table, players: list[Offers]) -> Equilibrium:
    """What comes of these strategies, best or not.

    Forward from the prior: `having` are the probabilities that the player has the data, by its state.
    """
    having = list(cast(Numbers, model.prior))
    rates, payments = [Fraction(1)], [ZERO]
    worth = [_dot(having, cast(Numbers, model.valuations[0]))]
    for player, (seller, buyer) in enumerate(pairwise(players)):
        buying = [ZERO] * len(buyer.thresholds)
        paid = ZERO
        for probability, price, row in zip(having, seller.prices, model.transitions[player], strict=True):
            if price is None or not probability:
                continue
            for state, (step, threshold) in enumerate(zip(cast(Numbers, row), buyer.thresholds, strict=True)):
                if step and threshold >= price:
                    buying[state] += probability * step
                    paid += probability * step * price
        having = buying
        rates.append(sum(having, ZERO))
        payments.append(paid)
        worth.append(_dot(having, cast(Numbers, model.valuations[player + 1])))
    utilities = [value - paid for value, paid in zip(worth, payments, strict=True)]
    for player, own in enumerate(shares):
        utilities[player] += _dot(own, payments)
    welfare = sum(utilities, ZERO)
    return Equilibrium(
        thresholds=tuple(tuple(player.thresholds) for player in players),
        prices=tuple(tuple(price or ZERO for price in player.prices) for player in players[:-1]),
        sale=tuple(tuple(price is not None for price in player.prices) for player in players[:-1]),
        welfare=welfare,
        volume=sum(rates[1:], ZERO),
        utilities=tuple(utilities),
        leftover=sum(worth, ZERO) - welfare,
        trade_rates=tuple(rates),
        payments=tuple(payments),
    )


def _dot(left: Numbers, right: Numbers) -> Fraction:
    return sum((one * other for one, other in zip(left, right, strict=True) if one and other), ZERO)
