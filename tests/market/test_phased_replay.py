"""The audit of rounds whose entries are opened, and whose outcomes are proposed."""

from __future__ import annotations

from typing import Any

import pytest

from databourse.events import PlainEvent
from databourse.market.entries import pack_amounts
from databourse.market.posts import posts_word
from databourse.market.replay import replay
from databourse.market.terms import context
from tests.market.phased import lied, sealed_round, sealed_script
from tests.market.scripted import CHAIN_ID, MARKET, Script, account, funded_script
from tests.market.test_replay import changed

pytestmark = pytest.mark.usefixtures("crown")


@pytest.fixture
def script() -> Script:
    """See `sealed_script`."""
    return sealed_script()


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
        ("Revealed", 2, {"statement": b"\x08"}, "series 1 round 2: log word over 2 posts"),
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


def test_a_rule_may_settle_some_rounds_at_once() -> None:
    script = funded_script(fee=3)
    script.open("crown", bond=0)
    script.seal("alice", b"\x09", 20)
    script.reveal("alice")
    script.settle()
    report = replay(script.events, script.view(posts=words(script)))
    assert report.differences == []
    assert [(one.rule, one.proposals, one.refuted) for one in report.rounds] == [("crown", 0, None)]
