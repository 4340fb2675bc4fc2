"""The checker of ordered matches against the solver for any preferences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from random import Random

from databourse.market.entries import unpack_entries
from tests.differential.evm import Checker, Claim
from tests.differential.sharing.matches import claim_of, forgeries, make_round
from tests.market.sharing.match.rounds import Sharing

#: Rounds that a process takes at a time.
CHUNK = 50


@dataclass
class Tally:
    """What happened.

    Attributes:
        accepted: true matches that were accepted.
        sharing: those in which anybody shares.
        refused: wrong ones that were refused, by the error.
        harmless: changes that made no difference, such as another bit of what does not count, and were accepted.
        findings: whatever should not have happened.
    """

    accepted: int = 0
    sharing: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    harmless: int = 0
    findings: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.accepted += other.accepted
        self.sharing += other.sharing
        self.refused.update(other.refused)
        self.harmless += other.harmless
        self.findings += other.findings


@cache
def checker() -> Checker:
    return Checker("ordered-match")


def is_right(script: Sharing, claim: Claim) -> bool:
    """Whether the rule has this outcome, by the solver for any preferences."""
    shown = Sharing([0])
    shown.params, shown.entries = script.params, list(unpack_entries(claim.entries, claim.payloads))
    return claim == claim_of(shown, shown.solve(independent=True))


def run_matches(numbers: Iterable[int]) -> Tally:
    """Asks the checker about each round's true match and about changed ones."""
    tally = Tally()
    for number in numbers:
        script = make_round(number)
        truth = claim_of(script, script.solve())
        if not is_right(script, truth):
            tally.findings.append(f"match {number}: the fast and the literal solver differ")
        cause = checker().refusal(truth)
        if cause is None:
            tally.accepted += 1
            tally.sharing += bool(truth.alloc)
        else:
            tally.findings.append(f"match {number}: the true match is refused with {cause}")
        for claim in forgeries(Random(number), script, truth):
            _ask_about(number, script, claim, tally)
    return tally


def _ask_about(number: int, script: Sharing, claim: Claim, tally: Tally) -> None:
    right, cause = is_right(script, claim), checker().refusal(claim)
    if right and cause is None:
        tally.harmless += 1
    elif right:
        tally.findings.append(f"match {number}: what makes no difference is refused with {cause}: {claim}")
    elif cause is None:
        tally.findings.append(f"match {number}: a wrong match is accepted: {claim}")
    else:
        tally.refused[cause] += 1
        if cause.startswith("["):
            tally.findings.append(f"match {number}: refused without a cause: {cause}")
