"""The terms of a round, what they hash to, and how a round is named on chain (see `IMarket`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from databourse.errors import InvalidInput
from databourse.events import address, blob, fields
from databourse.market.phases import SHORTEST_PHASE, Phases
from databourse.market.series_config import SeriesConfig

TERMS_TYPE = "(uint64,address,uint40,uint40,uint40,uint32,bytes)"

SETTLEMENT_WINDOW = SHORTEST_PHASE
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

    @property
    def is_final(self) -> bool:
        """Whether nothing can change any more."""
        return self in (Status.SETTLED, Status.ABORTED)


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

    @property
    def has_second_phase(self) -> bool:
        """Whether there is time for opening sealed entries, or for posting statements; the rule says for which."""
        return self.reveal_by > self.close_at

    @property
    def latest_end(self) -> int:
        """When a round is over in any case: a standing proposal postpones the end by two challenge windows."""
        return self.settle_by + 2 * self.challenge_window

    def require(self, phases: Phases, config: SeriesConfig, now: int) -> None:
        """Makes sure that the Market would open a round with these times at `now`.

        Args:
            phases: that the rule needs with these parameters.
            config: of the series.
            now: seconds since 1970.

        Raises:
            InvalidInput: names the time that is wrong, and the rule.
        """
        if self.close_at <= now:
            raise InvalidInput.of("close_at", self.close_at, f"must be after now, {now}")
        second, window = self.reveal_by - self.close_at, self.challenge_window
        if second and not phases.second:
            rule = f"must be the close, {self.close_at}: nothing is sealed or posted"
            raise InvalidInput.of("reveal_by", self.reveal_by, rule)
        if phases.second and second < SHORTEST_PHASE:
            what = "statements are posted" if phases.posts else "sealed entries are opened"
            rule = f"must be {SHORTEST_PHASE} s or more after the close, {self.close_at}: {what}"
            raise InvalidInput.of("reveal_by", self.reveal_by, rule)
        if window and not phases.challengeable:
            raise InvalidInput.of("challenge_window", window, "must be 0: outcomes of this rule are settled at once")
        if phases.challengeable and window < SHORTEST_PHASE:
            rule = f"must be {SHORTEST_PHASE} s or more: outcomes of this rule are proposed"
            raise InvalidInput.of("challenge_window", window, rule)
        earliest = self.reveal_by + config.solver_seconds + SETTLEMENT_WINDOW
        if self.settle_by < earliest:
            rule = f"must be {earliest} or later, so that others than the series' solver can settle"
            raise InvalidInput.of("settle_by", self.settle_by, rule)
        latest = now + config.longest_round
        if self.latest_end > latest:
            rule = f"must be {latest - 2 * window} or earlier: rounds of this series take {config.longest_round} s"
            raise InvalidInput.of("settle_by", self.settle_by, rule)

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
