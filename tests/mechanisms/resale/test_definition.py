"""What an equilibrium must satisfy, checked by walking over everything that can happen after a deviation."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import cast

import pytest

from databourse.mechanisms.resale import Equilibrium, Instance, Model, Reallocation, solve
from databourse.mechanisms.resale.analysis.random_chains import arbitrary, law, of_columns, shares

Numbers = Sequence[Fraction]


def income(
    model: Model, played: Equilibrium, row: Numbers, player: int, state: int, asked: Fraction | None
) -> Fraction:
    """What a row of shares is expected to earn from the trade in which this player asks a price, and later ones."""
    total = Fraction()
    if asked is None or player == model.trades:
        return total
    for buyer, probability in enumerate(cast(Numbers, model.transitions[player][state])):
        if probability and played.thresholds[player + 1][buyer] >= asked:
            further = player + 1 < model.trades and played.sale[player + 1][buyer]
            following = cast(Fraction, played.prices[player + 1][buyer]) if further else None
            later = income(model, played, row, player + 1, buyer, following)
            total += probability * (row[player + 1] * asked + later)
    return total


def check(instance: Instance, played: Equilibrium) -> None:
    """Conditions (6) to (9) of the paper, and the rule for ties: at every state, on the path or off it."""
    model = instance.model
    assert played.thresholds[model.trades] == model.valuations[model.trades]
    for player in range(model.trades):
        row = cast(Numbers, instance.reallocation.rows[player])
        thresholds = sorted(cast(Numbers, played.thresholds[player + 1]))
        candidates = sorted({threshold for threshold in thresholds if threshold >= 0})
        between = [(low + high) / 2 for low, high in pairwise([Fraction(), *candidates])]
        for state, value in enumerate(cast(Numbers, model.valuations[player])):
            gains = {
                price: value + income(model, played, row, player, state, price)
                for price in (*candidates, *between, Fraction(), max(*thresholds, Fraction()) + 1)
            }
            best = max(gains.values())
            assert played.thresholds[player][state] == best
            assert played.sale[player][state] == bool(candidates)
            lowest = min((price for price in candidates if gains[price] == best), default=Fraction())
            assert played.prices[player][state] == lowest


def any_instance(chance: random.Random) -> Instance:
    """Up to four trades and four states, one of them often alone; shares that are zero; negative valuations."""
    sizes = [chance.randint(1, 4) for _ in range(chance.randint(2, 5))]
    model = arbitrary(chance, sizes, lowest=chance.choice((-12, -4, 1)))
    columns = [law(chance, trade, lowest=-6) for trade in range(1, model.trades + 1)]
    matrix = of_columns(columns) if chance.random() < 0.5 else shares(chance, model.trades, balanced=False)
    return Instance(model, matrix, "exact")


def test_nobody_gains_by_another_price_and_ties_go_to_the_lowest() -> None:
    chance = random.Random(9)
    for _ in range(150):
        instance = any_instance(chance)
        check(instance, solve(instance))


def test_the_check_notices_another_price_another_threshold_and_another_flag() -> None:
    half = Fraction(1, 2)
    model = Model([[0], [1, 2], [1, 3]], [1], [[[half, half]], [[half, half], [half, half]]])
    instance = Instance(model, Reallocation([[0, 1, half], [0, 0, half]]), "exact")
    played = solve(instance)
    check(instance, played)
    for wrong in (
        replace(played, prices=((played.thresholds[1][1],), played.prices[1])),
        replace(played, prices=(played.prices[0], (Fraction(1), Fraction(3)))),
        replace(played, thresholds=((played.thresholds[0][0] + 1,), *played.thresholds[1:])),
        replace(played, sale=((False,), *played.sale[1:])),
    ):
        with pytest.raises(AssertionError):
            check(instance, wrong)
