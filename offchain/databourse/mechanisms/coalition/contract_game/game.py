"""Devices with samples of a type, and contracts with a budget for a type."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from databourse.errors import InvalidInput
from databourse.mechanisms.compiled import Ints
from databourse.mechanisms.double_auction.integers import Column, Money, exact, integer_column, integers

SAMPLE_BITS = 32
TYPE_BITS = 16
BUDGET_BITS = 88

#: The contract of a device whose type has none.
UNPLACED = -1


@dataclass(frozen=True, slots=True)
class ContractGame:
    """A contract game in columns; `of` checks and builds it.

    Devices and contracts are known by their position. `slots` lists the contracts type by type, and those that device
    m may enter are slots[first[m]:end[m]], which is empty if its type has no contract.
    """

    samples: Ints
    types: Ints
    contract_types: Ints
    budgets: Money
    slots: Ints
    first: Ints
    end: Ints

    @classmethod
    def of(cls, samples: Column, types: Column, contracts: Sequence[tuple[int, int]]) -> ContractGame:
        """The game of these columns, one row a device, and contracts as (type, budget in base units).

        Raises:
            InvalidInput: samples below 1 or from 2^32 on, a type below 0 or from 2^16 on, a budget below 1 or from 2^88
                on, or columns of different lengths.
        """
        counts = _positive("devices", "samples", samples, SAMPLE_BITS)
        kinds = integer_column("devices", "type", types, TYPE_BITS)
        if len(counts) != len(kinds):
            raise InvalidInput(f"there are {len(counts)} sample counts, but {len(kinds)} types")
        wanted = integer_column("contracts", "type", [kind for kind, _ in contracts], TYPE_BITS)
        budgets = _positive("contracts", "budget", [budget for _, budget in contracts], BUDGET_BITS)
        slots = np.argsort(wanted, kind="stable")
        sorted_types = wanted[slots]
        first = np.searchsorted(sorted_types, kinds, side="left")
        end = np.searchsorted(sorted_types, kinds, side="right")
        return cls(counts, kinds, wanted, budgets, slots, first, end)

    @property
    def devices(self) -> int:
        """How many there are."""
        return len(self.samples)

    @property
    def contracts(self) -> int:
        """How many there are."""
        return len(self.budgets)

    @property
    def speeds(self) -> Money:
        """The budgets without their common divisor, which no comparison needs, in a form that cannot overflow in one.

        Cross-multiplied, a comparison has products of a budget and all samples of the devices, and one device's more.
        """
        divisor = math.gcd(*self.budgets.tolist()) or 1
        reduced = integers([budget // divisor for budget in self.budgets.tolist()])
        return exact(reduced, int(reduced.max(initial=0)) * 2 * max(1, int(self.samples.sum())))

    def check(self, assignment: Any) -> Ints:
        """An assignment of this game as a column: of each device a contract of its type, or -1 (or None) for none.

        Raises:
            InvalidInput: wrong length, no such contract, or one of another type.
        """
        if isinstance(assignment, np.ndarray):
            chosen = assignment.astype(np.int64)
        else:
            chosen = np.array([UNPLACED if slot is None else slot for slot in assignment], dtype=np.int64)
        if len(chosen) != self.devices:
            raise InvalidInput(f"the assignment is of {len(chosen)} devices, but there are {self.devices}")
        unknown = (chosen < UNPLACED) | (chosen >= self.contracts)
        if unknown.any():
            device = int(np.argmax(unknown))
            rule = f"contracts are 0 to {self.contracts - 1}" if self.contracts else "there are no contracts"
            raise InvalidInput.of(f"assignment[{device}]", int(chosen[device]), rule)
        placed = np.flatnonzero(chosen != UNPLACED)
        wrong = placed[self.contract_types[chosen[placed]] != self.types[placed]]
        if len(wrong):
            device = int(wrong[0])
            kind = int(self.contract_types[chosen[device]])
            rule = f"that contract is for type {kind} and the device has type {int(self.types[device])}"
            raise InvalidInput.of(f"assignment[{device}]", int(chosen[device]), rule)
        return chosen


def stable_order(column: Ints) -> Ints:
    """The rows by value, of equal ones in order. Where 16 bits are enough, numpy sorts in linear time."""
    if len(column) and column.min() >= 0 and column.max() < 1 << 16:
        return np.argsort(column.astype(np.uint16), kind="stable")
    return np.argsort(column, kind="stable")


def _positive(where: str, field: str, values: Column, bits: int) -> Money:
    column = integer_column(where, field, values, bits)
    if len(column) and not column.all():
        raise InvalidInput.of(f"{where}[{int(np.argmin(column != 0))}].{field}", 0, "it must be at least 1")
    return column
