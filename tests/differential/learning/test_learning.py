"""A small campaign, what keeps it honest, and the largest rounds."""

from __future__ import annotations

from typing import Any

import pytest

from databourse.errors import NoOutcome
from databourse.market.entries import MAX_LOCK
from databourse.market.learning import LEARNING
from databourse.market.learning.tables import TABLES
from databourse.market.learning.words import MOST_COUNT, pack_counts
from databourse.mechanisms.learning.table import Table
from tests.differential.evm import Checker
from tests.differential.learning.campaign import KINDS, Tally, checker, claim_of, refusal, run_rounds
from tests.differential.learning.report import LEAST_OBJECTIONS, SMALL_LESSONS, shortfalls
from tests.differential.learning.rounds import Lesson, make_round
from tests.market.learning.rounds import Learned, random_table
from tests.mechanisms.learning.golden import INSTANCES

SHARES = 2


@pytest.mark.parametrize("share", range(SHARES))
def test_the_checker_accepts_what_is_solved_and_nothing_else(share: int) -> None:
    numbers = range(share, SMALL_LESSONS, SHARES)
    tally = run_rounds(numbers)
    assert tally.findings == []
    assert tally.accepted.total() + tally.undecided == len(numbers)
    assert min(tally.accepted["settled"], tally.accepted["proposed"], tally.paying) > len(numbers) // 8
    assert all(tally.refused[kind] > len(numbers) // 3 for kind in KINDS)
    assert all(tally.objections[how] > 10 for how in LEAST_OBJECTIONS) and tally.proposed > 5
    expected = {"NoStatement", "WrongDebit", "WrongCredit", "TrailingDebits", "AllocMustBeEmpty", "WorthsNotTheWhole"}
    assert expected <= tally.causes.keys()


def test_rounds_hold_everything_that_can_happen() -> None:
    lessons = [make_round(number) for number in range(SMALL_LESSONS)]
    told: list[str] = []
    shares = []
    for one in lessons:
        try:
            shares.append(len(one.made.solve().detail.shares))
        except NoOutcome as error:
            told.append(error.message)
    assert 0 in shares and max(shares) > 12
    for wanted in ("no statement about it", "no statement counts", "is not its own closure"):
        assert any(wanted in one for one in told), wanted


@pytest.mark.parametrize(
    ("answer", "noticed"),
    [
        (None, ["a wrong outcome is accepted", "an objection meets None"]),
        ("WrongDebit", ["the true outcome is refused with WrongDebit"]),
        ("[revert with nothing]", ["the true outcome is refused with [revert", "refused without a cause"]),
    ],
)
def test_a_checker_that_always_answers_the_same_is_noticed(
    monkeypatch: pytest.MonkeyPatch, answer: str | None, noticed: list[str]
) -> None:
    monkeypatch.setattr(Checker, "refusal", lambda *_: answer)
    monkeypatch.setattr(Checker, "committed", lambda *_: answer or bytes(32))
    monkeypatch.setattr(Checker, "upheld", lambda *_: answer)
    findings = run_rounds(range(12)).findings
    for expected in noticed:
        assert sum(expected in finding for finding in findings) >= 4, expected


def test_a_checker_that_upholds_no_objection_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Checker, "upheld", lambda *_: "NothingWrong")
    findings = run_rounds(range(24)).findings
    assert len(findings) >= 4 and all("an objection meets NothingWrong" in finding for finding in findings)


def test_what_is_too_little_is_told() -> None:
    assert len(shortfalls(Tally())) == 3 + len(KINDS) + len(LEAST_OBJECTIONS)


@pytest.mark.parametrize("instance", INSTANCES)
def test_the_reference_markets_as_rounds(instance: dict[str, Any]) -> None:
    """Payments to the unit are those of the specification (`tests/market/learning`), and the checker agrees."""
    given = instance["input"]
    table = Table.of(given["parties"], given["correct"], given["validation_size"])
    made = Learned(table.parties, max_parties=12, budget=given["budget_per_unit"])
    made.say(table.closure())
    one = Lesson(0, made)
    assert refusal(one, claim_of(one, made.solve())) is None


@pytest.mark.parametrize("parties", [1, 3, 4, 8, 10, 11, 12])
def test_the_largest_numbers_of_a_settled_round(parties: int) -> None:
    """Counts of 15 bits, a budget of 88, the whole pot for one step of the last party."""
    for table in (random_table(parties, MOST_COUNT), _last_step(parties)):
        made = Learned(parties, max_parties=12, budget=MAX_LOCK)
        made.say(table)
        one = Lesson(0, made)
        assert refusal(one, claim_of(one, made.solve())) is None


@pytest.mark.parametrize("parties", [12, 13, 16, 20])
def test_the_largest_numbers_of_a_proposal(parties: int) -> None:
    for table in (random_table(parties, MOST_COUNT), _last_step(parties)):
        made = Learned(parties, max_parties=20, budget=MAX_LOCK)
        made.say(table)
        TABLES.add(pack_counts(table.correct))
        solution = made.solve()
        committed = checker().committed(claim_of(Lesson(0, made), solution))
        assert committed == LEARNING.commitment(made.entries, made.params.encode(), made.posts, solution.alloc)


def _last_step(parties: int) -> Table:
    """Only all together get anything right, and then everything."""
    counts = [0] * (1 << parties)
    counts[-1] = MOST_COUNT
    return Table.of(parties, counts, MOST_COUNT)
