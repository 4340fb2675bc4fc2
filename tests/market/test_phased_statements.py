"""Statements of accounts with bonds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from databourse.accounts.statement import Line
from databourse.market.statement import statement
from tests.market.phased import lied, refuted_and_left, refuted_and_proposed_again, sealed_script
from tests.market.scripted import WINDOW, Script, account
from tests.market.test_statement import Times

pytestmark = pytest.mark.usefixtures("crown")

PEOPLE = ("alice", "bob", "carol", "dave", "erin", "solver", "beneficiary")


@pytest.fixture
def script() -> Script:
    """See `sealed_script`."""
    return sealed_script()


def written(times: Times, name: str) -> list[Line]:
    script = times.script
    return statement(script.ledger, script.history, account(name), times, script.now)


@pytest.fixture
def times(script: Script) -> Times:
    return Times(script)


def short(lines: list[Line]) -> list[tuple[str, int, int, int, int]]:
    return [(one.reason, one.free, one.locked, one.free_after, one.locked_after) for one in lines]


def test_the_statement_of_who_proposed(script: Script, times: Times) -> None:
    script.propose("dave")
    script.finalise()
    assert short(written(times, "dave"))[1:] == [
        ("bond", -50, 50, 950, 50),
        ("fees", 9, 0, 959, 50),
        ("release", 50, -50, 1_009, 0),
    ]


def test_the_statement_of_who_lost_and_who_won(script: Script, times: Times) -> None:
    lied(script)
    script.challenge("erin")
    assert short(written(times, "dave"))[1:] == [("bond", -50, 50, 950, 50), ("bond lost", 0, -50, 950, 0)]
    assert short(written(times, "erin"))[1:] == [("bond won", 50, 0, 1_050, 0)]


def test_a_proposal_that_falls_after_the_deadline_ends_the_round(script: Script, times: Times) -> None:
    script.now = script.terms[1].settle_by - 1
    lied(script, "bob")
    script.now += WINDOW - 1
    script.challenge("erin")
    lines = written(times, "bob")
    assert [one.reason for one in lines] == ["deposit", "entry", "bond", "bond lost", "release"]
    assert (lines[-1].time, lines[-1].free_after, lines[-1].locked_after) == (script.now, 950, 0)


def test_a_proposal_that_falls_early_does_not_move_the_end(script: Script, times: Times) -> None:
    lied(script, "bob")
    script.challenge("erin")
    script.abort()
    assert written(times, "bob")[-1].time == script.terms[1].settle_by


@pytest.mark.parametrize(
    "play",
    [
        lambda script: script.finalise(),
        lambda script: script.abort(),
        lambda script: script.challenge("erin"),
        refuted_and_proposed_again,
        refuted_and_left,
    ],
)
def test_every_statement_ends_with_what_the_ledger_says(
    script: Script, times: Times, play: Callable[[Script], object]
) -> None:
    lied(script, "alice")
    play(script)
    ledger = script.ledger
    for name in PEOPLE:
        lines = written(times, name)
        found = ledger.balance(1, account(name))
        assert (found.free, found.locked) == ((lines[-1].free_after, lines[-1].locked_after) if lines else (0, 0)), name
        assert min((min(one.free_after, one.locked_after) for one in lines), default=0) >= 0
    assert ledger.total() == ledger.held
