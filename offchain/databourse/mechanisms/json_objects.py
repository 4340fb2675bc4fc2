"""What the JSON forms of all mechanisms share: the keys of objects, and money as strings above 2^53."""

from __future__ import annotations

from typing import Any

from databourse.errors import InvalidInput

LARGEST_PLAIN_INTEGER = 1 << 53


def check_keys(where: str, entry: Any, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> None:
    """Refuse what is no object, lacks a key, or has one that nobody would read.

    Raises:
        InvalidInput: saying what `where` is or has.
    """
    if not isinstance(entry, dict):
        raise InvalidInput.of(where, entry, "it must be an object")
    hint = f"required: {', '.join(required)}" + (f"; optional: {', '.join(optional)}" if optional else "")
    for key in required:
        if key not in entry:
            raise InvalidInput(f"{where} has no {key!r}", hint)
    for key in entry:
        if key not in required and key not in optional:
            raise InvalidInput(f"{where} has an unknown key {key!r}", hint)


def money_to_json(amount: int) -> int | str:
    """Base units, as a string where many JSON readers would round the number."""
    return amount if abs(amount) <= LARGEST_PLAIN_INTEGER else str(amount)
