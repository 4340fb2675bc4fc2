"""A small campaign, and what keeps it honest."""

from __future__ import annotations

import pytest

from tests.differential.evm import Checker
from tests.differential.sharing.campaign import KINDS, Tally, run_rounds
from tests.differential.sharing.report import LEAST_OBJECTIONS, SMALL_SALES, shortfalls
from tests.differential.sharing.rounds import make_round

SHARES = 4


@pytest.mark.parametrize("share", range(SHARES))
def test_checkers_accept_true_outcomes_and_refuse_changed_ones(share: int) -> None:
    count = SMALL_SALES // SHARES
    tally = run_rounds(range(share * count, (share + 1) * count))
    assert tally.findings == []
    assert tally.accepted.total() == count and len(tally.accepted) == 9
    assert tally.paying.total() > count // 4
    assert tally.standing == count // 4 and tally.fallen == tally.proposed >= count // 8
    assert all(tally.refused[kind] > count // 2 for kind in KINDS)
    assert min(tally.objections[how] for how in LEAST_OBJECTIONS) >= count // 4
    assert {"WrongAlloc", "WrongDebit", "HintsMalformed", "DataPaymentsOutOfOrder"} <= set(tally.causes)


def test_a_round_is_its_number() -> None:
    assert make_round(17) == make_round(17)
    assert make_round(17) != make_round(20)


@pytest.mark.parametrize("answer", [None, "WrongDebit", "[revert with nothing]"])
def test_a_checker_that_always_answers_the_same_is_noticed(monkeypatch: pytest.MonkeyPatch, answer: str | None) -> None:
    monkeypatch.setattr(Checker, "refusal", lambda *_: answer)
    findings = run_rounds(range(0, 24, 2)).findings
    expected = "a wrong outcome is accepted" if answer is None else f"the true outcome is refused with {answer}"
    assert sum(expected in finding for finding in findings) >= 12
    assert any("refused without a cause" in finding for finding in findings) is (answer == "[revert with nothing]")


def test_a_checker_that_commits_to_something_else_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Checker, "committed", lambda *_: bytes(32))
    findings = run_rounds(range(3, 40, 4)).findings
    assert any("the true outcome is refused with [another word]" in finding for finding in findings)


@pytest.mark.parametrize("answer", [None, "NotBetter"])
def test_a_checker_that_always_or_never_upholds_is_noticed(monkeypatch: pytest.MonkeyPatch, answer: str | None) -> None:
    monkeypatch.setattr(Checker, "upheld", lambda *_: answer)
    findings = run_rounds(range(3, 40, 4)).findings
    told = "right" if answer else "wrong"
    assert any(f"a {told} objection meets {answer}" in finding for finding in findings)
    assert any("an objection meets NotBetter" in finding for finding in findings) is (answer is not None)
    assert any("a damaged objection meets None" in finding for finding in findings) is (answer is None)


def test_too_small_a_campaign_says_what_is_missing() -> None:
    tally = Tally(standing=10**6, fallen=10**6)
    tally.accepted["sharing (vcg)"] = 10**6
    for kind in KINDS:
        tally.refused[kind] = 10**6
    for how in LEAST_OBJECTIONS:
        tally.objections[how] = 10**6
    assert shortfalls(tally) == []
    tally.fallen = 1_799
    assert shortfalls(tally) == ["only 1,799 that fell, 1,800 needed"]
