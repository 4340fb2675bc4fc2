"""What both ways to distort data take."""

from __future__ import annotations

from fractions import Fraction

from databourse.errors import InvalidInput

SEED_BYTES = 32


def check_weight(field: str, weight: Fraction | int) -> Fraction:
    """A weight from 0 to 1.

    Raises:
        InvalidInput: it is another: more than there is cannot be delivered.
    """
    if isinstance(weight, bool) or not isinstance(weight, Fraction | int):
        raise InvalidInput.of(field, weight, "it must be a Fraction")
    if not 0 <= weight <= 1:
        raise InvalidInput.of(field, str(weight), "it must be from 0 to 1: nobody can deliver more than there is")
    return Fraction(weight)


def check_seed(seed: bytes) -> bytes:
    """A seed of 32 bytes; whoever has it knows which rows are held back, or takes the noise off.

    Raises:
        InvalidInput: it is something else. The seed itself is not shown.
    """
    if not isinstance(seed, bytes) or len(seed) != SEED_BYTES:
        raise InvalidInput(f"the seed must be {SEED_BYTES} bytes, drawn for one delivery and kept secret")
    return seed
