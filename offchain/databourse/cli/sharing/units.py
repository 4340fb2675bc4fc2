"""How tables and scales are typed, and how they are kept in a round.

A round keeps a table of whole numbers below 2^64, and of each agent one below 2^32 that multiplies it to base units. So
that both can be written for people, a scale of 1 is 10^6 of these, and a token of the table 10^12.
"""

from __future__ import annotations

import re
from typing import Any

import click

from databourse.cli.values import Count
from databourse.errors import InvalidInput
from databourse.money import DECIMALS, format_tokens, parse_tokens

SCALE_DECIMALS = 6
SCALE = 10**SCALE_DECIMALS
_DECIMAL = re.compile(r"([0-9]{0,12})(?:\.([0-9]{0,30}))?", re.ASCII)


class Table(click.ParamType):
    """Amounts of tokens with commas between them, what 0, 1, 2, … lots are worth; in the round's units from then on."""

    name = "table"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...]:  # noqa: ARG002
        """The values."""
        return value if isinstance(value, tuple) else parse_table(str(value))


class Scale(click.ParamType):
    """A factor above 0 with at most six decimals, in millionths from then on."""

    name = "factor"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ARG002
        """Millionths."""
        return value if isinstance(value, int) else parse_scale(str(value))


class Part(click.ParamType):
    """A part of the whole, from 0 to 1, in parts of 10^9 from then on."""

    name = "part"
    HALF = 5 * 10**8

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ARG002
        """Parts of 10^9."""
        return value if isinstance(value, int) else parse_part(str(value))


class Named(click.ParamType):
    """Somebody and an amount of tokens, such as bob:2.5; in base units from then on."""

    name = "name:tokens"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:  # noqa: ARG002
        """The name and the amount."""
        if isinstance(value, tuple):
            return value
        field = param.name.replace("_", " ") if param and param.name else self.name
        return parse_named(str(value), field)


TABLE = Table()
NAMED = Named()
PART = Part()
FACTOR = Scale()
UNITS = Count(1)


def parse_table(text: str) -> tuple[int, ...]:
    """The values of a table such as `0,10,17.5`.

    Raises:
        InvalidInput: a cell is no amount that a round can keep, values fall, or there are too many.
    """
    from databourse.market.sharing.match.params import MAX_VALUE, MOST_VALUES

    cells = text.split(",")
    if len(cells) > MOST_VALUES:
        raise InvalidInput(f"table has {len(cells)} values, but there must be 1 to {MOST_VALUES}")
    values: list[int] = []
    for place, cell in enumerate(cells):
        field = f"table[{place}]"
        value, rest = divmod(parse_tokens(cell, field), SCALE)
        if rest:
            raise InvalidInput.of(field, cell, f"must have at most {DECIMALS - SCALE_DECIMALS} decimals", "round it")
        if value > MAX_VALUE:
            raise InvalidInput.of(field, cell, f"must be at most {format_tokens(MAX_VALUE * SCALE)} tokens")
        if values and value < values[-1]:
            before = format_tokens(values[-1] * SCALE)
            raise InvalidInput.of(
                field, cell, f"must be at least the one before it, {before}: more is never worth less"
            )
        values.append(value)
    return tuple(values)


def parse_named(text: str, field: str) -> tuple[str, int]:
    """Whom an amount such as `bob:2.5` is for, and the amount in base units.

    Raises:
        InvalidInput: there is no name, or no amount.
    """
    name, colon, amount = text.partition(":")
    if not colon or not name.strip():
        raise InvalidInput.of(field, text, "must be NAME:TOKENS", "write it like bob:2.5")
    return name.strip(), parse_tokens(amount, f"{field} of {name.strip()}")


def parse_scale(text: str) -> int:
    """Millionths in a factor such as `1.5`.

    Raises:
        InvalidInput: it is no plain decimal number, not above 0, has too many decimals, or is too large.
    """
    from databourse.market.sharing.match.inputs import MAX_SCALE

    match = _DECIMAL.fullmatch(text.strip())
    if match is None or not any(match.groups()):
        raise InvalidInput.of("scale", text, "must be a plain decimal number", "write it like 1 or 0.75")
    whole, fraction = match[1] or "0", (match[2] or "").rstrip("0")
    if len(fraction) > SCALE_DECIMALS:
        raise InvalidInput.of("scale", text, f"must have at most {SCALE_DECIMALS} decimals", "round it")
    scale: int = int(whole) * SCALE + int(fraction.ljust(SCALE_DECIMALS, "0"))
    if not 1 <= scale <= MAX_SCALE:
        raise InvalidInput.of("scale", text, f"must be above 0 and at most {format_scale(MAX_SCALE)}")
    return scale


def parse_part(text: str) -> int:
    """Parts of 10^9 in a number from 0 to 1, such as `0.5`.

    Raises:
        InvalidInput: it is none, or has more than nine decimals.
    """
    part, rest = divmod(parse_tokens(text, "share"), 10**9)
    if rest:
        raise InvalidInput.of("share", text, "must have at most 9 decimals", "round it")
    if part > 10**9:
        raise InvalidInput.of("share", text, "must be from 0 to 1")
    return part


def format_scale(scale: int) -> str:
    """A scale for people: `1.5`."""
    whole, fraction = divmod(scale, SCALE)
    return f"{whole}.{fraction:0{SCALE_DECIMALS}}".rstrip("0").rstrip(".")
