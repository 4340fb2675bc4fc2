"""Parameters of ordered-match, as its checker reads them: lot(4) count(1) then count values of 8 bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import check_integer, check_list

MAX_LOT = 2**32 - 1
MAX_VALUE = 2**64 - 1
MOST_VALUES = 255

_HEAD_BYTES = 5
_VALUE_BYTES = 8


@dataclass(frozen=True, slots=True)
class MatchParams:
    """What data of a size is worth in a round, to an agent with scale 1.

    Attributes:
        lot: units of data from one value to the next.
        values: f(0), f(1), …, what 0, 1, … whole lots are worth; more are worth as much as the last value.
    """

    lot: int
    values: tuple[int, ...]

    def __post_init__(self) -> None:
        """Checks them.

        Raises:
            InvalidInput: a field is out of range, or the values fall.
        """
        check_integer("lot", self.lot, 1, MAX_LOT)
        if not 1 <= len(self.values) <= MOST_VALUES:
            raise InvalidInput(f"values has {len(self.values)} entries, but there must be 1 to {MOST_VALUES}")
        for place, value in enumerate(self.values):
            check_integer(f"values[{place}]", value, 0, MAX_VALUE)
        for place, (before, value) in enumerate(pairwise(self.values), start=1):
            if value < before:
                rule = f"it must be at least the one before it, {before}: values never fall"
                raise InvalidInput.of(f"values[{place}]", value, rule)

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> MatchParams:
        """From named options: values, and lot (by default 1).

        Raises:
            InvalidInput: an option is unknown, missing or out of range.
        """
        for option in options:
            if option not in ("values", "lot"):
                raise InvalidInput(f"ordered-match has no option {option!r}", "its options are values, lot")
        if "values" not in options:
            raise InvalidInput("ordered-match needs the option 'values'", "its options are values, lot")
        return cls(options.get("lot", 1), tuple(check_list("values", options["values"])))

    @classmethod
    def decode(cls, params: bytes) -> MatchParams:
        """From the `params` of a round.

        Raises:
            InvalidInput: no round can have these.
        """
        count = params[_HEAD_BYTES - 1] if len(params) >= _HEAD_BYTES else 0
        if not count or len(params) != _HEAD_BYTES + _VALUE_BYTES * count:
            rule = f"must be {_HEAD_BYTES} bytes long, and {_VALUE_BYTES} for each of its values, for ordered-match"
            raise InvalidInput.of("params", "0x" + params.hex(), rule)
        starts = range(_HEAD_BYTES, len(params), _VALUE_BYTES)
        values = tuple(int.from_bytes(params[start : start + _VALUE_BYTES]) for start in starts)
        return cls(int.from_bytes(params[:4]), values)

    @property
    def is_concave(self) -> bool:
        """Whether gains never grow: then whom an agent refuses once it refuses whatever comes later."""
        gains = [value - before for before, value in pairwise(self.values)]
        return all(later <= earlier for earlier, later in pairwise(gains))

    def encode(self) -> bytes:
        """The `params` of a round."""
        packed = b"".join(value.to_bytes(_VALUE_BYTES) for value in self.values)
        return self.lot.to_bytes(4) + bytes([len(self.values)]) + packed
