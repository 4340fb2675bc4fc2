"""The differential campaigns as a judge of mutants: what the true checker answers, asked in one process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

from databourse.errors import NoOutcome
from tests.differential.auction.books import VARIANTS, make_round
from tests.differential.auction.campaign import KINDS, make_wrong
from tests.differential.auction.forgery import Case
from tests.differential.evm import Checker, Claim
from tests.differential.learning import campaign as lessons
from tests.differential.learning.rounds import make_round as make_lesson
from tests.differential.sharing import campaign as sales
from tests.differential.sharing import matches
from tests.differential.sharing.matching import is_right
from tests.differential.sharing.rounds import make_round as make_sale

#: Books in all; each rule gets the ones that it is the rule of. Likewise rounds that sell data, share it, and learn.
BOOKS, SALES, MATCHES, LESSONS = 2_400, 480, 160, 240


@dataclass(frozen=True)
class Question:
    """A claim, and whether it is the outcome of the rule.

    Attributes:
        word: what the checker must commit to, if it is a true outcome that is proposed.
        proposed: it is proposed, rather than settled at once.
    """

    claim: Claim
    is_true: bool
    word: bytes | None = None
    proposed: bool = False

    def is_answered_rightly_by(self, checker: Checker) -> bool:
        """Accepted, with the right word, or refused with an error of the checker's own."""
        answer = checker.committed(self.claim) if self.proposed else checker.refusal(self.claim)
        if self.is_true:
            return answer == self.word
        return isinstance(answer, str) and not answer.startswith("[")


def _books(rule: str) -> Iterator[Question]:
    for number in range(BOOKS):
        if VARIANTS[number % len(VARIANTS)][0] != rule:
            continue
        case = Case.of(make_round(number))
        yield Question(case.truth.claim(case.one), True)
        for kind, maker in KINDS.items():
            forgery = make_wrong(case, kind, maker)
            if forgery is not None:
                yield Question(forgery.claim(case.one), False)


def _sales(rule: str) -> Iterator[Question]:
    """Rounds that are settled at once."""
    for number in range(SALES):
        one = make_sale(number)
        if one.rule.name != rule or sales.is_proposed(one):
            continue
        truth = sales.claim_of(one, one.entries)
        yield Question(truth, True)
        for kind, change in sales.KINDS.items():
            changed = change(Random(f"{kind} of sharing round {number}"), one, truth)
            yield Question(changed, changed == truth)


def _matches(_: str) -> Iterator[Question]:
    for number in range(MATCHES):
        script = matches.make_round(number)
        truth = matches.claim_of(script, script.solve())
        yield Question(truth, True)
        for changed in matches.forgeries(Random(number), script, truth):
            yield Question(changed, is_right(script, changed))


def _lessons(_: str) -> Iterator[Question]:
    """Of rounds from which nothing follows, that nothing moves."""
    for number in range(LESSONS):
        one = make_lesson(number)
        try:
            truth = lessons.claim_of(one, one.made.solve())
        except NoOutcome:
            truth = lessons.empty(one)
        changed = (change(Random(f"{kind} of {number}"), one, truth) for kind, change in lessons.KINDS.items())
        for claim in (truth, *changed):
            right, proposed = lessons.is_right(one, claim), one.made.params.proposed
            yield Question(claim, right, lessons.word_of(claim) if right and proposed else None, proposed)


_ASKED: dict[str, Callable[[str], Iterator[Question]]] = {
    **dict.fromkeys(("kth-price", "trade-reduction", "dantm"), _books),
    **dict.fromkeys(("sharing", "sharing-costs"), _sales),
    "ordered-match": _matches,
    "learning": _lessons,
}
#: Those that can be asked.
RULES = tuple(_ASKED)


@cache
def questions(rule: str) -> list[Question]:
    """True outcomes and wrong ones of every kind."""
    return list(_ASKED[rule](rule))


def notices(rule: str, bytecode: str) -> bool:
    """Whether the campaign finds anything wrong with this checker of the rule."""
    try:
        checker = Checker(rule, bytecode)
    except RuntimeError:  # it cannot even be deployed
        return True
    return any(not question.is_answered_rightly_by(checker) for question in questions(rule))
