"""What a solver does on a chain, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from databourse.chain.calls import Receipt
from databourse.chain.records import RoundView, SeriesInfo
from databourse.chain.settling import Way
from databourse.market.outcomes import Settled


@dataclass(frozen=True)
class Settlement:
    """A step that was made towards the end of a round.

    Attributes:
        way: settled, proposed or finalised.
        rule: of the round.
        entries: how many it has.
        fees: base units, to whoever settled or proposed.
        surplus: base units, to the series' beneficiary.
        bond: base units that stand behind a proposal; 0 if it is none.
        receipt: of the transaction.
    """

    way: Way
    rule: str
    entries: int
    fees: int
    surplus: int
    bond: int
    receipt: Receipt


@dataclass(frozen=True)
class Refutation:
    """A false proposal that was voided: why it is false, and the bond that was won, in base units."""

    reason: str
    bond: int
    receipt: Receipt


class Settler(Protocol):
    """Acts for the solver; `databourse.services.settler` has the real one. All methods may raise `BourseError`."""

    @property
    def address(self) -> str:
        """Checksummed, of who acts."""
        ...

    def settle(self, info: SeriesInfo, view: RoundView, since: int) -> Settlement:
        """Reads the latest round of a series, from the block `since` on, solves it, and makes the step that is due.

        Never finalises an outcome that is false: that is refused.
        """
        ...

    def challenge(self, info: SeriesInfo, view: RoundView, since: int) -> Refutation | None:
        """Looks at the standing proposal of the latest round, and voids it if it is false; None if it is right."""
        ...

    def settled(self, series: int, number: int) -> Settled | None:
        """What a round was settled with; None if it was not."""
        ...

    def free(self, series: Sequence[int]) -> Mapping[int, int]:
        """Base units that who acts has free, by series."""
        ...

    def withdraw(self, series: int, amount: int) -> Receipt:
        """Takes base units out of a series into the wallet."""
        ...

    def ether(self) -> int:
        """Wei that are left for gas."""
        ...
