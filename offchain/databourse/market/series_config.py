"""What is fixed for the life of a series (see `IMarket.SeriesConfig`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from databourse.events import address, blob, fields

NOBODY = "0x" + "0" * 40
"""Stands where a series has nobody for a part: no solver of its own, no arbiter, no gate."""

_CONFIG = (
    "operator",
    "beneficiary",
    "solver",
    "arbiter",
    "gate",
    "gatedTags",
    "longestRound",
    "solverSeconds",
    "fee",
    "name",
    "checkers",
)
_CONFIG_TYPE = "(address,address,address,address,address,uint8,uint32,uint32,uint88,bytes32,address[])"


@dataclass(frozen=True, slots=True)
class SeriesConfig:
    """`IMarket.SeriesConfig`; `fee` in base units, durations in seconds, `name` as text."""

    operator: str
    beneficiary: str
    solver: str
    arbiter: str
    gate: str
    gated_tags: int
    longest_round: int
    solver_seconds: int
    fee: int
    name: str
    checkers: tuple[str, ...]

    @classmethod
    def of(cls, struct: Mapping[str, Any] | Sequence[Any]) -> SeriesConfig:
        """From a decoded struct."""
        *roles, tags, longest, seconds, fee, name, checkers = fields(struct, _CONFIG)
        operator, beneficiary, solver, arbiter, gate = (address(role) for role in roles)
        # whatever bytes a name has, they must come back when the configuration is hashed
        text = blob(name).rstrip(b"\0").decode("utf-8", "surrogateescape")
        allowed = tuple(address(checker) for checker in checkers)
        return cls(operator, beneficiary, solver, arbiter, gate, tags, longest, seconds, fee, text, allowed)

    @property
    def posters(self) -> frozenset[str]:
        """Who may post statements about rounds of the series: operator, solver and arbiter."""
        return frozenset((self.operator, self.solver, self.arbiter)) - {NOBODY}

    def struct(self) -> tuple[str, str, str, str, str, int, int, int, int, bytes, list[str]]:
        """The fields in the order of `IMarket.SeriesConfig`, as a contract call takes them."""
        return (
            self.operator,
            self.beneficiary,
            self.solver,
            self.arbiter,
            self.gate,
            self.gated_tags,
            self.longest_round,
            self.solver_seconds,
            self.fee,
            self.name.encode("utf-8", "surrogateescape").ljust(32, b"\0"),
            list(self.checkers),
        )

    def hash(self) -> bytes:
        """keccak256(abi.encode(config)), a part of every terms hash of the series."""
        return keccak(encode([_CONFIG_TYPE], [self.struct()]))
