"""Checkers of coalition rounds against their solvers: what is right must be accepted, what is wrong refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from random import Random

from databourse.market.coalition.leakage import LeakageRule
from databourse.market.coalition.leakage.commitment import Commitment
from databourse.market.coalition.leakage.objecting import objections
from databourse.market.coalition.leakage.playing import Played
from tests.differential.coalition import objecting, tampering
from tests.differential.coalition.forgery import Case, Forgery
from tests.differential.coalition.rounds import Round, make_round
from tests.differential.evm import Checker

KINDS: dict[str, Callable[[Random, Case], Forgery | None]] = {
    "changed amounts": tampering.changed_amounts,
    "other people": tampering.other_people,
    "another outcome": tampering.other_outcome,
    "another allocation": tampering.other_allocation,
    "other hints": tampering.other_hints,
    "other posts": tampering.other_posts,
    "other entries": tampering.other_entries,
    "malformed lists": tampering.malformed_lists,
}

#: Tries of each kind in a round: not every one is wrong, and some of those the Market would refuse too.
_TRIES = 3
#: Rounds that a process takes at a time.
CHUNK = 50


@dataclass
class Tally:
    """What happened.

    Attributes:
        accepted: true outcomes that were accepted, by rule.
        paying: those that pay somebody.
        refused: wrong outcomes that were refused, by kind.
        respecting: those that respect locks, sums and lengths.
        harmless: changes that made no difference, such as another order of opening, and were accepted, by kind.
        objections: "upheld" and "overruled" ones, and "damaged" ones that were refused, as they had to be.
        standing: true partitions that every objection was tried against.
        fallen: false partitions that fell to the first objection that was found.
        causes: errors with which anything was refused.
        findings: whatever should not have happened.
    """

    accepted: Counter[str] = field(default_factory=Counter)
    paying: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    respecting: Counter[str] = field(default_factory=Counter)
    harmless: Counter[str] = field(default_factory=Counter)
    objections: Counter[str] = field(default_factory=Counter)
    standing: int = 0
    fallen: int = 0
    causes: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        for name in ("accepted", "paying", "refused", "respecting", "harmless", "objections", "causes"):
            getattr(self, name).update(getattr(other, name))
        self.standing += other.standing
        self.fallen += other.fallen
        self.findings += other.findings

    def refuse(self, one: Round, cause: str, what: str) -> None:
        """Notes why something was refused; without a cause of the checker's own it is a finding."""
        self.causes[cause] += 1
        if cause.startswith("["):
            self.findings.append(f"round {one.number}: refused without a cause ({what}): {cause}")


@cache
def checker(rule: str) -> Checker:
    return Checker(rule)


def run_round(number: int, tally: Tally) -> None:
    """Asks the checker about the true outcome of one round and about others; about objections where there are any."""
    one = make_round(number)
    case = Case.of(one)
    fast = one.rule.solve(one.entries, one.params, {}, posts=one.posts)
    if not isinstance(one.rule, LeakageRule) and Forgery.of(one.entries, one.posts, fast) != case.truth:
        tally.findings.append(f"round {number}: the fast and the literal solver differ")
    for found in {Forgery.of(one.entries, one.posts, solution) for solution in (fast, case.solution)}:
        refusal = _refusal(one, found)
        if refusal is None:
            tally.accepted[one.rule.name] += 1
            tally.paying[one.rule.name] += bool(found.credits)
        else:
            tally.findings.append(f"round {number}: the true outcome is refused with {refusal}")
    for kind, maker in KINDS.items():
        rng = Random(f"{kind} of coalition round {number}")
        for _ in range(_TRIES):
            forgery = maker(rng, case)
            if forgery is not None:
                _ask_about(case, kind, forgery, tally)
    if isinstance(one.rule, LeakageRule):
        rng = Random(f"objections of coalition round {number}")
        for played in objecting.partitions(rng, case):
            _object_to(rng, one, played, tally)


def _refusal(one: Round, forgery: Forgery) -> str | None:
    """Why the checker refuses a claim, if it does; of the leakage game, the word that it commits to must be right."""
    if not isinstance(one.rule, LeakageRule):
        return checker(one.rule.name).refusal(forgery.claim(one))
    answer = checker(one.rule.name).committed(forgery.claim(one))
    if isinstance(answer, str):
        return answer
    word = one.rule.commitment(forgery.entries, one.params, forgery.posts, forgery.alloc)
    return None if answer == word else f"[the word {answer.hex()} instead of {word.hex()}]"


def _ask_about(case: Case, kind: str, forgery: Forgery, tally: Tally) -> None:
    one, right = case.one, case.judge(forgery)
    if right is not False:
        refusal = _refusal(one, forgery)
        if refusal is None:
            tally.harmless[kind] += 1
        elif right:
            tally.findings.append(f"round {one.number}: a right outcome is refused with {refusal} ({kind}): {forgery}")
        else:
            tally.refuse(one, refusal, kind)
        return
    # a word for something that is none could not be compared: it is enough that there is one
    asked, claim = checker(one.rule.name), forgery.claim(one)
    answer = asked.committed(claim) if isinstance(one.rule, LeakageRule) else asked.refusal(claim)
    if not isinstance(answer, str):
        tally.findings.append(f"round {one.number}: a wrong outcome is accepted ({kind}): {forgery}")
        return
    tally.refused[kind] += 1
    tally.respecting[kind] += forgery.respects_the_market()
    tally.refuse(one, answer, kind)


def _object_to(rng: Random, one: Round, played: Played, tally: Tally) -> None:
    """Every objection is upheld iff it is right; those that are found are right; damaged ones are refused."""
    asked, word = checker(one.rule.name), Commitment(played).word
    tried, complete = objecting.attempts(rng, played)
    for each in tried:
        cause = asked.upheld(one.params, word, each.packed)
        if (cause is None) != each.right:
            tally.findings.append(f"round {one.number}: an objection meets {cause}: 0x{each.packed.hex()}")
        tally.objections["overruled" if cause else "upheld"] += 1
        if cause is not None:
            tally.refuse(one, cause, "objections")
    found = [each.packed for each in objections(played)]
    if len(found) != len(set(found)) or any(asked.upheld(one.params, word, packed) for packed in found):
        tally.findings.append(f"round {one.number}: objections that are not right are found")
    if (complete or not found) and bool(found) != any(each.right for each in tried):
        tally.findings.append(f"round {one.number}: {len(found)} objections are found to a partition that differs")
    tally.fallen += bool(found) and asked.upheld(one.params, word, found[0]) is None
    tally.standing += bool(tried) and not found
    for each in rng.sample(tried, min(3, len(tried))):
        cause = asked.upheld(one.params, word, objecting.damaged(rng, played, each.packed))
        if cause is None:
            tally.findings.append(f"round {one.number}: a damaged objection is upheld")
            continue
        tally.objections["damaged"] += 1
        tally.refuse(one, cause, "damaged objections")


def run_rounds(numbers: Iterable[int]) -> Tally:
    tally = Tally()
    for number in numbers:
        run_round(number, tally)
    return tally
