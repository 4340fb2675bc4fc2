"""Rounds whose entries are opened, and whose outcomes are proposed: statuses, money, explanations."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from databourse.accounts.ledger import Balance
from databourse.market import why
from databourse.market.mechanism import by_name
from databourse.market.posts import Post
from databourse.market.terms import Status
from tests.market.phased import BOND, lied, lied_in_vain, proposed_and_left, sealed_round, sealed_script
from tests.market.scripted import WINDOW, Script, account

pytestmark = pytest.mark.usefixtures("crown")


@pytest.fixture
def script() -> Script:
    """See `sealed_script`."""
    return sealed_script()


def test_posts_come_in_the_order_of_opening(script: Script) -> None:
    one = script.history.round(1)
    assert [(post.index, post.who, post.statement) for post in one.posts] == [
        (1, account("bob"), b"\x05"),
        (0, account("alice"), b"\x09"),
    ]
    assert all(post.opens(one.entries[post.index], one.terms_hash) for post in one.posts)
    assert [event.name for event in one.openings] == ["Revealed"] * 2


def statuses(script: Script, *times: int) -> list[Status]:
    one = script.history.round(1)
    return [one.status(now) for now in times]


def test_the_time_for_opening_is_a_status(script: Script) -> None:
    terms = script.terms[1]
    found = statuses(script, terms.close_at - 1, terms.close_at, terms.reveal_by - 1, terms.reveal_by, terms.settle_by)
    assert found == [Status.OPEN, Status.REVEALING, Status.REVEALING, Status.SETTLEABLE, Status.ABORTED]


def test_a_proposal_postpones_the_end(script: Script) -> None:
    terms = script.terms[1]
    script.now = terms.settle_by - 1
    script.propose()
    until, end = script.now + WINDOW, terms.settle_by + 2 * WINDOW
    found = statuses(script, until - 1, until, end - 1, end)
    assert found == [Status.PROPOSED, Status.FINALISABLE, Status.FINALISABLE, Status.ABORTED]
    assert script.history.round(1).settle_by == end


def test_a_proposal_that_falls_gives_the_old_end_back(script: Script) -> None:
    terms = script.terms[1]
    lied(script)
    script.challenge("erin")
    one = script.history.round(1)
    assert (one.standing, one.alloc, one.settle_by) == (None, None, terms.settle_by)
    assert statuses(script, script.now, terms.settle_by) == [Status.SETTLEABLE, Status.ABORTED]
    script.propose("erin")
    one = script.history.round(1)
    assert one.standing is one.proposals[1]
    assert statuses(script, script.now) == [Status.PROPOSED]
    script.finalise()
    assert statuses(script, script.now) == [Status.SETTLED]


def test_events_out_of_their_order_are_misplaced(script: Script) -> None:
    script.propose()
    script.propose("dave")
    script.challenge("erin")
    script.emit("Voided", slot=script.slots[1], challenger=account("erin"), bond=BOND, objection=b"")
    script.settle()
    lied(script)
    assert [event.name for event in script.history.misplaced] == ["Proposed", "Voided", "Proposed"]


def balance(script: Script, name: str) -> Balance:
    return script.ledger.balance(1, account(name))


def test_the_bond_is_locked_and_comes_back(script: Script) -> None:
    script.deposit("solver", 100)
    script.propose()
    assert balance(script, "solver") == Balance(50, 50)
    script.finalise()
    assert balance(script, "solver") == Balance(100 + 9, 0)
    assert balance(script, "alice") == Balance(1_000 - 3 - 20 + 90, 0)
    assert balance(script, "carol") == Balance(1_000 - 3 - 40, 0)
    assert script.ledger.total() == script.ledger.held


def test_a_bond_that_is_lost_is_won_by_the_challenger(script: Script) -> None:
    lied(script, "bob")  # who has an entry as well
    assert balance(script, "bob") == Balance(1_000 - 33 - 50, 83)
    script.challenge("erin")
    assert balance(script, "bob") == Balance(1_000 - 33 - 50, 33)
    assert balance(script, "erin") == Balance(1_050, 0)
    assert [posting.reason for posting in script.ledger.history_of(account("bob"))] == [
        "deposit",
        "entry",
        "bond",
        "bond lost",
    ]
    script.abort()
    assert balance(script, "bob") == Balance(950, 0)
    assert script.ledger.total() == script.ledger.held


def test_the_bond_of_a_proposal_that_nobody_finalised_comes_back(script: Script) -> None:
    script.propose("dave")
    script.abort()
    assert balance(script, "dave") == Balance(1_000, 0)
    script.withdraw("dave", 1_000)
    assert not script.ledger.overdrawn


def test_a_bond_is_released_before_the_next_round(script: Script) -> None:
    script.propose("dave")
    script.finalise()
    sealed_round(script)
    script.propose("dave")
    assert balance(script, "dave") == Balance(1_000 + 9 - 50, 50)


@pytest.mark.parametrize(
    ("play", "begins", "winner"),
    [
        (lambda script: script.history, "Sealed entries are still being opened", 0),
        (lambda script: script.close(), "The round is closed but not settled yet", 0),
        (lied, "This is the outcome that was proposed; until", 1),
        (lied_in_vain, "What was proposed so far was refuted", 0),
        (proposed_and_left, "Nobody settled the round in time", 0),
    ],
)
def test_explanations_say_what_stands(
    script: Script, play: Callable[[Script], object], begins: str, winner: int
) -> None:
    play(script)
    one = script.history.round(1)
    told = why.explain(one, 0, by_name("crown"), {}, context=bytes(32), now=script.now)
    sentence = f"Entry {winner} is thought to have sealed the greatest number."
    assert told.sentences[-1] == sentence
    assert told.sentences[0].startswith(begins)
    assert "the entries that were opened, 2." in told.proof[0]
    assert "all credits (90) are covered by all debits (90)" in told.proof[-1]


def test_a_post_is_the_event(script: Script) -> None:
    event = script.history.round(1).openings[0]
    assert script.history.round(1).posts[0] == Post(1, account("bob"), event.args["salt"], event.args["statement"])
