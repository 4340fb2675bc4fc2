"""How a command writes amounts whose unit is not always the token, and fractions of amounts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

from databourse.money import DECIMALS, MOST, format_tokens, parse_count, parse_tokens

_DIGITS = Context(prec=6)
_ERROR_DIGITS = Context(prec=2)
_EXACT = Context(prec=60)
_MOST_PLAIN = 12  # digits before the decimal point, or zeros after it


@dataclass(frozen=True, slots=True)
class Unit:
    """What amounts are told in.

    Attributes:
        name: of the unit.
        words: after "amounts in".
        symbol: after a single amount, with a space before it, or nothing.
        decimals: of one of these units; the amounts themselves are in base units.
        parse: reads an amount that a person typed: text and the name of the field.
    """

    name: str
    words: str
    symbol: str
    decimals: int
    parse: Callable[[str, str], int]

    @classmethod
    def of_token(cls, symbol: str) -> Unit:
        """The market's token."""
        return cls(symbol, symbol, f" {symbol}", DECIMALS, parse_tokens)

    def exact(self, amount: int) -> str:
        """An amount with all its digits."""
        return (format_tokens(amount) if self.decimals else str(amount)) + self.symbol

    def with_error(self, mean: Fraction, error: float) -> str:
        """A mean with its standard error, without a symbol."""
        return with_error(mean / 10**self.decimals, error / 10**self.decimals)

    def short(self, amount: Fraction | int) -> str:
        """A number of at most six digits without a symbol, marked where that is not exact."""
        return short(Fraction(amount) / 10**self.decimals)


def short(value: Fraction) -> str:
    """At most six digits, marked where that is not exact."""
    rounded = _DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))
    text = _plain(rounded.normalize())
    return text if Fraction(rounded) == value else f"≈{text}"


def with_error(mean: Fraction, error: float) -> str:
    """A mean with its standard error, which tells how many digits of it mean something."""
    if not error:
        return f"{short(mean)} ±0"
    rounded = _ERROR_DIGITS.create_decimal_from_float(error)
    exact = _EXACT.divide(Decimal(mean.numerator), Decimal(mean.denominator))
    last_digit = Decimal(1).scaleb(max(rounded.adjusted() - 1, exact.adjusted() - _DIGITS.prec + 1))
    return f"{_plain(exact.quantize(last_digit, context=_EXACT))} ±{_plain(rounded)}"


def _plain(number: Decimal) -> str:
    return format(number, "f" if abs(number.adjusted()) < _MOST_PLAIN else "e").replace("e+", "e")


def _parse_base_units(text: str, field: str) -> int:
    return parse_count(text, field, most=MOST)


BASE_UNITS = Unit("base units", "base units, as in the file", "", 0, _parse_base_units)
"""Those of a file, which knows no token."""
