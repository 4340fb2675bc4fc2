"""The terms of a round, what they hash to, and how a round is named on chain (see `IMarket`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from databourse.events import address, blob, fields

TERMS_TYPE = "(uint64,address,uint40,uint40,uint40,uint32,bytes)"

SETTLEMENT_WINDOW = 60
"""Seconds that the Market wants everybody to have for settling, after the series' solver had its own."""

_FIELDS = ("series", "checker", "closeAt", "revealBy", "settleBy", "challengeWindow", "params")


class Status(IntEnum):
    """`IMarket.Status`, by number."""

    NEVER = 0
    OPEN = 1
    REVEALING = 2
    SETTLEABLE = 3
    PROPOSED = 4
    FINALISABLE = 5
    SETTLED = 6
    ABORTED = 7

    @property
    def label(self) -> str:
        """One lower-case word for people."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Terms:
    """The rules of one round; times are seconds since 1970, `params` is what the checker documents."""

    series: int
    checker: str
    close_at: int
    reveal_by: int
    settle_by: int
    challenge_window: int
    params: bytes

    @classmethod
    def one_shot(cls, series: int, checker: str, close_at: int, settle_by: int, params: bytes) -> Terms:
        """Terms without further phases: nothing is revealed, nothing can be challenged."""
        return cls(series, address(checker), close_at, close_at, settle_by, 0, params)

    @classmethod
    def of(cls, struct: Mapping[str, Any] | Sequence[Any]) -> Terms:
        """From a decoded `IMarket.Terms`."""
        series, checker, close_at, reveal_by, settle_by, window, params = fields(struct, _FIELDS)
        return cls(series, address(checker), close_at, reveal_by, settle_by, window, blob(params))

    def struct(self) -> tuple[int, str, int, int, int, int, bytes]:
        """The fields in the order of `IMarket.Terms`, as a contract call takes them."""
        return (
            self.series,
            self.checker,
            self.close_at,
            self.reveal_by,
            self.settle_by,
            self.challenge_window,
            self.params,
        )

    def hash(self, config_hash: bytes) -> bytes:
        """What entries and signed orders name: keccak256(abi.encode(hash of the series' configuration, terms))."""
        return keccak(encode(["bytes32", TERMS_TYPE], [config_hash, self.struct()]))


def context(chain_id: int, market: str, series: int, number: int, terms_hash: bytes) -> bytes:
    """What the log of a round starts from; `IMarket.contextOf` on the chain itself."""
    types = ["uint256", "address", "uint64", "uint32", "bytes32"]
    return keccak(encode(types, [chain_id, market, series, number, terms_hash]))


def slot_id(series: int, number: int) -> int:
    """How events name round `number` of `series`."""
    return series << 32 | number


def split_slot(slot: int) -> tuple[int, int]:
    """(series, round) of an event's slot."""
    return slot >> 32, slot & 0xFFFFFFFF
