"""The differential campaign as a judge of mutants: what the true checker answers, asked in one process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tests.differential.auction.books import VARIANTS, make_round
from tests.differential.auction.campaign import KINDS, make_wrong
from tests.differential.auction.forgery import Case
from tests.differential.evm import Checker, Claim

#: Books in all; each rule gets the ones that it is the rule of.
BOOKS = 2_400


@dataclass(frozen=True)
class Question:
    """A claim, and whether it is the outcome of the rule."""

    claim: Claim
    is_true: bool

    def answered_rightly(self, refusal: str | None) -> bool:
        """Accepted, or refused with an error of the checker's own."""
        return refusal is None if self.is_true else refusal is not None and not refusal.startswith("[")


@cache
def questions(rule: str) -> list[Question]:
    """True outcomes and wrong ones of every kind."""
    found = []
    for number in range(BOOKS):
        if VARIANTS[number % len(VARIANTS)][0] != rule:
            continue
        case = Case.of(make_round(number))
        found.append(Question(case.truth.claim(case.one), True))
        for kind, maker in KINDS.items():
            forgery = make_wrong(case, kind, maker)
            if forgery is not None:
                found.append(Question(forgery.claim(case.one), False))
    return found


def notices(rule: str, bytecode: str) -> bool:
    """Whether the campaign finds anything wrong with this checker of the rule."""
    try:
        checker = Checker(rule, bytecode)
    except RuntimeError:  # it cannot even be deployed
        return True
    return any(not question.answered_rightly(checker.refusal(question.claim)) for question in questions(rule))
