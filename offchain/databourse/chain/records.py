"""What the contracts tell, as Python has it: one class for each struct of the interfaces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from eth_abi.abi import encode
from eth_utils.crypto import keccak


class Status(IntEnum):
    """Where a round is in its life; it follows from the time alone, apart from `SETTLED`."""

    NEVER = 0
    OPEN = 1
    SETTLEABLE = 2
    SETTLED = 3
    ABORTED = 4


@dataclass(frozen=True)
class SeriesInfo:
    """A series, as fixed when it was created. Amounts in base units, times in seconds; the zero address means nobody.

    Attributes:
        raw_name: the name as the chain has it, 32 bytes; see `name`.
        checkers: addresses of the rules that rounds may use.
        gated_tags: bit t is set when entries whose data starts with byte t must pass the gate.
    """

    number: int
    raw_name: bytes
    operator: str
    beneficiary: str
    solver: str
    arbiter: str
    gate: str
    gated_tags: int
    longest_round: int
    solver_seconds: int
    fee: int
    checkers: tuple[str, ...]

    @classmethod
    def of(cls, number: int, config: Mapping[str, Any]) -> SeriesInfo:
        """From the contract's SeriesConfig."""
        return cls(
            number=number,
            raw_name=config["name"],
            operator=config["operator"],
            beneficiary=config["beneficiary"],
            solver=config["solver"],
            arbiter=config["arbiter"],
            gate=config["gate"],
            gated_tags=config["gatedTags"],
            longest_round=config["longestRound"],
            solver_seconds=config["solverSeconds"],
            fee=config["fee"],
            checkers=tuple(config["checkers"]),
        )

    @property
    def name(self) -> str:
        """The name for people. What cannot be printed becomes a question mark: a name must not steer a terminal."""
        text = self.raw_name.rstrip(b"\0").decode(errors="replace")
        return "".join(letter if letter.isprintable() else "?" for letter in text)

    def as_tuple(self) -> tuple[str, str, str, str, str, int, int, int, int, bytes, tuple[str, ...]]:
        """The SeriesConfig as the contract's functions take it."""
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
            self.raw_name,
            self.checkers,
        )


@dataclass(frozen=True)
class RoundView:
    """The latest round of a series as it is now; `round` is 0 when there never was one."""

    series: int
    round: int
    status: Status
    close_at: int
    settle_by: int
    count: int
    max_entries: int
    max_per_account: int
    terms_hash: bytes
    log: bytes

    @classmethod
    def of(cls, series: int, view: Mapping[str, Any]) -> RoundView:
        """From the contract's RoundView."""
        return cls(
            series=series,
            round=view["round"],
            status=Status(view["status"]),
            close_at=view["closeAt"],
            settle_by=view["settleBy"],
            count=view["count"],
            max_entries=view["maxEntries"],
            max_per_account=view["maxPerAccount"],
            terms_hash=view["termsHash"],
            log=view["log"],
        )


@dataclass(frozen=True)
class Terms:
    """The rules of one round. Entries and signed orders name them by their `terms_hash`."""

    series: int
    checker: str
    close_at: int
    reveal_by: int
    settle_by: int
    challenge_window: int
    params: bytes

    @classmethod
    def of(cls, terms: Mapping[str, Any]) -> Terms:
        """From the contract's Terms."""
        return cls(
            series=terms["series"],
            checker=terms["checker"],
            close_at=terms["closeAt"],
            reveal_by=terms["revealBy"],
            settle_by=terms["settleBy"],
            challenge_window=terms["challengeWindow"],
            params=terms["params"],
        )

    def as_tuple(self) -> tuple[int, str, int, int, int, int, bytes]:
        """As the contract's functions take them."""
        return (
            self.series,
            self.checker,
            self.close_at,
            self.reveal_by,
            self.settle_by,
            self.challenge_window,
            self.params,
        )


def terms_hash(series: SeriesInfo, terms: Terms) -> bytes:
    """What binds an entry to the rules of its round and to its series' configuration, as IMarket defines it."""
    config = encode([_CONFIG], [series.as_tuple()])
    return keccak(encode(["bytes32", _TERMS], [keccak(config), terms.as_tuple()]))


_CONFIG = "(address,address,address,address,address,uint8,uint32,uint32,uint88,bytes32,address[])"
_TERMS = "(uint64,address,uint40,uint40,uint40,uint32,bytes)"


@dataclass(frozen=True)
class Account:
    """What somebody has in a series, in base units, and what would be released if the account acted now."""

    free: int
    locked: int
    round: int
    nonce: int
    entries: int


@dataclass(frozen=True)
class Dataset:
    """A registered dataset. `attested` is the grade that an attester confirmed, None without one."""

    number: int
    owner: str
    units: int
    declared: int
    attested: int | None
    kind: int

    @property
    def quality(self) -> int:
        """The best quality that an ask may claim where declared grades count."""
        return self.declared if self.attested is None else self.attested

    @classmethod
    def of(cls, number: int, dataset: Mapping[str, Any]) -> Dataset:
        """From the contract's Dataset, which stores the attested grade plus one."""
        attested = dataset["attested"]
        return cls(
            number=number,
            owner=dataset["owner"],
            units=dataset["units"],
            declared=dataset["declared"],
            attested=attested - 1 if attested else None,
            kind=dataset["kind"],
        )


@dataclass(frozen=True)
class Policy:
    """What the registry asks of a series' entries; `set` tells whether the operator has said so yet."""

    set: bool
    kind: int
    attested_only: bool
    members_only: bool

    @classmethod
    def of(cls, policy: Mapping[str, Any]) -> Policy:
        """From the contract's Policy."""
        return cls(policy["set"], policy["kind"], policy["attestedOnly"], policy["membersOnly"])
