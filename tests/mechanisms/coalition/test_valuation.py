from __future__ import annotations

import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.valuation import Reading, per_device, precision, total


def test_equal_shares_are_worth_a_power_of_the_price() -> None:
    for sellers in (1, 2, 5):
        for price in (1, 2.5, 10):
            assert total([3] * sellers, price) == pytest.approx(sellers**price)


def test_the_sum_does_not_rise_with_a_sellers_samples() -> None:
    assert total([80, 20], 2) < total([50, 50], 2) > total([20, 80], 2)


def test_one_devices_term_rises_with_share_and_price() -> None:
    grid = [0.1, 0.4, 0.7, 1.0]
    for price in (1, 4, 9):
        values = [per_device(share, price) for share in grid]
        assert values == sorted(values) and values[-1] == 1 and len(set(values)) == 4
    for share in grid[:-1]:
        values = [per_device(share, price) for price in (1, 4, 9, 10)]
        assert values == sorted(values) and values[-1] == pytest.approx(1)


def test_full_leakage_costs_half_under_every_reading() -> None:
    for reading in Reading:
        assert total([3, 5], 4, 1, reading=reading) == pytest.approx(total([3, 5], 4, 0, reading=reading) / 2)
    assert per_device(0.3, 4, 1) == per_device(0.3, 4) / 2


def test_sellers_without_samples_do_not_count() -> None:
    for reading in Reading:
        assert total([3, 0, 5], 10, reading=reading) == pytest.approx(total([3, 5], 10, reading=reading))


def test_precision_of_the_case_study() -> None:
    assert precision(0, 0.5, 0.9) == pytest.approx(0.1)
    assert precision(3, 0.5, 0.9) > precision(1, 0.5, 0.9)  # more samples in common
    assert precision(3, 0.9, 0.9) < precision(3, 0.5, 0.9)  # a worse connection
    assert precision(3, 1.5, 0.9) < 0.1  # noise above 1 turns the sign


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([], 1), "samples are all zero"),
        (([0, 0], 1), "samples are all zero"),
        (([1, -1], 1), "samples[1] is -1"),
        (([1, 1], 11), "price is 11, but it must be from 0 to 10"),
        (([1, 1], -1), "price is -1"),
        (([1, 1], 1, 1.5), "leakage is 1.5, but it must be from 0 to 1"),
        (([1, 1], 1, float("nan")), "leakage is nan"),
        (([1, 1], 1, 0, 0), "weight is 0"),
    ],
)
def test_bad_values(arguments: tuple[object, ...], message: str) -> None:
    with pytest.raises(InvalidInput) as error:
        total(*arguments)  # type: ignore[arg-type]
    assert message in error.value.message


def test_bad_shares() -> None:
    with pytest.raises(InvalidInput, match=r"share is 1\.2"):
        per_device(1.2, 1)
    with pytest.raises(InvalidInput, match="overlap is -1"):
        precision(-1, 0.5, 0.9)
