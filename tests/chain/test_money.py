from __future__ import annotations

import random

import pytest

from databourse.errors import InvalidInput
from databourse.money import MOST, TOKEN, format_tokens, parse_base_units, parse_count, parse_tokens


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", 0),
        ("12", 12 * TOKEN),
        ("1.1", 1_100_000_000_000_000_000),
        (" 0.25 ", TOKEN // 4),
        (".5", TOKEN // 2),
        ("5.", 5 * TOKEN),
        ("007", 7 * TOKEN),
        ("0.000000000000000001", 1),
        ("1.50000000000000000000000", 3 * TOKEN // 2),
        ("309485009.821345068724781055", MOST),
    ],
)
def test_tokens_are_read_exactly(text: str, amount: int) -> None:
    assert parse_tokens(text) == amount


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("-1", "must not be negative"),
        ("−1", "must not be negative"),
        ("", "must be a number"),
        (".", "must be a number"),
        ("abc", "must be a number"),
        ("nan", "must be a number"),
        ("inf", "must be a number"),
        ("0x10", "must be a number"),
        ("+1", "must be a number"),
        ("1.2.3", "must be a number"),
        ("١٢", "must be a number"),
        ("1e3", "must be written without an exponent"),
        ("1,5", "no separators"),
        ("1_000", "no separators"),
        ("0.0000000000000000001", "at most 18 decimals"),
        ("309485009.821345068724781056", "must be at most 309485009.821345068724781055"),
        ("9" * 1_000_000, "must be at most"),
    ],
)
def test_what_is_no_amount_says_why(text: str, rule: str) -> None:
    with pytest.raises(InvalidInput, match="price is") as caught:
        parse_tokens(text, "price")
    assert rule in caught.value.message
    assert len(caught.value.message) < 250


def test_formatting_and_parsing_are_inverse() -> None:
    generator = random.Random(1)
    for _ in range(2_000):
        amount = generator.randrange(10 ** generator.randrange(1, 27))
        assert parse_tokens(format_tokens(amount)) == amount


@pytest.mark.parametrize(
    ("amount", "text"),
    [(0, "0"), (TOKEN, "1"), (-TOKEN // 4, "-0.25"), (1, "0.000000000000000001"), (10 * TOKEN, "10")],
)
def test_tokens_are_written_without_needless_digits(amount: int, text: str) -> None:
    assert format_tokens(amount) == text
    assert format_tokens(amount, "DBT") == f"{text} DBT"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("0", "from 1 to 9"),
        ("10", "from 1 to 9"),
        ("-3", "must not be negative"),
        ("2.5", "must be a whole number"),
        ("two", "must be a number"),
        ("", "must be a number"),
        ("1e1", "without an exponent"),
        ("9" * 1_000_000, "from 1 to 9"),
    ],
)
def test_what_is_no_count_says_why(text: str, rule: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_count(text, "quantity", 1, 9)
    assert rule in f"{caught.value.message} {caught.value.hint}"


def test_counts_are_read() -> None:
    assert parse_count(" 0042 ", "quantity") == 42
    assert parse_count("0", "quality", 0, 15) == 0


@pytest.mark.parametrize("value", [1.0, True, None, "1.5", "-1", -1, MOST + 1, str(MOST + 1), [1]])
def test_json_amounts_are_integers_of_base_units(value: object) -> None:
    with pytest.raises(InvalidInput):
        parse_base_units(value)


@pytest.mark.parametrize("value", [0, 7, MOST, str(MOST)])
def test_json_amounts_come_as_integers_or_strings(value: object) -> None:
    assert parse_base_units(value) == int(str(value))
