"""Options that several commands of `bourse chain` take, and what their helps say of them."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import click

from databourse.cli.values import Count
from databourse.errors import InvalidInput

UNLIMITED = "unlimited"
MOST_SALES = 2**16 - 1
_MOST_DIGITS = 60
_RATIONAL = re.compile(r"[+-]?\d+(/\d+)?|[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?", re.ASCII)

MATRIX_HELP = """\
\b
A matrix is
  raw          all to the direct seller
  average      the same to everybody who sold the data so far
  tbds:ALPHA   everybody passes the part ALPHA of what it gets on to the one before it
  optimal      the one with the most welfare in the equilibrium of --model
  FILE.json    rows of shares: [["0", "1", "1/2"], ["0", "0", "1/2"]] has a row for each
               player that sells and a column for each trade, the first for none; numbers
               or rational strings, or {"reallocation": rows}"""

MODEL_HELP = """\
\b
A model is
  FILE.json    {"valuations": [["1"], ["1", "2"]], "prior": ["1"],
                "transitions": [[["1/3", "2/3"]]]}: of each player the values that the data
               can have for it, in tokens, and how likely each is after each of the player before
  published:N  model 1, 1', 2, 3 or 4 of the paper"""


class Sales(Count):
    """How many buyers a holder may have; `unlimited` is as many as the contract can count."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number."""
        return self.most if value == UNLIMITED else super().convert(value, param, ctx)


SALES = Sales(1, MOST_SALES)
CHAIN = LICENCE = OFFER = Count(1, 2**64 - 1)


def parse_rational(text: str, field: str) -> Fraction:
    """A number such as 3.2, -1/3 or 1e-3.

    Raises:
        InvalidInput: it is none, or longer than anybody means.
    """
    stripped = text.strip()
    if len(stripped) > _MOST_DIGITS or not _RATIONAL.fullmatch(stripped):
        raise InvalidInput.of(field, text, "must be a number", "write it like 3.2, -0.5 or 2/3")
    try:
        return Fraction(stripped)
    except ZeroDivisionError:
        raise InvalidInput.of(field, text, "the denominator must not be 0") from None
