"""A small campaign, and what keeps it honest."""

from __future__ import annotations

import pytest

from tests.differential.evm import Checker
from tests.differential.sharing.campaign import KINDS, run_rounds
from tests.differential.sharing.rounds import make_round


def test_the_checker_accepts_true_outcomes_and_refuses_changed_ones() -> None:
    tally = run_rounds(range(160))
    assert tally.findings == []
    assert tally.accepted == 160
    assert tally.paying > 50
    assert tally.fallen == tally.proposed > 30
    assert all(tally.refused[kind] > 100 for kind in KINDS)
    assert {"WrongAlloc", "WrongDebit", "WrongCredit", "TrailingDebits", "HintsMalformed"} <= set(tally.causes)
    assert {"DataPaymentTooLarge", "DataPaymentsNotTheDeficit"} <= set(tally.causes)


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


def test_a_checker_that_commits_to_something_else_or_upholds_nothing_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Checker, "committed", lambda *_: bytes(32))
    findings = run_rounds(range(3, 40, 4)).findings
    assert any("the true outcome is refused with [another word]" in finding for finding in findings)
    monkeypatch.undo()
    monkeypatch.setattr(Checker, "upheld", lambda *_: "NotBetter")
    assert any("an objection meets NotBetter" in finding for finding in run_rounds(range(3, 40, 4)).findings)
