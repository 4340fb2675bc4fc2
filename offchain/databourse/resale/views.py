"""What the contract itself says of chains, for an audit to compare with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from databourse.accounts.checking import AccountsView
from databourse.events import address
from databourse.resale.shares import Column


class State(IntEnum):
    """What a number stands for, as the contract counts it; NEVER also for an offer that was withdrawn."""

    NEVER = 0
    OFFERED = 1
    LICENCE = 2


@dataclass(frozen=True, slots=True)
class Record:
    """`IResaleChain.Record`: what the contract keeps of an offer or a licence.

    Attributes:
        state: what the number stands for.
        deferred: whether upstream shares of the sale are, or will be, claimed afterwards.
        ended: whether the holder gave up selling.
        sales: of a licence: offers that stand or were accepted.
        claimed: bit i: player i has its share of this sale.
        fingerprint: 192 bits of the hash of what it says.
    """

    state: State
    deferred: bool = False
    ended: bool = False
    sales: int = 0
    claimed: int = 0
    fingerprint: int = 0

    @classmethod
    def of(cls, struct: Mapping[str, Any]) -> Record:
        """From the decoded struct."""
        return cls(**{**struct, "state": State(struct["state"])})

    @property
    def players(self) -> list[int]:
        """Whose shares were claimed."""
        return [player for player in range(self.claimed.bit_length()) if self.claimed >> player & 1]


@dataclass(frozen=True, slots=True)
class ChainStruct:
    """`IResaleChain.Chain`; rules in the order of `IResaleChain.Rules`."""

    owner: str
    dataset: int
    rules: tuple[int, ...]

    @classmethod
    def of(cls, struct: Mapping[str, Any]) -> ChainStruct:
        """From the decoded struct."""
        return cls(address(struct["owner"]), struct["dataset"], tuple(struct["rules"].values()))


@dataclass(frozen=True, kw_only=True)
class ResaleView(AccountsView):
    """What the chain says at one block. Whatever is None or left out is not compared.

    Attributes:
        contract: address of the ResaleChain.
        times: of the blocks of all events, in seconds since 1970.
        chain_count: `chainCount()`.
        last_number: `lastNumber()`.
        chains: `chainOf` by number.
        columns: `columnOf` by (chain, trade).
        records: `recordOf` by number.
    """

    contract: str
    times: Mapping[int, int] = field(default_factory=dict)
    chain_count: int | None = None
    last_number: int | None = None
    chains: Mapping[int, ChainStruct] = field(default_factory=dict)
    columns: Mapping[tuple[int, int], Column] = field(default_factory=dict)
    records: Mapping[int, Record] = field(default_factory=dict)
