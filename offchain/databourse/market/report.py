"""The result of an audit replay, in a form that can be kept, sent and compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the chain's record and its replay disagree.

    Attributes:
        place: exactly where, for people.
        expected: what the replay found.
        found: what the chain says.
        block: of the event concerned; None where no single event is.
        tx: its transaction, 0x-prefixed.
    """

    place: str
    expected: str
    found: str
    block: int | None = None
    tx: str | None = None

    def __str__(self) -> str:
        where = f" (block {self.block}, transaction {self.tx})" if self.block is not None else ""
        return f"{self.place}: the replay finds {self.expected}, the chain says {self.found}{where}"


@dataclass(frozen=True, slots=True)
class RoundCheck:
    """A settled round that was solved again: what was compared. Sums in base units."""

    series: int
    round: int
    rule: str
    entries: int
    debits: int
    credits: int
    debited: int
    credited: int
    fees: int
    independent: bool
    agrees: bool


@dataclass(slots=True)
class Report:
    """Everything an audit replay did.

    Attributes:
        chain_id: of the chain that was read.
        market: its address.
        independent: whether the slow literal solvers ran too.
        rounds: settled rounds that were solved again, in order.
        unchecked: settled rounds that could not be, and why.
        aborted: rounds that timed out, as "series/round".
        open: rounds that are open or wait to be settled, likewise.
        accounts: how many were recomputed.
        held: what they add up to; None when the log was not read from its beginning.
        blocks: hash of every block whose events were read, by number.
        differences: in the order found; none if the audit passes.
    """

    chain_id: int
    market: str
    independent: bool
    rounds: list[RoundCheck] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    aborted: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    accounts: int = 0
    held: int | None = None
    blocks: dict[int, str] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether no difference was found."""
        return not self.differences

    @property
    def first(self) -> Difference | None:
        """The first difference, in the order of rounds, then sums and accounts."""
        return self.differences[0] if self.differences else None

    def as_dict(self) -> dict[str, Any]:
        """For `--json`: money as decimal strings, because sums exceed what JSON readers keep exact."""
        return {
            "passed": self.passed,
            "chainId": self.chain_id,
            "market": self.market,
            "independent": self.independent,
            "rounds": [
                {
                    "series": one.series,
                    "round": one.round,
                    "rule": one.rule,
                    "entries": one.entries,
                    "debits": one.debits,
                    "credits": one.credits,
                    "debited": str(one.debited),
                    "credited": str(one.credited),
                    "fees": str(one.fees),
                    "independent": one.independent,
                    "agrees": one.agrees,
                }
                for one in self.rounds
            ],
            "unchecked": self.unchecked,
            "aborted": self.aborted,
            "open": self.open,
            "accounts": self.accounts,
            "held": None if self.held is None else str(self.held),
            "blocks": {str(number): digest for number, digest in sorted(self.blocks.items())},
            "differences": [
                {
                    "place": one.place,
                    "expected": one.expected,
                    "found": one.found,
                    "block": one.block,
                    "tx": one.tx,
                }
                for one in self.differences
            ],
        }
