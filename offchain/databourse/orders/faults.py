"""What is wrong with a file of orders: where, and which value breaks which rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from databourse.errors import InvalidInput

MOST_SHOWN = 20
"""How many faults an error lists before it only counts."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        line: of the file, from 1; 0 when it concerns the whole file. Of Parquet, which has no lines, the row from 1.
        column: which cell; empty when it concerns the whole line.
        message: the value and the rule that it breaks.
    """

    line: int
    column: str
    message: str

    def where(self, unit: str = "line") -> str:
        """`line 7, price: is '-3', but must not be negative`."""
        place = ", ".join(part for part in (f"{unit} {self.line}" if self.line else "", self.column) if part)
        return f"{place}: {self.message}" if place else self.message


class FaultyRow(Exception):
    """A row is no order; carries what is wrong with it."""

    def __init__(self, line: int, column: str, message: str) -> None:
        super().__init__(message)
        self.fault = Fault(line, column, message)


def broken_rule(error: InvalidInput, column: str) -> str:
    """The value and the rule of an `InvalidInput.of` without the column, which a fault names itself."""
    return error.message.removeprefix(f"{column} ")


def listed(name: str, faults: Sequence[Fault], unit: str) -> str:
    """The faults of a file for a person, the first lines first."""
    ordered = sorted(faults, key=lambda fault: fault.line)
    shown = [f"  {fault.where(unit)}" for fault in ordered[:MOST_SHOWN]]
    left = len(ordered) - len(shown)
    if left:
        shown.append(f"  and {left} more")
    count = "1 error" if len(ordered) == 1 else f"{len(ordered)} errors"
    return "\n".join([f"{name} has {count}:", *shown])
