"""Rounds in which statements are posted: what is recorded of them, and what the audit makes of it."""

from __future__ import annotations

from typing import Any

import pytest

from databourse.errors import InvalidInput, NoOutcome
from databourse.events import PlainEvent
from databourse.market import standing, why
from databourse.market.history import History
from databourse.market.mechanism import by_checker
from databourse.market.phases import Phases
from databourse.market.posts import POSTED, Post, pack_posts, posts_word
from databourse.market.replay import replay
from databourse.market.rounds import Round
from databourse.market.solving import outcome_of
from databourse.market.terms import Status, context
from tests.market.scripted import CHAIN_ID, CHECKERS, MARKET, Script, account, funded_script
from tests.market.test_replay import changed

pytestmark = pytest.mark.usefixtures("crown")


@pytest.fixture
def script() -> Script:
    """A closed round in which alice and bob have entries, and nothing was posted yet."""
    script = funded_script(fee=3)
    script.open("herald")
    script.enter("alice", bytes(32), 20)
    script.enter("bob", bytes(32), 30)
    return script


def about(script: Script) -> bytes:
    """The context of the current round."""
    one = script.history.round(1)
    return context(CHAIN_ID, MARKET, 1, one.number, one.terms_hash)


def named(script: Script, entry: int, by: str = "operator") -> None:
    script.post(by, about(script) + bytes([entry]))


def word(script: Script) -> dict[tuple[int, int], bytes]:
    return {(1, 1): posts_word(about(script), script.history.round(1).posts)}


def outcome(one: Round) -> tuple[tuple[int, int], ...]:
    return outcome_of(one, by_checker(CHECKERS, one.terms.checker), {}).credits


def test_statements_are_recorded_with_the_context_of_their_round(script: Script) -> None:
    """Two of them, in order; the second names the winner."""
    named(script, 0)
    named(script, 1, "solver")
    one = script.history.round(1)
    assert one.posts == [
        Post(POSTED, account("operator"), b"", about(script) + b"\0", about(script)),
        Post(POSTED, account("solver"), b"", about(script) + b"\1", about(script)),
    ]
    assert all(post.is_posted for post in one.posts)
    assert [event.name for event in one.openings] == ["Posted"] * 2
    assert pack_posts(one.posts[:1]) == b"\xff\xff\xff\xff\0\x21" + about(script) + b"\0"
    assert outcome(one) == ((1, 50),)


def test_without_its_place_a_history_knows_no_context(script: Script) -> None:
    named(script, 0)
    one = History(script.events).round(1)
    assert one.posts[0].context == b""
    with pytest.raises(NoOutcome):
        outcome(one)


def test_what_is_posted_in_a_round_with_an_outcome_is_misplaced(script: Script) -> None:
    named(script, 0)
    script.settle()
    named(script, 1)
    assert [event.name for event in script.history.misplaced] == ["Posted"]
    assert outcome(script.history.round(1)) == ((0, 50),)


def test_statuses_in_a_word(script: Script) -> None:
    """What the Market calls revealing is posting here, and only here."""
    one, terms = script.history.round(1), script.terms[1]
    assert standing.takes_posts(terms, CHECKERS)
    assert [standing.word(one, now, CHECKERS) for now in (terms.close_at - 1, terms.close_at, terms.reveal_by)] == [
        "open",
        "posting",
        "settleable",
    ]
    assert standing.word(one, terms.close_at, {}) == "revealing"
    script.abort()
    script.open("crown")
    one = script.history.round(1)
    assert standing.word(one, one.terms.close_at, CHECKERS) == Status.REVEALING.label == "revealing"


def test_a_second_phase_has_a_name_and_a_shortest_length(script: Script) -> None:
    assert [Phases(posts=True).second, Phases(reveals=True).second, Phases(bond=3).second] == [
        "posting",
        "opening",
        None,
    ]
    terms, config = script.terms[1], script.history.series[1].config
    terms.require(Phases(posts=True), config, terms.close_at - 1)
    with pytest.raises(InvalidInput, match="nothing is sealed or posted"):
        terms.require(Phases(), config, terms.close_at - 1)
    script.terms[1] = terms.of((*terms.struct()[:3], terms.close_at + 59, *terms.struct()[4:]))
    with pytest.raises(InvalidInput, match="60 s or more after the close, 1600: statements are posted"):
        script.terms[1].require(Phases(posts=True), config, terms.close_at - 1)


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("open", "still open"),
        ("posting", "Statements can still be posted"),
        ("settleable", "not settled yet"),
        ("settled", "Somebody was named"),
    ],
)
def test_why_says_where_the_round_stands(script: Script, moment: str, told: str) -> None:
    terms = script.terms[1]
    named(script, 1)
    now = {"open": terms.close_at - 1, "posting": terms.close_at, "settleable": terms.reveal_by}.get(moment)
    if now is None:
        script.settle()
    one = script.history.round(1)
    rule = by_checker(CHECKERS, terms.checker)
    found = why.explain(one, 0, rule, {}, context=about(script), now=script.now if now is None else now)
    assert told in found.sentences[0]
    assert "the statements that were posted, 1." in found.proof[0]


