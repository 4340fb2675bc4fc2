"""Parameters of the two rules, as their checkers read them.

- contract-game, 12 bytes: entryBond(11) mostContracts(1)
- leakage-game: entryBond(11) bond(11) cost(11) mostContracts(1) kinds(1), then the influence among so many types,
  three bytes each in units of 2^-16: the rows of the lower triangle, with the diagonal, which is between two devices of
  one type
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from databourse.errors import InvalidInput
from databourse.market.entries import MAX_LOCK
from databourse.mechanisms.coalition.checking import check_integer, check_list, check_symmetric
from databourse.mechanisms.coalition.leakage_game.whole import ONE

MOST_CONTRACTS = 255
MOST_KINDS = 32
USUAL_CONTRACTS = 10

_MONEY_BYTES = 11
_UNITS_BYTES = 3
_REQUIRED = object()


@dataclass(frozen=True, slots=True)
class ContractParams:
    """Those of contract-game.

    Attributes:
        entry_bond: base units that stand behind a device's entry, lost if it is not opened.
        most_contracts: how many contracts a round can have.
    """

    entry_bond: int
    most_contracts: int

    def __post_init__(self) -> None:
        """Checks them.

        Raises:
            InvalidInput: a field is out of range.
        """
        check_integer("entry_bond", self.entry_bond, 1, MAX_LOCK)
        check_integer("most_contracts", self.most_contracts, 1, MOST_CONTRACTS)

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> ContractParams:
        """From named options: entry_bond, and most_contracts (by default 10).

        Raises:
            InvalidInput: an option is unknown, missing or out of range.
        """
        return cls(**_named("contract-game", options, {"entry_bond": _REQUIRED, "most_contracts": USUAL_CONTRACTS}))

    @classmethod
    def decode(cls, params: bytes) -> ContractParams:
        """From the `params` of a round.

        Raises:
            InvalidInput: no round can have these.
        """
        if len(params) != _MONEY_BYTES + 1:
            raise _wrong_length(params, f"{_MONEY_BYTES + 1} bytes long for contract-game")
        return cls(int.from_bytes(params[:_MONEY_BYTES]), params[-1])

    def encode(self) -> bytes:
        """The `params` of a round."""
        return self.entry_bond.to_bytes(_MONEY_BYTES) + self.most_contracts.to_bytes(1)


@dataclass(frozen=True, slots=True)
class LeakageParams:
    """Those of leakage-game.

    Attributes:
        entry_bond: base units that stand behind a device's entry, lost if it is not opened.
        bond: base units that stand behind a proposed outcome.
        cost: base units that each member of a coalition pays for each other one.
        most_contracts: how many contracts a round can have.
        influence: in units of 2^-16 between devices of two types: the rows of the lower triangle.
    """

    entry_bond: int
    bond: int
    cost: int
    most_contracts: int
    influence: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        """Checks them.

        Raises:
            InvalidInput: a field is out of range.
        """
        check_integer("entry_bond", self.entry_bond, 1, MAX_LOCK)
        check_integer("bond", self.bond, 1, MAX_LOCK)
        check_integer("cost", self.cost, 0, MAX_LOCK)
        check_integer("most_contracts", self.most_contracts, 1, MOST_CONTRACTS)
        if not 1 <= len(self.influence) <= MOST_KINDS:
            raise InvalidInput(f"influence has {len(self.influence)} rows, but there are 1 to {MOST_KINDS} types")
        for kind, row in enumerate(self.influence):
            if len(row) != kind + 1:
                raise InvalidInput(
                    f"influence[{kind}] has {len(row)} entries, but a lower triangle has {kind + 1} there"
                )
            for other, units in enumerate(row):
                check_integer(f"influence[{kind}][{other}]", units, 0, ONE)

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> LeakageParams:
        """From named options: entry_bond, bond, influence (see `in_units`), cost (0 if left out), most_contracts (10).

        Raises:
            InvalidInput: an option is unknown, missing or out of range.
        """
        defaults = {"entry_bond": _REQUIRED, "bond": _REQUIRED, "influence": _REQUIRED, "cost": 0}
        named = _named("leakage-game", options, defaults | {"most_contracts": USUAL_CONTRACTS})
        rows = check_list("influence", named["influence"])
        named["influence"] = tuple(tuple(check_list(f"influence[{kind}]", row)) for kind, row in enumerate(rows))
        return cls(**named)

    @classmethod
    def decode(cls, params: bytes) -> LeakageParams:
        """From the `params` of a round.

        Raises:
            InvalidInput: no round can have these.
        """
        entry_bond, bond, cost, (most, kinds), packed = _cut(params, 3 * (_MONEY_BYTES,) + (2,))
        if len(packed) != _UNITS_BYTES * kinds * (kinds + 1) // 2:
            raise _wrong_length(params, f"35 bytes long, and 3 for each pair of its {kinds} types, for leakage-game")
        units = [int.from_bytes(packed[at : at + _UNITS_BYTES]) for at in range(0, len(packed), _UNITS_BYTES)]
        ends = list(accumulate(range(kinds + 1)))
        rows = tuple(tuple(units[ends[kind] : ends[kind + 1]]) for kind in range(kinds))
        return cls(int.from_bytes(entry_bond), int.from_bytes(bond), int.from_bytes(cost), most, rows)

    @property
    def kinds(self) -> int:
        """How many types there are."""
        return len(self.influence)

    def between(self, kind: int, other: int) -> int:
        """The influence of two devices of these types on each other, in units of 2^-16."""
        return self.influence[max(kind, other)][min(kind, other)]

    def encode(self) -> bytes:
        """The `params` of a round."""
        money = b"".join(amount.to_bytes(_MONEY_BYTES) for amount in (self.entry_bond, self.bond, self.cost))
        units = b"".join(units.to_bytes(_UNITS_BYTES) for row in self.influence for units in row)
        return money + bytes([self.most_contracts, self.kinds]) + units


def in_units(influence: Any) -> tuple[tuple[int, ...], ...]:
    """The option `influence` of leakage-game from a matrix of types and types: each rounded to the nearest 2^-16.

    Raises:
        InvalidInput: it is not square, not symmetric, or a number in it is not from 0 to 1.
    """
    rows = check_list("influence", influence)
    matrix = check_symmetric("influence", rows, len(rows))
    return tuple(tuple(round(units * ONE) for units in row[: kind + 1]) for kind, row in enumerate(matrix.tolist()))


def _named(rule: str, options: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    for option in options:
        if option not in defaults:
            raise InvalidInput(f"{rule} has no option {option!r}", f"its options are {', '.join(defaults)}")
    named = {**defaults, **options}
    for option, value in named.items():
        if value is _REQUIRED:
            raise InvalidInput(f"{rule} needs the option {option!r}", f"its options are {', '.join(defaults)}")
    return named


def _cut(params: bytes, sizes: Sequence[int]) -> list[bytes]:
    """Parts of these sizes, and what is left."""
    if len(params) < sum(sizes):
        raise _wrong_length(params, f"at least {sum(sizes)} bytes long for leakage-game")
    starts = list(accumulate(sizes, initial=0))
    return [params[start:end] for start, end in zip(starts, [*starts[1:], len(params)], strict=True)]


def _wrong_length(params: bytes, rule: str) -> InvalidInput:
    return InvalidInput.of("params", "0x" + params.hex(), f"must be {rule}")
