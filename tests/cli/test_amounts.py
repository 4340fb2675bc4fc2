from __future__ import annotations

from fractions import Fraction

import pytest

from databourse.cli.amounts import BASE_UNITS, Unit, short, with_error
from databourse.errors import InvalidInput
from databourse.money import TOKEN


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(300), "300"),
        (Fraction(1, 3), "≈0.333333"),
        (Fraction(-5, 2), "-2.5"),
        (Fraction(1_234_567), "≈1234570"),
        (Fraction(2, 3 * 10**9), "≈0.000000000666667"),
        (Fraction(10**12), "1e12"),
        (Fraction(-7, 10**18), "-7e-18"),
        (Fraction(2**80), "≈1.20893e24"),
    ],
)
def test_short_numbers_say_when_they_are_rounded(value: Fraction, text: str) -> None:
    assert short(value) == text


@pytest.mark.parametrize(
    ("mean", "error", "text"),
    [
        (Fraction(91, 3), 1.234, "30.3 ±1.2"),
        (Fraction(91, 3), 123.4, "30 ±120"),
        (Fraction(912, 3), 123.4, "300 ±120"),
        (Fraction(1, 3), 0, "≈0.333333 ±0"),
        (Fraction(0), 0.5, "0.00 ±0.5"),
        (Fraction(2**80), 3e4, "1.20893e24 ±30000"),
    ],
)
def test_a_mean_has_the_digits_that_its_error_allows(mean: Fraction, error: float, text: str) -> None:
    assert with_error(mean, error) == text


def test_units() -> None:
    token = Unit.of_token("DBT")
    assert (token.exact(5 * TOKEN // 2), token.short(TOKEN // 3)) == ("2.5 DBT", "≈0.333333")
    assert token.with_error(Fraction(3 * TOKEN), TOKEN / 10) == "3.00 ±0.10"
    assert (token.parse("2.5", "price"), BASE_UNITS.parse("25", "price")) == (5 * TOKEN // 2, 25)
    assert (BASE_UNITS.exact(25), BASE_UNITS.short(25)) == ("25", "25")
    with pytest.raises(InvalidInput, match=r"price is '2.5', but must be a whole number"):
        BASE_UNITS.parse("2.5", "price")
