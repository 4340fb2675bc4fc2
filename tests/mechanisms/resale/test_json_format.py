"""What `tests/cli/test_solve_resale.py` does not reach: values as programs pass them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.resale import average, parse_instance, raw, solve_instance, tbds
from databourse.mechanisms.resale.json_format import parse_reallocation

CHAIN: dict[str, Any] = {
    "valuations": [[0], [1, 3]],
    "prior": [1],
    "transitions": [[[0.5, 0.5]]],
    "reallocation": "raw",
}


def test_a_float_means_the_decimal_that_it_prints_as() -> None:
    thirds = {**CHAIN, "valuations": [[0], [0.1, Decimal("0.30000000000000000001")]], "arithmetic": "exact"}
    model = parse_instance(thirds).model
    assert model.valuations[1] == (Fraction(1, 10), Fraction("0.30000000000000000001"))
    assert parse_instance({**thirds, "arithmetic": "float"}).model.valuations[1] == (0.1, 0.3)


@pytest.mark.parametrize("text", ["1/3", "-2", "+2", "0.25", ".25", "2.", "1e-3", "1E3", "-1.5e2"])
def test_rationals_in_strings(text: str) -> None:
    exact = parse_instance({**CHAIN, "valuations": [[0], [1, text]], "arithmetic": "exact"})
    assert exact.model.valuations[1][1] == Fraction(text)
    assert parse_instance({**CHAIN, "valuations": [[0], [1, text]]}).model.valuations[1][1] == float(Fraction(text))


@pytest.mark.parametrize("text", ["", " 1", "1/-3", "0x10", "1_000", "١", "1/2/3", "e5", ".", "nan", "1 /2", "1.5/2"])
def test_what_is_no_rational(text: str) -> None:
    with pytest.raises(InvalidInput, match=r"valuations\[1\]\[1\] is .*, but it must be a number or a rational"):
        parse_instance({**CHAIN, "valuations": [[0], [1, text]]})


@pytest.mark.parametrize("arithmetic", ["exact", "float"])
@pytest.mark.parametrize(
    ("number", "rule"),
    [
        (Decimal("NaN"), "it must be"),
        (Decimal("1e9999999"), "exponents must not be beyond 4,000|it must be finite"),
        ("1e-99999999999", "exponents must not be beyond 4,000"),
        ("1" * 4_001, "a number may have at most 4,000 characters"),
        (None, "it must be a number"),
        ({}, "it must be a number"),
    ],
)
def test_numbers_that_would_never_end(number: Any, rule: str, arithmetic: str) -> None:
    with pytest.raises(InvalidInput, match=rf"valuations\[1\]\[1\] is .*, but ({rule})"):
        parse_instance({**CHAIN, "valuations": [[0], [1, number]], "arithmetic": arithmetic})


def test_large_integers_need_exact_arithmetic() -> None:
    large = {**CHAIN, "valuations": [[0], [1, 10**400]]}
    assert solve_instance({**large, "arithmetic": "exact"})["prices"] == [[str(10**400)]]
    with pytest.raises(InvalidInput, match='it is too large for floats: set "arithmetic" to "exact"'):
        parse_instance(large)


def test_reallocations() -> None:
    assert parse_reallocation("raw", 3) == raw(3)
    assert parse_reallocation("average", 3) == average(3)
    assert parse_reallocation({"tbds": "1/2"}, 3, "exact") == tbds(3, Fraction(1, 2))
    assert parse_reallocation({"tbds": 0.25}, 3) == tbds(3, 0.25)
    assert parse_reallocation([["0", "1/2"]], 1, "exact").rows == ((0, Fraction(1, 2)),)
    for wrong in ({"tbds": 0, "raw": 1}, {"alpha": 0}, {}, 1, None):
        with pytest.raises(InvalidInput, match=r"reallocation is .*, but it must be a matrix"):
            parse_reallocation(wrong, 3)
