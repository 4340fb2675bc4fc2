"""Values as people type them: token amounts, counts, durations. Each refusal names the value and the rule."""

from __future__ import annotations

import re
from typing import Any

import click

from databourse.errors import InvalidInput
from databourse.money import parse_count, parse_tokens

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_DURATION = re.compile(r"(?:[0-9]{1,9}[smhd])+", re.ASCII)
_PART = re.compile(r"([0-9]+)([smhd])", re.ASCII)


class Tokens(click.ParamType):
    """A token amount with a decimal point, in base units from then on."""

    name = "tokens"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ARG002
        """Base units; see `money.parse_tokens`."""
        return value if isinstance(value, int) else parse_tokens(value, _field(param, "amount"))


class Count(click.ParamType):
    """A whole number between two bounds, both included."""

    name = "number"

    def __init__(self, least: int = 0, most: int = 2**32 - 1) -> None:
        self.least = least
        self.most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ARG002
        """The number; see `money.parse_count`."""
        return value if isinstance(value, int) else parse_count(value, _field(param, "number"), self.least, self.most)


class Duration(click.ParamType):
    """A time span such as 90s, 10m, 1h30m or 2d, in seconds from then on."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ARG002
        """Seconds."""
        return value if isinstance(value, int) else parse_duration(value, _field(param, "duration"))


TOKENS = Tokens()
DURATION = Duration()
QUANTITY = Count(1)
QUALITY = Count(0, 15)
NUMBER = Count()
DATASET = Count(0, 2**64 - 1)


def parse_duration(text: str, field: str) -> int:
    """Seconds in a duration such as `90s`, `10m`, `1h30m`, `2d`.

    Raises:
        InvalidInput: anything else, or zero.
    """
    stripped = text.strip().lower()
    if stripped.startswith("-"):
        raise InvalidInput.of(field, text, "must not be negative")
    if _DURATION.fullmatch(stripped) is None:
        raise InvalidInput.of(field, text, "must be a duration", "write it like 90s, 10m, 1h30m or 2d")
    seconds = sum(int(count) * _UNITS[unit] for count, unit in _PART.findall(stripped))
    if not 0 < seconds < 2**32:
        raise InvalidInput.of(field, text, "must be at least a second and at most 136 years")
    return seconds


def format_duration(seconds: int) -> str:
    """A duration for people, in its two largest units: `1 h 30 min`."""
    words = []
    for name, size in (("d", 86400), ("h", 3600), ("min", 60), ("s", 1)):
        count, seconds = divmod(seconds, size)
        if count:
            words.append(f"{count} {name}")
    return " ".join(words[:2]) or "0 s"


def _field(param: click.Parameter | None, otherwise: str) -> str:
    return param.name.replace("_", " ") if param and param.name else otherwise
