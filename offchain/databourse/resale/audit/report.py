"""The result of replaying resale chains, in a form that can be kept, sent and compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from databourse.accounts.findings import Findings


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """A chain that was replayed. Sums in base units.

    Attributes:
        chain: its number.
        matrix: its columns, in words.
        trades: how many there were.
        depth: of the deepest of them.
        paid: by all buyers.
        upstream: of that, to sellers other than the direct ones.
        unclaimed: of that, in no account yet.
        agrees: whether no difference concerns it.
    """

    chain: int
    matrix: str
    trades: int
    depth: int
    paid: int
    upstream: int
    unclaimed: int
    agrees: bool

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "chain": self.chain,
            "matrix": self.matrix,
            "trades": self.trades,
            "depth": self.depth,
            "paid": str(self.paid),
            "upstream": str(self.upstream),
            "unclaimed": str(self.unclaimed),
            "agrees": self.agrees,
        }


@dataclass(slots=True)
class Report(Findings):
    """Everything a replay of resale chains did.

    Attributes:
        contract: its address.
        independent: whether every split was computed a second time, literally.
        chains: that were replayed, in order.
        unclaimed: base units that were paid for upstream sellers and are in no account yet.
    """

    contract: str
    independent: bool
    chains: list[ChainCheck] = field(default_factory=list)
    unclaimed: int = 0

    def as_dict(self) -> dict[str, Any]:
        """For `--json`: money as decimal strings, because sums exceed what JSON readers keep exact."""
        return {
            "passed": self.passed,
            "contract": self.contract,
            "independent": self.independent,
            "chains": [one.as_dict() for one in self.chains],
            "unclaimed": str(self.unclaimed),
            **self.money_and_blocks(),
        }
