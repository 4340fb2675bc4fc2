from __future__ import annotations

from collections.abc import Collection

import pytest

from databourse.accounts.statement import Line
from databourse.market.double_auction.orders import BidOrder, CancelOrder
from databourse.market.ledger import Ledger
from databourse.market.statement import statement
from tests.market.scripted import Script, account, funded_script, standard_round

PEOPLE = ("alice", "bob", "carol", "dave", "erin", "frank", "grace", "solver", "beneficiary")


class Times:
    """The clock of a script at each of its blocks, noted while it is written."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.noted: dict[int, int] = {}
        emit = script.emit

        def noting(name: str, **args: object) -> None:
            emit(name, **args)
            self.noted[len(script.events)] = script.now

        script.emit = noting  # type: ignore[method-assign]

    def __call__(self, blocks: Collection[int]) -> dict[int, int]:
        return {block: self.noted.get(block, 1_000) for block in blocks}


@pytest.fixture
def script() -> Script:
    return funded_script(fee=3)


@pytest.fixture
def times(script: Script) -> Times:
    return Times(script)


def written(times: Times, name: str) -> list[Line]:
    script = times.script
    return statement(script.ledger, script.history, account(name), times, script.now)


def short(lines: list[Line]) -> list[tuple[str, int, int, int, int]]:
    return [(one.reason, one.free, one.locked, one.free_after, one.locked_after) for one in lines]


def test_a_settled_round_line_by_line(script: Script, times: Times) -> None:
    standard_round(script)
    script.settle()
    lines = written(times, "alice")
    # 5 units at 4 each out of a lock of 45 and a fee of 3
    assert short(lines) == [
        ("deposit", 1_000, 0, 1_000, 0),
        ("entry", -48, 48, 952, 48),
        ("debit", 0, -20, 952, 28),
        ("fees paid", 0, -3, 952, 25),
        ("release", 25, -25, 977, 0),
    ]
    assert [(one.about.round, one.about.entry) for one in lines] == [(0, None), (1, 0), (1, 0), (1, None), (1, None)]
    settled = script.history.round(1).settled
    assert settled is not None
    assert {(one.block, one.time) for one in lines[2:]} == {(settled.event.block, 1_600)}


def test_a_loser_gets_the_lock_back_when_the_round_is_settled(script: Script, times: Times) -> None:
    standard_round(script)
    script.settle()
    assert short(written(times, "carol"))[2:] == [("fees paid", 0, -3, 991, 6), ("release", 6, -6, 997, 0)]


def test_a_round_that_nobody_settled_comes_back_when_its_time_is_over(script: Script, times: Times) -> None:
    standard_round(script)
    assert short(written(times, "alice"))[-1] == ("entry", -48, 48, 952, 48)
    script.abort()
    script.now += 50
    last = written(times, "alice")[-1]
    assert (last.reason, last.free, last.locked_after, last.time) == ("release", 48, 0, 2_200)
    assert (last.block, last.tx, last.about.round) == (None, None, 1)


def test_a_release_comes_before_what_happened_at_that_time(script: Script, times: Times) -> None:
    standard_round(script)
    script.abort()
    script.withdraw("alice", 1_000)
    assert short(written(times, "alice"))[2:] == [("release", 48, -48, 1_000, 0), ("withdrawal", -1_000, 0, 0, 0)]


def test_open_rounds_release_nothing(script: Script, times: Times) -> None:
    standard_round(script)
    script.close()
    assert [one.reason for one in written(times, "alice")] == ["deposit", "entry"]


def test_who_settles_and_who_benefits(script: Script, times: Times) -> None:
    standard_round(script)
    script.settle()
    assert short(written(times, "solver")) == [("fees", 21, 0, 21, 0)]
    assert [one.reason for one in written(times, "beneficiary")] == ["surplus"]


def test_each_series_has_a_balance_of_its_own(script: Script, times: Times) -> None:
    script.create(2)
    script.emit("Moved", **{"from": 1, "to": 2, "account": account("alice"), "amount": 300})
    lines = written(times, "alice")
    assert [(one.series, one.reason, one.free_after) for one in lines] == [
        (1, "deposit", 1_000),
        (1, "move out", 700),
        (2, "move in", 300),
    ]


def test_somebody_to_whom_nothing_happened(times: Times) -> None:
    assert written(times, "nobody") == []


def test_every_statement_ends_with_what_the_ledger_says(script: Script, times: Times) -> None:
    for rule in ("kth-price", "dantm", "trade-reduction"):
        standard_round(script, rule)
        script.batch("alice", [(20, BidOrder(10, 2).encode()), (0, CancelOrder(0).encode())])
        script.signed("grace", 5, [("carol", 20, BidOrder(10, 2).encode()), ("bob", 30, BidOrder(10, 3).encode())])
        script.settle() if rule != "dantm" else script.abort()
    standard_round(script)
    ledger: Ledger = script.ledger
    for name in PEOPLE:
        lines = written(times, name)
        found = ledger.balance(1, account(name))
        assert (lines[-1].free_after, lines[-1].locked_after) == (found.free, found.locked), name
        assert (sum(one.free for one in lines), sum(one.locked for one in lines)) == (found.free, found.locked)
        assert min(min(one.free_after, one.locked_after) for one in lines) >= 0
