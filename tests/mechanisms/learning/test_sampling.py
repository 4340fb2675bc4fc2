from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.learning import Outcome, Table, sample, shapley, single_task, solve_sampled
from databourse.mechanisms.learning.literal import v_by_definition
from tests.mechanisms.learning.tables import accuracies, measured


def test_half_widths_cover_the_truth_and_pairs_halve_the_error() -> None:
    """Of a game in which pairs matter; 95 of 100 values should be covered, and fewer than 88 of 400 would be rare."""
    values = np.random.default_rng(0).integers(0, 60, 64).astype(np.int64)
    values = Table(6, values, 60).closure().correct
    exact = [float(value) for value in shapley(values, 6)]
    errors: dict[bool, list[float]] = {True: [], False: []}
    for antithetic, found in errors.items():
        covered = 0
        for seed in range(60):
            estimate = sample(lambda mask: float(values[mask]), 6, orders=128, antithetic=antithetic, seed=seed)
            assert estimate.orders == 128 and sum(estimate.values) == pytest.approx(values[-1])
            off = [abs(value - truth) for value, truth in zip(estimate.values, exact, strict=True)]
            covered += sum(error <= width for error, width in zip(off, estimate.half_widths, strict=True))
            found.extend(off)
        assert covered >= 0.88 * 360
    assert np.mean(np.square(errors[True])) < 0.7 * np.mean(np.square(errors[False]))


def test_what_is_additive_is_exact_at_once() -> None:
    estimate = sample(lambda mask: mask % 1024 + (mask >> 10) * 2.0, 40, orders=64, seed=1)
    additive = [float(1 << party) if party < 10 else 2.0 * (1 << (party - 10)) for party in range(40)]
    assert estimate.values == pytest.approx(additive)
    assert max(estimate.half_widths[:10]) < 1e-6


def test_sets_are_asked_for_once_and_it_stops_when_it_is_precise() -> None:
    asked: list[int] = []

    def worth(mask: int) -> float:
        asked.append(mask)
        return (mask.bit_count() / 5) ** 2

    estimate = sample(worth, 5, orders=100_000, precision=0.005)
    assert estimate.orders < 100_000 and max(estimate.half_widths) <= 0.005
    assert len(asked) == len(set(asked)) == estimate.evaluated <= 32


def test_an_odd_number_of_orders_is_completed_by_a_reverse() -> None:
    assert sample(lambda mask: mask, 3, orders=7).orders == 8
    assert sample(lambda mask: mask, 3, orders=7, antithetic=False).orders == 7


def test_a_sampled_market_is_near_the_exact_one() -> None:
    table = measured(5, 11).closure()
    exact = Outcome.of(single_task(table), 10**6)
    found = solve_sampled(lambda mask: int(table.correct[mask]), 5, table.validation_size, 10**6, orders=4_000)
    assert found.shares == pytest.approx([float(share) for share in exact.shapley], abs=0.02)
    assert found.payments.fees == exact.payments.fees and found.payments.charges == exact.payments.charges
    assert sum(found.payments.payouts) == sum(exact.payments.payouts)
    worth = v_by_definition(accuracies(table))
    assert sum(found.estimate.values) == pytest.approx(float(worth(31)))


def test_thirty_parties_without_a_table() -> None:
    """Each adds 3 of 100; where the last is in, nothing else counts: its own model is the best there is."""

    def correct(mask: int) -> int:
        return 95 if mask == 1 << 29 else min(90, 3 * mask.bit_count())

    found = solve_sampled(correct, 30, 100, 1_000, orders=32)
    assert sum(found.payments.charges) == sum(found.payments.payouts) == 29 * 870
    assert found.payments.charges[29] == 0 and found.payments.net[29] >= 0
    assert found.payments.fees[:2] == (970, 970) and sum(found.shares) == pytest.approx(1)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"parties": 0}, "parties is 0"),
        ({"orders": 3}, "orders is 3, but it must be at least 4"),
        ({"orders": 1, "antithetic": False}, "orders is 1, but it must be at least 2"),
        ({"precision": -1}, "precision is -1"),
        ({"seed": -1}, "seed is -1"),
    ],
)
def test_bad_options(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInput) as error:
        sample(lambda mask: mask, **{"parties": 3, **options})
    assert message in error.value.message


def test_counts_that_cannot_be() -> None:
    with pytest.raises(InvalidInput, match=r"correct\(0x1\) is 11, but it must be at most 10"):
        solve_sampled(lambda _: 11, 2, 10, 1)
    with pytest.raises(InvalidInput, match="validation_size is 0"):
        solve_sampled(lambda _: 0, 2, 0, 1)
    with pytest.raises(InvalidInput, match="budget_per_unit is -1"):
        solve_sampled(lambda _: 0, 2, 10, -1)
    with pytest.raises(InvalidInput, match="must be an integer"):
        solve_sampled(lambda _: Fraction(1, 2), 2, 10, 1)  # type: ignore[arg-type, return-value]
