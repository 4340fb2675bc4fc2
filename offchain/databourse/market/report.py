"""The result of an audit replay, in a form that can be kept, sent and compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from databourse.accounts.findings import Findings


@dataclass(frozen=True, slots=True)
class RoundCheck:
    """A settled round that was solved again: what was compared. Sums in base units.

    `refuted` is what could have been said against the outcome of a round whose outcomes are proposed, but was not; it
    is a difference too.
    """

    series: int
    round: int
    rule: str
    entries: int
    posts: int
    proposals: int
    debits: int
    credits: int
    debited: int
    credited: int
    fees: int
    independent: bool
    refuted: str | None
    agrees: bool


@dataclass(slots=True)
class Report(Findings):
    """Everything an audit replay of a Market did.

    Attributes:
        chain_id: of the chain that was read.
        market: its address.
        independent: whether the slow literal solvers ran too.
        rounds: settled rounds that were solved again, in order.
        unchecked: rounds that were settled or proposed under rules that are not known here, and what that says.
        aborted: rounds that timed out, as "series/round".
        open: rounds that are not over, likewise.
        false_proposals: rounds in which a proposal stands that is none of the rule's outcomes, and why.
    """

    chain_id: int
    market: str
    independent: bool
    rounds: list[RoundCheck] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    aborted: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    false_proposals: list[str] = field(default_factory=list)

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
                    "posts": one.posts,
                    "proposals": one.proposals,
                    "debits": one.debits,
                    "credits": one.credits,
                    "debited": str(one.debited),
                    "credited": str(one.credited),
                    "fees": str(one.fees),
                    "independent": one.independent,
                    "refuted": one.refuted,
                    "agrees": one.agrees,
                }
                for one in self.rounds
            ],
            "unchecked": self.unchecked,
            "aborted": self.aborted,
            "open": self.open,
            "falseProposals": self.false_proposals,
            **self.money_and_blocks(),
        }