def test_why_explains_entries_of_rounds_that_have_no_outcome(script: Script) -> None:
    rule = by_checker(CHECKERS, script.terms[1].checker)
    found = why.explain(script.history.round(1), 0, rule, {}, context=about(script), now=script.now)
    assert found.sentences == ("Nobody was named.",)
    assert found.proof[1:] == ("The name.",)


def places(script: Script, events: list[PlainEvent] | None = None, **view: Any) -> list[str]:
    return [one.place for one in replay(events or script.events, script.view(**view)).differences]


def settled(script: Script) -> Script:
    named(script, 0, "solver")
    named(script, 1)
    script.settle()
    return script


def test_an_honest_log_passes(script: Script) -> None:
    times = {event.block: script.terms[1].close_at for event in settled(script).events if event.name == "Posted"}
    report = replay(script.events, script.view(posts=word(script), times=times), independent=True)
    assert report.differences == []
    assert [(one.rule, one.posts, one.credited) for one in report.rounds] == [("herald", 2, 50)]


STATEMENT = "series 1 round 1: statement of "


@pytest.mark.parametrize(
    ("number", "changes", "place"),
    [
        (0, {"who": account("alice")}, STATEMENT + account("alice")),
        (0, {"who": "0x" + "00" * 20}, STATEMENT + "0x" + "00" * 20),
        (1, {"statement": b"\0"}, "series 1 round 1: log word over 2 posts"),
        (1, {"statement": b"\0"}, "series 1 round 1: credit 0"),
    ],
)
def test_alterations_are_found(script: Script, number: int, changes: dict[str, Any], place: str) -> None:
    events = changed(settled(script), "Posted", number, **changes)
    found = places(script, events, posts=word(script))
    assert any(one.startswith(place) for one in found), found


def test_which_of_those_that_may_posted_makes_no_difference(script: Script) -> None:
    """The second log does not keep it."""
    events = changed(settled(script), "Posted", 1, who=account("solver"))
    assert places(script, events, posts=word(script)) == []


@pytest.mark.parametrize(("time", "told"), [(-1, True), (0, False), (299, False), (300, True)])
def test_the_time_of_a_statement(script: Script, time: int, told: bool) -> None:
    """The phase includes its first second, and not the one in which it ends."""
    named(script, 0)
    times = {script.events[-1].block: script.terms[1].close_at + time}
    found = replay(script.events, script.view(times=times)).differences
    assert [one.place for one in found] == [STATEMENT + account("operator")] * told
    assert all(one.expected == "a time from 1600 to before 1900" for one in found)


def test_a_statement_before_an_entry_is_found(script: Script) -> None:
    named(script, 0)
    script.enter("carol", bytes(32), 10)
    assert places(script) == [STATEMENT + account("operator")]


def test_a_statement_in_a_round_that_has_no_time_for_it_is_found() -> None:
    for rule in ("dantm", "crown"):
        other = funded_script()
        other.open(rule)
        other.post("operator", b"")
        assert places(other) == [STATEMENT + account("operator")]


def test_an_opening_in_a_round_for_statements_is_found(script: Script) -> None:
    script.emit("Revealed", slot=script.slots[1], index=0, who=account("alice"), salt=bytes(32), statement=b"")
    assert places(script) == ["series 1 round 1: opening of entry 0"]


def test_under_a_rule_that_is_not_known_only_who_and_when_is_looked_at(script: Script) -> None:
    named(script, 0)
    named(script, 0, "alice")
    assert places(script, rules={}) == [STATEMENT + account("alice")]


def test_a_statement_that_came_after_the_outcome_is_found(script: Script) -> None:
    named(settled(script), 0)
    assert places(script) == ["series 1 round 1: Posted"]
