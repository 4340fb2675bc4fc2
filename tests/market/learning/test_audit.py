"""The audit of learning rounds: everything that a log can have wrong about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from databourse.events import PlainEvent
from databourse.market.entries import pack_amounts
from databourse.market.learning import LEARNING
from databourse.market.learning.blocks import pack_rows, unpack_rows
from databourse.market.learning.statement import Statement
from databourse.market.learning.tables import TABLES
from databourse.market.learning.words import pack_counts
from databourse.market.posts import posts_word
from databourse.market.replay import replay
from databourse.market.report import Report
from databourse.market.terms import context
from databourse.mechanisms.learning.table import Table
from tests.market.learning.rounds import ARBITER, RUNNER, STRANGER, options, random_table, signed, word
from tests.market.scripted import CHAIN_ID, MARKET, Script, account, funded_script
from tests.market.test_replay import changed

PEOPLE = ("alice", "bob", "carol")
TABLE, OTHER = random_table(3), random_table(3, seed=1)


def entered(max_parties: int = 5, people: tuple[str, ...] = PEOPLE) -> Script:
    """A round that everybody entered; each has a thousand, and locks a hundred of it."""
    script = funded_script(fee=3)
    opened(script, max_parties, people)
    return script


def opened(script: Script, max_parties: int = 5, people: tuple[str, ...] = PEOPLE) -> None:
    script.open("learning", **options(max_parties, budget=100))
    for name in people:
        script.enter(name, word(name), 100)


def about(script: Script, number: int | None = None) -> bytes:
    one = script.history.round(1, number)
    return context(CHAIN_ID, MARKET, 1, one.number, one.terms_hash)


def stated(script: Script, table: Table = TABLE, by: Any = RUNNER, who: str = "operator", most: int = 5) -> None:
    statement = Statement.of(table, (1 << table.parties) - 1, most)
    script.post(who, signed(by, statement, about(script), script.history.round(1).entries))


def audited(script: Script, events: list[PlainEvent] | None = None, independent: bool = False) -> Report:
    words = {(1, one.number): posts_word(about(script, one.number), one.posts) for one in script.history.rounds()}
    return replay(events or script.events, script.view(posts=words), independent=independent)


def places(script: Script, events: list[PlainEvent] | None = None) -> list[str]:
    return [one.place for one in audited(script, events).differences]


def full_script() -> Script:
    """A round by the runner's statement, one by the arbiter's, one that nobody made a statement about."""
    script = entered()
    stated(script)
    stated(script, OTHER)  # too late: the first counts
    script.settle()
    opened(script)
    stated(script)
    stated(script, OTHER, ARBITER, "solver")
    script.settle()
    opened(script)
    script.post("operator", b"nothing")
    script.abort()
    return script


@pytest.mark.parametrize("independent", [False, True])
def test_an_honest_log_passes(independent: bool) -> None:
    script = full_script()
    report = audited(script, independent=independent)
    assert report.differences == []
    assert [(one.round, one.rule, one.entries, one.posts, one.agrees) for one in report.rounds] == [
        (1, "learning", 3, 2, True),
        (2, "learning", 3, 2, True),
    ]
    assert all(one.debited == one.credited > 0 for one in report.rounds)
    assert report.aborted == ["1/3"]


def test_what_was_not_settled_comes_back() -> None:
    script = entered()
    before = script.ledger.balance(1, account("alice"))
    script.post("operator", b"nothing")
    script.abort()
    assert (before.free, before.locked) == (897, 103)
    assert script.ledger.balance(1, account("alice")).free == 1_000
    assert places(script) == []


def test_settlement_pays_what_the_rule_says() -> None:
    script = entered()
    stated(script)
    script.settle()
    one = script.history.round(1)
    shares = LEARNING.solve(one.entries, one.terms.params, {}, posts=one.posts).detail.shares
    assert any(share.net for share in shares)
    for share in shares:
        assert script.ledger.balance(1, share.party.account).free == 1_000 - 3 + share.net


def shortened(script: Script, number: int) -> list[PlainEvent]:
    """The log without one of its statements."""
    posted = [event for event in script.events if event.name == "Posted"]
    return [event for event in script.events if event is not posted[number]]


MONEY = pack_amounts([(0, 1)])


@pytest.mark.parametrize(
    ("tamper", "place"),
    [
        (lambda script: shortened(script, 0), "series 1 round 1: log word over 1 posts"),
        (lambda script: shortened(script, 0), "series 1 round 1: debit"),
        (lambda script: shortened(script, 1), "series 1 round 1: log word over 1 posts"),
        (lambda script: shortened(script, 3), "series 1 round 2: debit"),
        (lambda script: changed(script, "Posted", 0, who=account("alice")), "series 1 round 1: statement of "),
        (lambda script: changed(script, "Posted", 0, statement=b""), "series 1 round 1: debit"),
        (lambda script: changed(script, "Settled", 0, debits=MONEY), "series 1 round 1: debit 0"),
        (lambda script: changed(script, "Settled", 1, credits=MONEY), "series 1 round 2: credit 0"),
        (lambda script: changed(script, "Settled", 0, alloc=b"\0"), "series 1 round 1: allocation"),
        (lambda script: changed(script, "Settled", 0, surplus=1), "series 1 round 1: surplus"),
    ],
)
def test_alterations_are_found(tamper: Callable[[Script], list[PlainEvent]], place: str) -> None:
    script = full_script()
    found = places(script, tamper(script))
    assert any(one.startswith(place) for one in found), found


@pytest.mark.parametrize("number", [0, 3])
@pytest.mark.parametrize("at", [0, 1, 5, 9, 12, -66, -65, -1])
def test_no_byte_of_the_statement_that_counts_can_be_another(number: int, at: int) -> None:
    """Not the kind, who was present, the size, a count or the signature: nobody signed that, so another one counts."""
    script = full_script()
    event = [event for event in script.events if event.name == "Posted"][number]
    raw = bytearray(event.args["statement"])
    raw[at] ^= 1
    found = places(script, changed(script, "Posted", number, statement=bytes(raw)))
    assert found[0] == f"series 1 round {1 + number // 2}: log word over 2 posts"
    assert found[1].startswith(f"series 1 round {1 + number // 2}: debit")


def test_a_settlement_by_the_second_statement_of_the_runner_is_found() -> None:
    """A market that forgets which one counts: everything is as it was posted, and the money is another statement's."""
    other = entered()
    stated(other, OTHER)
    other.settle()
    paid = next(event for event in other.events if event.name == "Settled")
    script = entered()
    stated(script)
    stated(script, OTHER)
    script.settle()
    amounts = {name: paid.args[name] for name in ("debits", "credits")}
    found = places(script, changed(script, "Settled", 0, **amounts))
    assert [one.split(",")[0] for one in found[:2]] == ["series 1 round 1: debit 0", "series 1 round 1: credit 0"]


