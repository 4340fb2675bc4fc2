from __future__ import annotations

from databourse.market.pointers import pointers_before, solved_rounds
from tests.market.scripted import CHECKERS, Script, funded_script


def partial_round(script: Script, quantity: int = 5, offered: int = 7) -> None:
    """Dataset 1 delivers `quantity` of `offered` units; datasets 2 and 3 are there to set the price."""
    script.open(k=1)
    script.bid("alice", 9, quantity)
    script.ask("dave", 1, offered, 1)
    script.ask("erin", 2, 9, 2)


def test_pointers_begin_at_zero_and_rotate_through_the_dataset() -> None:
    script = funded_script()
    starts = []
    for _ in range(4):
        partial_round(script)
        script.settle()
    for solved in solved_rounds(script.history.series[1], CHECKERS):
        starts.append(solved.solution.detail.book.asks[0].start)
    assert starts == [0, 5, 3, 1]
    assert pointers_before(script.history.series[1], 4, CHECKERS) == {1: 1, 2: 0}
    assert pointers_before(script.history.series[1], 5, CHECKERS) == {1: 6, 2: 0}
    assert pointers_before(script.history.series[1], 1, CHECKERS) == {}


def test_the_pointer_is_taken_modulo_what_is_offered_now() -> None:
    script = funded_script()
    partial_round(script)
    script.settle()
    partial_round(script, quantity=1, offered=3)
    script.settle()
    last = list(solved_rounds(script.history.series[1], CHECKERS))[-1]
    assert last.pointers == {1: 5, 2: 0}
    assert last.solution.detail.book.asks[0].start == 2
    assert last.solution.pointers[1] == 0


def test_aborted_rounds_move_no_pointer() -> None:
    script = funded_script()
    partial_round(script)
    script.settle()
    partial_round(script)
    script.abort()
    assert pointers_before(script.history.series[1], 3, CHECKERS) == {1: 5, 2: 0}


def test_each_series_has_its_own_pointers() -> None:
    script = funded_script()
    script.create(2)
    script.deposit("alice", 1_000, 2)
    partial_round(script)
    script.settle()
    script.open("dantm", series=2)
    assert pointers_before(script.history.series[2], 1, CHECKERS) == {}


def test_a_round_of_an_unknown_rule_is_passed_over() -> None:
    script = funded_script()
    partial_round(script)
    script.settle()
    assert list(solved_rounds(script.history.series[1], {})) == []
