"""The facts of a round from a node that may lag behind, give other entries, or take blocks back."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from eth_utils.crypto import keccak

from databourse.errors import NetworkError, NotFound, Refused
from databourse.events import PlainEvent
from databourse.market.entries import Entry, log_word
from databourse.market.learning.statement import Statement, inputs_of
from databourse.market.posts import POSTED, Post
from databourse.market.rounds import Round
from databourse.market.terms import Status, Terms, context
from databourse.mechanisms.learning.table import Table
from databourse.runner import chain_rounds
from databourse.runner.chain_rounds import ChainRounds
from tests.market.scripted import MARKET, account
from tests.runner.rounds import BUDGET, keys, params

CHECKER, CONFIG = account("learning checker"), keccak(b"configuration")
TERMS = Terms(3, CHECKER, 1_000, 1_300, 2_000, 0, params().encode())
CONTEXT = context(31337, MARKET, 3, 7, TERMS.hash(CONFIG))
ENTRIES = [Entry(0, account("alice"), BUDGET, b"\x0a" + bytes(31)), Entry(1, account("bob"), 0, b"\x0a" + bytes(31))]
OPENED = PlainEvent("RoundOpened", {}, 5, bytes(32), bytes(32), 0)


@dataclass
class Node:
    """As much of an `Exchange` as is asked, at block 100; a round of the latest number is looked at in two blocks."""

    status_now: Status = Status.REVEALING
    finality: int = 0
    rule_name: str | None = "learning"
    views: dict[int, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.connection = SimpleNamespace(
            chain_id=31337, head=lambda: 100, network=SimpleNamespace(finality=self.finality)
        )
        self.deployment = SimpleNamespace(market=MARKET, block=10)
        self.views.setdefault(100, (7, log_word(CONTEXT, ENTRIES)))

    def series(self, _number: int) -> Any:
        return SimpleNamespace(config=SimpleNamespace(hash=lambda: CONFIG))

    def status(self, _series: int, _number: int) -> Status:
        return self.status_now

    def rule(self, checker: str) -> str | None:
        assert checker == CHECKER
        return self.rule_name

    def round_view(self, _series: int, block: int) -> Any:
        if block not in self.views:
            raise NotFound("there is no series 3")
        number, log = self.views[block]
        return SimpleNamespace(round=number, log=log)


@pytest.fixture(autouse=True)
def log(monkeypatch: pytest.MonkeyPatch) -> list[Entry]:
    """The entries that the node's log gives."""
    given = list(ENTRIES)
    found = Round(3, 7, TERMS, bytes(32), OPENED, entries=given)
    monkeypatch.setattr(chain_rounds, "read_round", lambda *_: found)
    return given


def facts(**node: Any) -> Any:
    return ChainRounds(Node(**node)).facts(3, 7)  # type: ignore[arg-type]


def test_the_facts_are_those_of_the_log_under_a_context_of_our_own_making() -> None:
    """The terms hash that the node states (zeros here) is not taken on trust."""
    found = facts()
    assert (found.context, found.entries, found.params) == (CONTEXT, tuple(ENTRIES), params())
    assert (found.closed, found.final, found.over) == (True, True, False)
    assert [party.account for party in found.parties] == [account("alice")]


@pytest.mark.parametrize(
    ("status", "closed", "over", "paid"),
    [
        (Status.OPEN, False, False, None),
        (Status.SETTLEABLE, True, False, None),
        (Status.PROPOSED, True, False, None),
        (Status.SETTLED, True, True, 0),
        (Status.ABORTED, True, True, None),
    ],
)
def test_what_a_status_means(status: Status, closed: bool, over: bool, paid: int | None) -> None:
    found = facts(status_now=status)
    assert (found.closed, found.over, found.paid) == (closed, over, paid)


def test_who_is_present_when_it_is_settled_has_paid(monkeypatch: pytest.MonkeyPatch) -> None:
    statement = Statement.of(Table.of(1, [0, 5], 9), 0b1, 4).signed(CONTEXT, inputs_of(ENTRIES), keys().sign)
    posts = [Post(POSTED, account("operator"), b"", statement.encode(), CONTEXT)]
    found = Round(3, 7, TERMS, bytes(32), OPENED, entries=list(ENTRIES), posts=posts)
    monkeypatch.setattr(chain_rounds, "read_round", lambda *_: found)
    assert facts(status_now=Status.SETTLED).paid == 0b1


def test_there_may_be_no_such_round_or_one_of_another_rule() -> None:
    with pytest.raises(NotFound, match="series 3 has no round 7"):
        facts(status_now=Status.NEVER)
    for rule, told in (("kth-price", "kth-price"), (None, "of strangers")):
        with pytest.raises(Refused, match=f"round 3/7 is no learning round, but one of the rule {told}"):
            facts(rule_name=rule)


def test_a_log_with_other_entries_than_the_market_is_not_believed(log: list[Entry]) -> None:
    log.pop()
    with pytest.raises(NetworkError, match="the node's log tells of round 3/7 does not agree"):
        facts()
    assert facts(status_now=Status.OPEN).entries == tuple(ENTRIES[:1])  # others may be on their way


def test_a_node_that_is_at_another_round_is_not_believed() -> None:
    with pytest.raises(NetworkError, match="does not agree"):
        facts(views={100: (8, log_word(CONTEXT, ENTRIES))})


def test_entries_are_final_when_they_are_as_deep_as_the_network_wants() -> None:
    word, before = log_word(CONTEXT, ENTRIES), log_word(CONTEXT, ENTRIES[:1])
    assert facts(finality=3, views={97: (7, word)}).final
    assert not facts(finality=3, views={97: (7, before), 96: (7, word)}).final
    assert not facts(finality=3, views={97: (6, word)}).final
    assert not facts(finality=3).final  # the series is younger
    assert not facts(finality=95, views={5: (7, word)}).final  # so is the market
