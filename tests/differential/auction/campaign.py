"""Checkers against solvers: true outcomes must be accepted, wrong ones refused, book after book."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from random import Random

from databourse.market.entries import pack_amounts
from tests.differential.auction import misreading, tampering
from tests.differential.auction.books import VARIANTS, Round, make_round
from tests.differential.auction.forgery import Case, Forgery
from tests.differential.evm import Checker

Maker = Callable[[Random, Case], Forgery | None]


def duplicated_indices(rng: Random, case: Case) -> Forgery | None:
    """In the lists of amounts, or in the hints with the outcome that they would lead to."""
    return rng.choice([tampering.duplicated_amounts, misreading.duplicated_hints])(rng, case)


KINDS: dict[str, Maker] = {
    "changed amounts": tampering.changed_amounts,
    "swapped winners": tampering.swapped_winners,
    "omitted trades": tampering.omitted_trades,
    "another threshold": misreading.another_threshold,
    "duplicated indices": duplicated_indices,
    "an entry left out or added": misreading.other_entries,
    "hints that change the outcome": misreading.misleading_hints,
    "malformed lists": tampering.malformed_lists,
}

#: Not every try gives a wrong outcome, and some that do break a lock or a sum, which the Market would catch too.
_TRIES = 8
#: Books that a process takes at a time.
CHUNK = 100


@dataclass
class Tally:
    """What happened.

    Attributes:
        accepted: true outcomes that were accepted, by variant of the rule.
        trading: those with at least one trade.
        refused: wrong outcomes that were refused, by kind.
        respecting: those that respect locks, sums and lengths.
        causes: errors with which they were refused.
        findings: whatever should not have happened.
    """

    accepted: Counter[str] = field(default_factory=Counter)
    trading: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    respecting: Counter[str] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        for name in ("accepted", "trading", "refused", "respecting", "causes"):
            getattr(self, name).update(getattr(other, name))
        self.findings += other.findings


@cache
def checker(rule: str) -> Checker:
    return Checker(rule)


def variant_of(one: Round) -> str:
    name, quality_filter = VARIANTS[one.number % len(VARIANTS)]
    return f"{name} with filter" if quality_filter else name


def run_book(number: int, tally: Tally) -> None:
    """Asks the checker about the true outcome of one book and about a wrong one of each kind."""
    one = make_round(number)
    case = Case.of(one)
    truth = case.truth
    fast = one.rule.solve(one.entries, one.params, {})
    if (pack_amounts(fast.debits), pack_amounts(fast.credits), fast.hints) != (
        truth.debits,
        truth.credits,
        truth.hints,
    ):
        tally.findings.append(f"book {number}: the fast and the literal solver differ")
    refusal = checker(one.rule.name).refusal(truth.claim(one))
    if refusal is None:
        tally.accepted[variant_of(one)] += 1
        tally.trading[variant_of(one)] += bool(case.trades)
    else:
        tally.findings.append(f"book {number}: the true outcome is refused with {refusal}")
    for kind, maker in KINDS.items():
        forgery = make_wrong(case, kind, maker)
        if forgery is not None:
            _ask_about(case, kind, forgery, tally)


def make_wrong(case: Case, kind: str, maker: Maker) -> Forgery | None:
    """A wrong outcome of this kind, rather one that respects locks, sums and lengths; None if the book allows none."""
    rng = Random(f"{kind} of book {case.one.number}")
    fallback = None
    for _ in range(_TRIES):
        forgery = maker(rng, case)
        if forgery is None or not case.is_wrong(forgery):
            continue
        if forgery.respects_the_market():
            return forgery
        fallback = forgery
        if rng.random() < 0.3:
            break
    return fallback


def _ask_about(case: Case, kind: str, forgery: Forgery, tally: Tally) -> None:
    refusal = checker(case.one.rule.name).refusal(forgery.claim(case.one))
    if refusal is None:
        tally.findings.append(f"book {case.one.number}: a wrong outcome is accepted ({kind}): {forgery}")
        return
    tally.refused[kind] += 1
    tally.respecting[kind] += forgery.respects_the_market()
    tally.causes[refusal] += 1
    if refusal.startswith("["):
        tally.findings.append(f"book {case.one.number}: refused without a cause ({kind}): {refusal}")


def run_books(numbers: Iterable[int]) -> Tally:
    tally = Tally()
    for number in numbers:
        run_book(number, tally)
    return tally
