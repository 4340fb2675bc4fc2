"""How a price is divided, word by word from the rules and in rational numbers: for the audit, and as slow as it likes.

Nothing of `shares` and `payments` is used here, so that a mistake there cannot hide.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import floor

PARTS = 1_000_000_000
"""Shares on the chain are multiples of one part of so many."""


def column(family: str, alpha: int, explicit: Sequence[Sequence[int]], trade: int) -> list[Fraction]:
    """The share of each player 0 .. trade - 1 in the price of a trade.

    Args:
        family: "explicit", "raw", "average" or "tbds".
        alpha: in parts; of tbds only.
        explicit: columns in parts, the first trade's first.
        trade: from 1 on.

    Raises:
        KeyError: no such family.
        IndexError: no such explicit column.
    """
    upstream = _UPSTREAM[family](trade, Fraction(alpha, PARTS), explicit)
    return [*upstream, 1 - sum(upstream, Fraction(0))]


def split(price: int, shares: Sequence[Fraction]) -> list[int]:
    """What each player gets of a price in base units: its share rounded down, and the last one what is left."""
    upstream = [floor(price * share) for share in shares[:-1]]
    return [*upstream, price - sum(upstream)]


def _whole_parts(share: Fraction) -> Fraction:
    """Rounded down to a whole number of parts."""
    return Fraction(floor(share * PARTS), PARTS)


def _raw(trade: int, _alpha: Fraction, _explicit: object) -> list[Fraction]:
    return [Fraction(0)] * (trade - 1)


def _average(trade: int, _alpha: Fraction, _explicit: object) -> list[Fraction]:
    return [_whole_parts(Fraction(1, trade))] * (trade - 1)


def _passed_up(trade: int, alpha: Fraction, _explicit: object) -> list[Fraction]:
    """Everybody gets what the one below passes, and passes `alpha` of that on; the owner keeps all of it."""
    arriving = [Fraction(1)]
    for _ in range(trade - 1):
        arriving.append(_whole_parts(arriving[-1] * alpha))
    leaving = [*arriving[1:], Fraction(0)]
    kept = [came - went for came, went in zip(arriving, leaving, strict=True)]
    return kept[:0:-1]


def _explicit(trade: int, _alpha: Fraction, explicit: Sequence[Sequence[int]]) -> list[Fraction]:
    return [Fraction(part, PARTS) for part in explicit[trade - 1][: trade - 1]]


_UPSTREAM: Mapping[str, Callable[[int, Fraction, Sequence[Sequence[int]]], list[Fraction]]] = {
    "explicit": _explicit,
    "raw": _raw,
    "average": _average,
    "tbds": _passed_up,
}
