"""Money and counts as people type them, and back.

Money is an integer of base units everywhere inside; only this module knows where the decimal point goes. No float is
ever involved: `1.1` typed by a person is exactly 1100000000000000000 base units.
"""

from __future__ import annotations

import re

from databourse.errors import InvalidInput

DECIMALS = 18
"""Digits behind the decimal point of a token amount: one token is 10**18 base units."""

TOKEN: int = 10**DECIMALS
"""Base units of one token."""

MOST = 2**88 - 1
"""The largest amount in base units that the market can hold (about 309 million tokens)."""

_AMOUNT = re.compile(r"([0-9]*)(?:\.([0-9]*))?", re.ASCII)
_COUNT = re.compile(r"[0-9]+", re.ASCII)


def parse_tokens(text: str, field: str = "amount") -> int:
    """Reads a token amount such as `12`, `0.25` or `.5`.

    Args:
        text: what was typed.
        field: what to call the value in an error.

    Returns:
        Base units, from 0 to `MOST`.

    Raises:
        InvalidInput: not a plain decimal number, negative, too many decimals, or more than `MOST`.
    """
    stripped = text.strip()
    match = _AMOUNT.fullmatch(stripped)
    if match is None or not any(match.groups()):
        raise InvalidInput.of(field, text, _what_is_wrong(stripped), "write tokens like 12 or 0.25")
    whole, fraction = match[1], match[2] or ""
    if len(fraction.rstrip("0")) > DECIMALS:
        raise InvalidInput.of(field, text, f"must have at most {DECIMALS} decimals", "round it")
    # the length first: turning millions of digits into an integer takes minutes
    if len(whole.lstrip("0")) > len(str(MOST // TOKEN)) or (amount := _base_units(whole, fraction)) > MOST:
        raise InvalidInput.of(field, text, f"must be at most {format_tokens(MOST)} tokens")
    return amount


def format_tokens(amount: int, symbol: str | None = None) -> str:
    """Writes base units as a token amount: `format_tokens(250000000000000000)` is `0.25`."""
    sign = "-" if amount < 0 else ""
    whole, fraction = divmod(abs(amount), TOKEN)
    digits = f"{fraction:0{DECIMALS}}".rstrip("0")
    text = f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"
    return f"{text} {symbol}" if symbol else text


def parse_base_units(value: object, field: str = "amount") -> int:
    """Reads an amount from JSON: an integer, or a string of decimal digits, in base units.

    Raises:
        InvalidInput: anything else (a float or a boolean, say), negative, or more than `MOST`.
    """
    if isinstance(value, str):
        return parse_count(value, field, most=MOST)
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidInput.of(field, value, "must be an integer of base units", "write large amounts as strings")
    _require_within(value, value, field, 0, MOST)
    return value


def parse_count(text: str, field: str, least: int = 0, most: int = 2**32 - 1) -> int:
    """Reads a whole number such as a quantity, a quality grade or a number of seconds.

    Raises:
        InvalidInput: not a whole number in plain digits, or outside `least` to `most`.
    """
    stripped = text.strip()
    if _COUNT.fullmatch(stripped) is None:
        raise InvalidInput.of(field, text, _what_is_wrong(stripped, whole=True), f"write {_range(least, most)}")
    digits = stripped.lstrip("0") or "0"
    if len(digits) > len(str(most)):
        raise InvalidInput.of(field, text, f"must be {_range(least, most)}")
    value = int(digits)
    _require_within(value, text, field, least, most)
    return value


def _require_within(value: int, shown: object, field: str, least: int, most: int) -> None:
    if not least <= value <= most:
        raise InvalidInput.of(field, shown, f"must be {_range(least, most)}")


def _range(least: int, most: int) -> str:
    return f"a whole number from {least} to {most}"


def _base_units(whole: str, fraction: str) -> int:
    return int(whole or "0") * TOKEN + int(fraction[:DECIMALS].ljust(DECIMALS, "0"))


def _what_is_wrong(text: str, whole: bool = False) -> str:
    """The rule that a text which is no number breaks, as exactly as it can be told."""
    if text.startswith(("-", "\N{MINUS SIGN}")):
        return "must not be negative"
    if whole and _AMOUNT.fullmatch(text) and "." in text:
        return "must be a whole number"
    if "," in text or "_" in text or "'" in text:
        return "must be digits with a decimal point and no separators"
    if re.fullmatch(r"[0-9.]+[eE][+-]?[0-9]+", text):
        return "must be written without an exponent"
    return "must be a number"