def test_a_settlement_by_a_strangers_statement_is_found() -> None:
    script = entered()
    stated(script)
    script.settle()
    one = script.history.round(1)
    strangers = signed(STRANGER, Statement.of(TABLE, 0b111, 5), about(script), one.entries)
    (difference,) = audited(script, changed(script, "Posted", 0, statement=strangers)).differences[1:2]
    assert difference.place == "series 1 round 1"
    assert f"neither the runner nor an arbiter signed it for this round, but {STRANGER.address}" in difference.found


def test_a_settlement_without_a_statement_is_found() -> None:
    """Also one in which nothing moves: without a statement there is no outcome at all."""
    script = entered()
    script.now = script.terms[1].reveal_by
    empty = {"settler": account("solver"), "fees": 9, "surplus": 0, "debits": b"", "credits": b"", "alloc": b""}
    script.emit("Settled", slot=script.slots[1], **empty)
    (difference,) = [one for one in audited(script).differences if one.place == "series 1 round 1"]
    assert difference.expected == "a settlement that can be read"
    assert "no statement about it was posted" in difference.found


LARGE = random_table(3, 90)


def proposed(alloc: Callable[[bytes], bytes] = bytes) -> Script:
    script = entered(13)
    stated(script, LARGE, most=13)
    one = script.history.round(1)
    honest = LEARNING.solve(one.entries, one.terms.params, {}, posts=one.posts).alloc
    script.deposit("solver", 500)
    script.propose("solver", alloc(honest))
    return script


def false(alloc: bytes) -> bytes:
    """Party 0 is said to be worth a little more, and party 1 less."""
    (row,) = unpack_rows(alloc, 3)
    own = (row.own[0] + 10, row.own[1] - 10, row.own[2])
    return pack_rows([replace(row, own=own)])


def test_a_proposal_that_stood_passes_and_a_false_one_is_found() -> None:
    script = proposed()
    script.finalise()
    report = audited(script, independent=True)
    assert (report.differences, [one.proposals for one in report.rounds]) == ([], [1])
    lied = proposed(false)
    assert [one[:5] for one in audited(lied).false_proposals] == ["1/1: "]
    lied.finalise()
    assert places(lied) == ["series 1 round 1: outcome"]


@pytest.mark.parametrize(
    ("name", "changes", "place"),
    [
        ("Proposed", {"commitment": bytes(32)}, "proposal 1: commitment"),
        ("Proposed", {"debits": MONEY}, "proposal 1: debits"),
        ("Proposed", {"bond": 499}, "proposal 1: bond"),
        ("Proposed", {"alloc": b""}, "proposal 1"),
        ("Settled", {"settler": account("dave")}, "who has the fees"),
    ],
)
def test_alterations_of_a_proposal_are_found(name: str, changes: dict[str, Any], place: str) -> None:
    script = proposed()
    script.finalise()
    found = places(script, changed(script, name, 0, **changes))
    assert any(one.startswith(f"series 1 round 1: {place}") for one in found), found


def test_a_right_proposal_that_fell_is_found() -> None:
    script = proposed()
    script.challenge("erin")
    assert places(script) == ["series 1 round 1: proposal 1"]


def many() -> tuple[str, ...]:
    return tuple(f"person {number}" for number in range(13))


@pytest.mark.parametrize("known", [True, False])
def test_a_table_that_is_not_here_is_no_difference_but_is_told(known: bool) -> None:
    """Its money is checked all the same; whether somebody could have refuted it is not."""
    script = funded_script()
    for name in many():
        script.deposit(name, 1_000)
    opened(script, 13, many())
    table = random_table(13, seed=int(known))
    stated(script, table, most=13)
    TABLES.add(pack_counts(table.correct))
    script.deposit("solver", 500)
    script.propose()
    script.finalise()
    if not known:
        TABLES.forget()
    report = audited(script)
    assert report.differences == []
    assert [one.refuted for one in report.rounds] == [None]
    assert [one[:24] for one in report.unchecked] == ([] if known else ["1/1: the table with the "])
    if not known:
        found = places(script, changed(script, "Settled", 0, debits=MONEY))
        assert any(one.startswith("series 1 round 1: debit 0") for one in found)
