from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.types import (
    Likeness,
    Profile,
    distributed_shapley,
    quantise,
    quantise_all,
    size_only_shapley,
    value_quantiles,
)


def test_equal_steps_and_one_belongs_to_the_last() -> None:
    assert quantise_all([0, 0.19, 0.2, 0.5, 0.99, 1], 5) == [0, 0, 1, 2, 4, 4]
    assert quantise(1, 1) == 0
    assert quantise_all([], 3) == []


def test_preference_makes_no_type() -> None:
    assert {Profile(preference, 0.63).type(5) for preference in (0, 0.5, 1)} == {3}
    assert Profile(1, 0.1).type(5) != Profile(1, 0.9).type(5)


def test_quantiles_are_the_order_of_contributions() -> None:
    assert value_quantiles([0.3, -2, 0.3, 7]) == [0.25, 0, 0.25, 0.75]
    assert value_quantiles([]) == []


@pytest.mark.parametrize(
    ("scores", "levels", "message"),
    [
        ([0.5, 1.1], 5, "scores[1] is 1.1, but it must be from 0 to 1"),
        ([-0.1], 5, "scores[0] is -0.1"),
        ([float("nan")], 5, "scores[0] is nan, but it must be finite"),
        (["0.1"], 5, "scores[0] is '0.1', but it must be a number"),
        (0.5, 5, "scores is 0.5, but it must be a list"),
        ([0.5], 0, "levels is 0, but it must be at least 1"),
        ([0.5], 2**16 + 1, "levels is 65537, but it must be at most 65536"),
        ([0.5], 2.0, "levels is 2.0, but it must be an integer"),
    ],
)
def test_bad_scores(scores: list[float], levels: int, message: str) -> None:
    with pytest.raises(InvalidInput) as error:
        quantise_all(scores, levels)
    assert message in error.value.message


def test_bad_profiles() -> None:
    with pytest.raises(InvalidInput, match="preference is 2"):
        Profile(2, 0.5)
    with pytest.raises(InvalidInput, match="quantile is nan"):
        Profile(0.5, float("nan"))


def share_above_half(points: Sequence[float]) -> float:
    return sum(point > 0.5 for point in points) / (1 + len(points))


def test_the_mean_of_every_draw_is_within_its_half_width() -> None:
    """Points 0 or 1 with equal chance: theta of a point 1 follows from the binomial law."""
    largest = 4
    exact = 0.0
    for size in range(largest):
        for ones in range(size + 1):
            chance = math.comb(size, ones) / 2**size / largest
            exact += chance * ((ones + 1) / (size + 2) - ones / (size + 1))
    covered = 0
    for seed in range(40):
        found = distributed_shapley(
            share_above_half, lambda rng, size: rng.integers(0, 2, size).tolist(), [1.0], largest, draws=500, seed=seed
        )
        assert found.draws == 500
        covered += abs(found.value - exact) <= found.half_width
    assert covered >= 34  # 38 expected


def test_a_batch_of_points_counts_as_one() -> None:
    found = distributed_shapley(lambda points: len(points) / 100, lambda _, size: [0] * size, [0, 0, 0], 5, draws=10)
    assert found.value == pytest.approx(0.03) and found.half_width == pytest.approx(0, abs=1e-9)


def test_it_stops_at_the_precision_that_is_asked_for() -> None:
    def draw(rng: np.random.Generator, size: int) -> list[float]:
        return rng.random(size).tolist()  # type: ignore[no-any-return]

    found = distributed_shapley(share_above_half, draw, [1.0], 6, draws=50_000, precision=0.01)
    assert found.half_width <= 0.01 and 1_000 <= found.draws < 50_000 and found.draws % 1_000 == 0


def test_what_depends_on_the_size_alone_has_an_exact_value() -> None:
    def level(size: int) -> float:
        return 1 - 1 / (1 + size)

    found = distributed_shapley(lambda points: level(len(points)), lambda _, size: [0] * size, [0], 8, draws=20_000)
    assert abs(found.value - size_only_shapley(level, 8)) <= found.half_width


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"draws": 1}, "draws is 1, but it must be at least 2"),
        ({"largest": 0}, "largest is 0"),
        ({"precision": -1}, "precision is -1"),
        ({"seed": -1}, "seed is -1"),
        ({"potential": lambda points: len(points)}, "potential is"),
        ({"potential": lambda _: float("nan")}, "potential is nan"),
        ({"sample": lambda _, size: [0] * (size + 1)}, "points, but it was asked for"),
    ],
)
def test_bad_draws(changes: dict[str, object], message: str) -> None:
    right: dict[str, object] = {
        "potential": lambda _: 0.5, "sample": lambda _, size: [0] * size, "points": [0], "largest": 5
    }  # fmt: skip
    with pytest.raises(InvalidInput) as error:
        distributed_shapley(**{**right, **changes})  # type: ignore[arg-type]
    assert message in error.value.message


def test_a_point_of_the_distribution_is_drawn_anew() -> None:
    """The sum over sizes telescopes: theta is (E J of the largest batch - J of none) / largest, here 3/4 / 2."""
    found = distributed_shapley(
        lambda points: float(any(points)), lambda rng, size: rng.integers(0, 2, size).tolist(), None, 2, draws=4_000
    )
    assert abs(found.value - (1 - 1 / 4) / 2) <= found.half_width


def test_likeness_is_one_minus_the_largest_gap_of_the_two_distributions() -> None:
    chance = np.random.default_rng(5)
    for _ in range(100):
        reference, values = (chance.integers(0, 9, chance.integers(1, most)).tolist() for most in (30, 12))
        points = sorted({*reference, *values})
        shares = [[sum(one <= point for one in side) / len(side) for point in points] for side in (reference, values)]
        gap = max(abs(one - other) for one, other in zip(*shares, strict=True))
        assert Likeness(reference)(values) == pytest.approx(1 - gap)
    assert Likeness([1, 2])([]) == 0
    with pytest.raises(InvalidInput, match="reference is empty"):
        Likeness([])
