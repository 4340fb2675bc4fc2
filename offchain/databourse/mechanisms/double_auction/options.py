"""Checks of the options that several rules share: truth values; seed, epsilon and price grid of those that draw."""

from __future__ import annotations

import re
from collections.abc import Sequence

from databourse.errors import InvalidInput
from databourse.mechanisms.double_auction.chance.stream import SEED_BYTES
from databourse.mechanisms.double_auction.types import PRICE_BITS, require_integer

HEX = re.compile(r"[0-9a-fA-F]*")
TERM_BITS = 31  # of epsilon's numerator and denominator, so that 2^32 times one of them fits 64 bits with a sign

Epsilon = tuple[int, int]


def check_seed(seed: object) -> bytes:
    """The seed's 32 bytes.

    Raises:
        InvalidInput: if it is neither 32 bytes nor 64 hexadecimal digits. The message does not show it: it is secret.
    """
    hint = "draw one with secrets.token_hex(32), keep it secret and use it for one slot only"
    if isinstance(seed, str):
        if not HEX.fullmatch(seed):
            raise InvalidInput("seed has characters that are no hexadecimal digits", hint)
        if len(seed) != 2 * SEED_BYTES:
            raise InvalidInput(f"seed has {len(seed)} hexadecimal digits, but it must have {2 * SEED_BYTES}", hint)
        return bytes.fromhex(seed)
    if not isinstance(seed, bytes):
        raise InvalidInput(f"seed is a {type(seed).__name__}, but it must be 64 hexadecimal digits or 32 bytes", hint)
    if len(seed) != SEED_BYTES:
        raise InvalidInput(f"seed has {len(seed)} bytes, but it must have {SEED_BYTES}", hint)
    return seed


def check_epsilon(field: str, value: object, most: int, why: str) -> Epsilon:
    """Epsilon as numerator and denominator.

    Raises:
        InvalidInput: if it is no pair of positive integers below 2^31, or above `most`; `why` says what is behind that.
    """
    hint = "write epsilon as two integers: [1, 10] is 0.1"
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise InvalidInput.of(field, value, "it must be a pair [numerator, denominator]", hint)
    for place, (name, term) in enumerate(zip(("numerator", "denominator"), value, strict=True)):
        if type(term) is not int:
            raise InvalidInput.of(f"{field}[{place}]", term, f"the {name} must be an integer", hint)
        if term < 1:
            raise InvalidInput.of(f"{field}[{place}]", term, f"the {name} must be positive", hint)
        if term >> TERM_BITS:
            raise InvalidInput.of(f"{field}[{place}]", term, f"the {name} must be below 2^{TERM_BITS}", hint)
    numerator, denominator = value
    if numerator > most * denominator:
        raise InvalidInput.of(field, value, f"epsilon must not be above {most}", why)
    return numerator, denominator


def check_price_grid(grid: object) -> tuple[int, ...]:
    """The prices to draw from, in the given order.

    Raises:
        InvalidInput: if it is no list, is empty, has something else than a price, or has a price twice.
    """
    hint = "list every price that may be drawn once, for example [0, 5, 10]"
    if not isinstance(grid, Sequence) or isinstance(grid, str | bytes):
        raise InvalidInput.of("price_grid", grid, "it must be a list of prices", hint)
    if not grid:
        raise InvalidInput.of("price_grid", grid, "it must have at least one price", hint)
    seen: set[int] = set()
    for place, price in enumerate(grid):
        require_integer(f"price_grid[{place}]", price, PRICE_BITS)
        if price in seen:
            raise InvalidInput.of(f"price_grid[{place}]", price, "it is in the grid already", hint)
        seen.add(price)
    return tuple(grid)


def check_flag(field: str, value: object) -> bool:
    """A truth value.

    Raises:
        InvalidInput: if it is anything else.
    """
    if type(value) is not bool:
        raise InvalidInput.of(field, value, "it must be true or false")
    return value
