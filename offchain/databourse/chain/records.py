"""What the contracts' views tell, one class a struct; terms and configurations are those of the market package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from databourse.market.series_config import SeriesConfig
from databourse.market.terms import Status
from databourse.printable import printable


@dataclass(frozen=True)
class SeriesInfo:
    """A series: its number, and what was fixed when it was created."""

    number: int
    config: SeriesConfig

    @property
    def name(self) -> str:
        """The name for showing."""
        return printable(self.config.name)


@dataclass(frozen=True)
class RoundView:
    """The latest round of a series as it is now; `round` is 0 when there never was one."""

    series: int
    round: int
    status: Status
    close_at: int
    reveal_by: int
    settle_by: int
    challenge_until: int
    proposer: str
    count: int
    max_entries: int
    max_per_account: int
    terms_hash: bytes
    log: bytes
    posts: bytes

    @classmethod
    def of(cls, series: int, view: Mapping[str, Any]) -> RoundView:
        """From the contract's RoundView."""
        return cls(
            series=series,
            round=view["round"],
            status=Status(view["status"]),
            close_at=view["closeAt"],
            reveal_by=view["revealBy"],
            settle_by=view["settleBy"],
            challenge_until=view["challengeUntil"],
            proposer=view["proposer"],
            count=view["count"],
            max_entries=view["maxEntries"],
            max_per_account=view["maxPerAccount"],
            terms_hash=view["termsHash"],
            log=view["log"],
            posts=view["posts"],
        )


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
