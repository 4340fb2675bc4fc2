"""The fast forms against the paper's algorithms as they are written, number by number."""

from __future__ import annotations

import random
from dataclasses import astuple
from fractions import Fraction
from typing import Any

import pytest

from databourse.mechanisms.resale import Instance, Model, Reallocation, average, literal, published, raw, solve
from databourse.mechanisms.resale.analysis.random_chains import arbitrary, homogeneous, law, of_columns, shares

TRIALS = 250


def any_case(chance: random.Random) -> tuple[Model, Reallocation]:
    """Up to four trades: negative valuations, ties, duplicates, unreachable states, sellers without a share."""
    sizes = [chance.randint(1, 4) for _ in range(chance.randint(2, 5))]
    model = arbitrary(chance, sizes, lowest=chance.choice((-12, -3, 1)))
    if chance.random() < 0.5:  # whole valuations, which are equal more often
        model = Model([[round(v) for v in support] for support in model.valuations], model.prior, model.transitions)
    if chance.random() < 0.5:
        return model, shares(chance, model.trades, balanced=chance.random() < 0.5)
    return model, of_columns([law(chance, trade, lowest=-6) for trade in range(1, model.trades + 1)])


def in_floats(model: Model, matrix: Reallocation) -> tuple[Model, Reallocation]:
    def floats(rows: Any) -> Any:
        return [floats(row) for row in rows] if isinstance(rows, tuple) else float(rows)

    return Model(*map(floats, (model.valuations, model.prior, model.transitions))), Reallocation(floats(matrix.rows))


def flat(numbers: Any) -> list[float]:
    return [number for part in numbers for number in flat(part)] if isinstance(numbers, tuple) else [numbers]


def test_exact_equilibria_are_the_literal_ones() -> None:
    chance = random.Random(5)
    stuck = negative = 0
    for _ in range(TRIALS):
        model, matrix = any_case(chance)
        instance = Instance(model, matrix, "exact")
        equilibrium = solve(instance)
        assert equilibrium == literal.solve(instance), instance
        stuck += not all(flat(equilibrium.sale))
        negative += any(
            t > v for t, v in zip(flat(equilibrium.thresholds), flat(model.valuations), strict=True) if v < 0
        )
    assert stuck > TRIALS / 20  # nobody can be asked anything
    assert negative > TRIALS / 20  # bought for resale only


def test_floats_give_the_exact_equilibrium_rounded() -> None:
    """By the rules for ties, fast and literal floats choose the prices that exact arithmetic chooses."""
    chance = random.Random(6)
    for trial in range(TRIALS):
        model, matrix = any_case(chance) if trial % 2 else (homogeneous(chance, 3), raw(3))
        expected = flat(astuple(solve(Instance(model, matrix, "exact"))))
        instance = Instance(*in_floats(model, matrix), "float")
        for found in (solve(instance), literal.solve(instance)):
            assert flat(astuple(found)) == pytest.approx(list(map(float, expected)), rel=1e-9, abs=1e-9), instance


@pytest.mark.parametrize("name", ["2", "3", "4"])
def test_published_models(name: str) -> None:
    for matrix in (raw(3), average(3)):
        instance = Instance(published(name, 3, "exact"), matrix, "exact")
        assert solve(instance) == literal.solve(instance)


@pytest.mark.parametrize(
    ("name", "matrix", "grid", "welfare", "volume"),
    [
        ("2", raw(5), None, ".2320", ".8586"),
        ("2", average(5), None, ".4740", "3.0531"),
        ("4", raw(5), [index / 10 - 1 for index in range(21)], ".2425", ".8870"),
        ("4", average(5), [index / 10 - 1 for index in range(21)], ".2689", "1.0026"),
        ("4", raw(5), [-1 + 0.1 * index for index in range(21)], ".2422", ".8874"),
    ],
)
def test_as_published_rounding_decides_ties(
    name: str, matrix: Reallocation, grid: list[float] | None, welfare: str, volume: str
) -> None:
    """Cells of the paper's Table 1 that exact arithmetic does not give: how valuations are computed shows in them."""
    model, matrix = in_floats(published(name, 5, "exact"), matrix)
    if grid:
        valuations = [[grid[round(10 * v) + 10] for v in support] for support in model.valuations]
        model = Model(valuations, model.prior, model.transitions)
    instance = Instance(model, matrix, "float")
    rounded, tied = literal.solve(instance, literal.AS_PUBLISHED), literal.solve(instance)
    assert (f"{rounded.welfare:.4f}".lstrip("0"), f"{rounded.volume:.4f}".lstrip("0")) == (welfare, volume)
    assert tied.welfare > rounded.welfare


def test_the_literal_form_takes_the_first_of_equal_prices_if_asked() -> None:
    model = Model([[0], [2, 1]], [1], [[[Fraction(1, 2), Fraction(1, 2)]]])
    instance = Instance(model, raw(1), "exact")
    assert literal.solve(instance).prices[0] == (1,)
    assert literal.solve(instance, literal.AS_PUBLISHED).prices[0] == (2,)
