"""Which statement of a round counts, and why the others do not."""

from __future__ import annotations

import pytest
from eth_account.signers.local import LocalAccount

from databourse.market.learning.posted import choose, judge
from databourse.market.learning.statement import Statement, inputs_of
from databourse.market.posts import Post
from databourse.mechanisms.learning.table import Table
from tests.market.learning.rounds import ARBITER, CONTEXT, RUNNER, STRANGER, Learned, signed
from tests.market.scripted import account

PAIR, OTHER = Table.of(2, [0, 60, 50, 90], 100), Table.of(2, [0, 1, 2, 3], 100)


def statement(by: LocalAccount, table: Table = PAIR, max_parties: int = 5) -> bytes:
    """About the two parties of the round below."""
    return signed(by, Statement.of(table, 0b11, max_parties), CONTEXT, Learned(2).entries)


def faults(*statements: bytes, arbiter: bool = True) -> list[str]:
    made = Learned(2, arbiter=arbiter)
    for raw in statements:
        made.raw(raw)
    return [one.fault for one in judge(made.posts, inputs_of(made.entries), made.params)]


def chosen(*statements: bytes, arbiter: bool = True) -> bytes | None:
    """The one that counts; that `choose` and `judge` agree is checked on the way."""
    made = Learned(2, arbiter=arbiter)
    for raw in statements:
        made.raw(raw)
    counting = [one for one in judge(made.posts, inputs_of(made.entries), made.params) if one.counts]
    found = choose(made.posts, inputs_of(made.entries), made.params)
    assert [one.statement for one in counting] == ([found] if found else [])
    return found.encode() if found else None


def test_the_first_of_the_runner_counts() -> None:
    first, second = statement(RUNNER), statement(RUNNER, OTHER)
    assert chosen(first, second) == first
    assert chosen(second, first) == second
    assert faults(first, second) == ["", "the runner had made another one before"]


def test_the_last_of_the_arbiter_counts_whatever_the_runner_says() -> None:
    ours, one, other = statement(RUNNER), statement(ARBITER), statement(ARBITER, OTHER)
    assert chosen(one, other, ours) == other
    assert chosen(ours, other, one) == one
    assert faults(ours, other, one) == ["the arbiter decided", "the arbiter decided again after it", ""]


def test_without_an_arbiter_nobody_decides() -> None:
    ours, decision = statement(RUNNER), statement(ARBITER)
    assert chosen(ours, decision, arbiter=False) == ours
    assert chosen(decision, arbiter=False) is None
    nobodys = ours[:-65] + bytes(65)  # whom no key recovers is not the zero address
    assert chosen(nobodys, arbiter=False) is None
    assert faults(nobodys, arbiter=False) == ["nobody signed it"]


def test_a_runner_that_is_the_arbiter_may_decide_again() -> None:
    made = Learned(2)
    made.params = type(made.params).of(made.params.options() | {"arbiter": RUNNER.address})
    for raw in (statement(RUNNER), statement(RUNNER, OTHER)):
        made.raw(raw)
    found = choose(made.posts, inputs_of(made.entries), made.params)
    assert found is not None and found.encode() == statement(RUNNER, OTHER)


def test_what_is_not_well_formed_or_strangers_is_passed_over() -> None:
    ours = statement(RUNNER)
    rest = [b"", ours[:-1], statement(RUNNER, max_parties=13), statement(STRANGER)]
    assert chosen(*rest) is None
    assert chosen(*rest, ours) == ours
    assert chosen(ours, statement(ARBITER) + b"\0") == ours
    told = faults(*rest)
    assert [one.split(":")[0] for one in told[:3]] == ["it is not well formed"] * 3
    assert told[3] == f"neither the runner nor an arbiter signed it for this round, but {STRANGER.address}"


@pytest.mark.parametrize("context", [b"", b"\1" * 32])
def test_a_statement_counts_in_its_round_only(context: bytes) -> None:
    made = Learned(2)
    post = Post(2**32 - 1, account("operator"), b"", statement(RUNNER), context)
    assert choose([post], inputs_of(made.entries), made.params) is None
    made.enter("late")
    made.raw(statement(RUNNER))
    assert choose(made.posts, inputs_of(made.entries), made.params) is None


def test_an_opening_of_a_sealed_entry_is_no_statement() -> None:
    made = Learned(2)
    opening = Post(0, account("alice"), bytes(32), statement(RUNNER), CONTEXT)
    assert judge([opening], inputs_of(made.entries), made.params) == []
