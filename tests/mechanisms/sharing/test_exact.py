from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.sharing.exact import Exact, as_array, common_denominator, read_exact, scaled, to_json
from databourse.mechanisms.sharing.subsets import as_set, members, row_of, set_of, shown, subsets


@pytest.mark.parametrize(
    ("value", "number"),
    [(3, 3), ("4/6", Fraction(2, 3)), (0.1, Fraction(1, 10)), ("1e2", 100), ("-1/2", -Fraction(1, 2))],
)
def test_numbers_mean_what_is_written(value: Any, number: Fraction | int) -> None:
    assert read_exact("a", value) == number
    assert type(read_exact("a", value)) is type(number)


@pytest.mark.parametrize("value", ["", "x", None, True, [], float("inf"), "1/0"])
def test_what_is_no_number(value: Any) -> None:
    with pytest.raises(InvalidInput, match="costs is"):
        read_exact("costs", value)


def test_a_common_denominator_makes_integers() -> None:
    numbers: list[Exact] = [Fraction(1, 4), Fraction(5, 6), 2]
    assert common_denominator(numbers) == 12
    assert [scaled(number, 12) for number in numbers] == [3, 10, 24]
    with pytest.raises(InvalidInput, match="common denominator"):
        common_denominator([Fraction(1, 2**4096)])


def test_answers() -> None:
    assert [to_json(number) for number in (3, Fraction(6, 3), Fraction(1, 3), 2**53 + 1)] == [
        3,
        2,
        "1/3",
        str(2**53 + 1),
    ]


def test_arrays_are_wide_only_where_they_must_be() -> None:
    assert as_array([2**62 - 1]).dtype == np.int64
    assert as_array([2**62, 0]).dtype == object and as_array([2**62, 0])[0] == 2**62
    assert as_array([]).dtype == np.int64


def test_rows_of_tables_and_sets() -> None:
    for agent in range(4):
        others = as_set(range(4)) & ~(1 << agent)
        sets = sorted(subsets(others))
        assert [row_of(bits, agent) for bits in sets] == list(range(8))
        assert [set_of(row, agent) for row in range(8)] == sets
    assert members(as_set([3, 0])) == (0, 3) and shown(0b1001) == "{0, 3}" and shown(0) == "{}"
