"""Rounds whose entries are opened, and whose outcomes are proposed: statuses, money, statements, the audit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from databourse.accounts.ledger import Balance
from databourse.accounts.statement import Line
from databourse.events import PlainEvent
from databourse.market import why
from databourse.market.entries import pack_amounts
from databourse.market.mechanism import by_name
from databourse.market.posts import Post, posts_word
from databourse.market.replay import replay
from databourse.market.statement import statement
from databourse.market.terms import Status, context
from tests.market.scripted import CHAIN_ID, MARKET, WINDOW, Script, account, funded_script
from tests.market.test_replay import changed
from tests.market.test_statement import Times

pytestmark = pytest.mark.usefixtures("crown")

BOND = 50
PEOPLE = ("alice", "bob", "carol", "dave", "erin", "solver", "beneficiary")


@pytest.fixture
def script() -> Script:
    """A round in which alice sealed the greatest number, bob a smaller one, and carol never opens hers."""
    script = funded_script(fee=3)
    sealed_round(script)
    return script


def sealed_round(script: Script, rule: str = "crown") -> None:
    script.open(rule, bond=BOND)
    script.seal("alice", b"\x09", 20)
    script.seal("bob", b"\x05", 30)
    script.seal("carol", b"\xff", 40)
    script.reveal("bob")
    script.reveal("alice")


def lied(script: Script, who: str = "dave") -> None:
    """Proposes that bob won."""
    script.propose(who, alloc=b"\1")


def lied_in_vain(script: Script) -> None:
    lied(script)
    script.challenge("erin")


def proposed_and_left(script: Script) -> None:
    script.propose()
    script.abort()


def refuted_and_proposed_again(script: Script) -> None:
    script.challenge("bob")
    script.propose("carol")
    script.finalise()


def refuted_and_left(script: Script) -> None:
    script.challenge("carol")
    script.abort()
    sealed_round(script)
    script.propose("bob")


def balance(script: Script, name: str) -> Balance:
    return script.ledger.balance(1, account(name))


# statuses


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


# money


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


# statements


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


# the audit


def full_script() -> Script:
    """A round settled at once, one whose first proposal fell, one that was left, one that can be challenged."""
    script = funded_script(fee=3)
    sealed_round(script, "open-crown")
    script.settle()
    sealed_round(script)
    lied(script)
    script.challenge("erin")
    script.propose("erin")
    script.finalise()
    sealed_round(script)
    script.propose("dave")
    script.abort()
    sealed_round(script)
    script.propose("dave")
    return script


def words(script: Script) -> dict[tuple[int, int], bytes]:
    return {
        (1, one.number): posts_word(context(CHAIN_ID, MARKET, 1, one.number, one.terms_hash), one.posts)
        for one in script.history.series[1].rounds
    }


@pytest.mark.parametrize("independent", [False, True])
def test_an_honest_log_passes(independent: bool) -> None:
    script = full_script()
    report = replay(script.events, script.view(posts=words(script)), independent=independent)
    assert report.differences == []
    assert [(one.round, one.rule, one.posts, one.proposals, one.refuted) for one in report.rounds] == [
        (1, "open-crown", 2, 0, None),
        (2, "crown", 2, 2, None),
    ]
    assert [one.independent for one in report.rounds] == [independent, independent]
    assert (report.aborted, report.open, report.false_proposals) == (["1/3"], ["1/4"], [])


def places(script: Script, events: list[PlainEvent] | None = None, **view: Any) -> list[str]:
    report = replay(events or script.events, script.view(**view))
    return [one.place for one in report.differences]


def test_a_settled_outcome_that_could_have_been_refuted_is_found(script: Script) -> None:
    lied(script)
    assert replay(script.events, script.view()).false_proposals == ["1/1: Entry 0 sealed 9, more than 5."]
    script.finalise()
    report = replay(script.events, script.view())
    assert [str(one) for one in report.differences] == [
        "series 1 round 1: outcome: the replay finds that it can be refuted (Entry 0 sealed 9, more than 5), the chain "
        f"says that nobody did (block {len(script.events)}, transaction 0x{script.events[-1].tx.hex()})"
    ]
    assert not report.passed
    assert (report.rounds[0].agrees, report.rounds[0].refuted) == (False, "Entry 0 sealed 9, more than 5.")


def test_a_false_proposal_that_nobody_finalised_harms_nobody(script: Script) -> None:
    lied(script)
    script.abort()
    report = replay(script.events, script.view())
    assert (report.differences, report.false_proposals) == ([], [])


def test_a_right_proposal_that_fell_is_found(script: Script) -> None:
    script.propose("dave")
    script.challenge("erin")
    assert places(script) == ["series 1 round 1: proposal 1"]


MONEY = pack_amounts([(0, 1)])


@pytest.mark.parametrize(
    ("name", "number", "changes", "place"),
    [
        ("Revealed", 2, {"statement": b"\x08"}, "series 1 round 2: opening of entry 1"),
        ("Revealed", 2, {"salt": bytes(32)}, "series 1 round 2: opening of entry 1"),
        ("Revealed", 2, {"who": account("dave")}, "series 1 round 2: opening of entry 1"),
        ("Revealed", 2, {"index": 0}, "series 1 round 2: opening of entry 0"),
        ("Revealed", 2, {"index": 3}, "series 1 round 2: opening of entry 3"),
        ("Revealed", 2, {"statement": b"\x08"}, "series 1 round 2: log word over 2 openings"),
        ("Proposed", 1, {"bond": 49}, "series 1 round 2: proposal 2: bond"),
        ("Proposed", 1, {"debits": MONEY}, "series 1 round 2: proposal 2: debits"),
        ("Proposed", 1, {"credits": MONEY}, "series 1 round 2: proposal 2: credits"),
        ("Proposed", 1, {"commitment": bytes(32)}, "series 1 round 2: proposal 2: commitment"),
        ("Proposed", 1, {"alloc": b"\7"}, "series 1 round 2: proposal 2"),
        ("Proposed", 1, {"alloc": b"\1"}, "series 1 round 2: allocation that were proposed"),
        ("Proposed", 1, {"proposer": account("dave")}, "series 1 round 2: who has the fees"),
        ("Voided", 0, {"bond": 51}, "series 1 round 2: proposal 1: bond that was lost"),
        ("Settled", 1, {"settler": account("dave")}, "series 1 round 2: who has the fees"),
        ("Settled", 1, {"debits": MONEY}, "series 1 round 2: debit 0"),
        ("Settled", 1, {"alloc": b"\1"}, "series 1 round 2: outcome"),
        ("Settled", 0, {"credits": MONEY}, "series 1 round 1: credit 0"),
    ],
)
def test_alterations_are_found(name: str, number: int, changes: dict[str, Any], place: str) -> None:
    script = full_script()
    found = places(script, changed(script, name, number, **changes), posts=words(script))
    assert any(one.startswith(place) for one in found), found


@pytest.mark.parametrize("kind", ["Revealed", "Proposed", "Voided", "Settled"])
def test_a_missing_event_is_found(kind: str) -> None:
    script = full_script()
    at = next(index for index, event in enumerate(script.events) if event.name == kind)
    assert places(script, [*script.events[:at], *script.events[at + 1 :]], posts=words(script))


def test_what_is_opened_where_nothing_can_be_is_found(script: Script) -> None:
    other = funded_script()
    other.open("dantm")
    other.emit("Revealed", slot=other.slots[1], index=0, who=account("bob"), salt=bytes(32), statement=b"")
    assert places(other, posts={(1, 1): bytes(32)}) == ["series 1 round 1: opening of entry 0"]
    script.reveal("bob")
    assert places(script) == ["series 1 round 1: opening of entry 1"]


def test_a_proposal_under_a_rule_without_them_is_found() -> None:
    script = funded_script()
    sealed_round(script, "open-crown")
    empty = {"commitment": bytes(32), "debits": b"", "credits": b"", "alloc": b""}
    script.emit("Proposed", slot=script.slots[1], proposer=account("bob"), bond=0, until=script.now, **empty)
    assert places(script) == ["series 1 round 1: proposal 1"]


# explanations


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
    assert "the 2 entries that were opened" in told.proof[0]
    assert "all credits (90) are covered by all debits (90)" in told.proof[-1]


def test_a_post_is_the_event(script: Script) -> None:
    event = script.history.round(1).openings[0]
    assert script.history.round(1).posts[0] == Post(1, account("bob"), event.args["salt"], event.args["statement"])
