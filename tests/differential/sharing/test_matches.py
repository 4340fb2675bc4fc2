"""The checker of ordered matches accepts what is solved and nothing else."""

from __future__ import annotations

import pytest

from databourse.market.sharing.match.reading import Fate
from tests.differential.evm import Checker
from tests.differential.sharing.matches import make_round
from tests.differential.sharing.matching import run_matches
from tests.differential.sharing.report import SMALL_MATCHES

SHARES = 4


@pytest.mark.parametrize("share", range(SHARES))
def test_the_checker_accepts_what_is_solved_and_nothing_else(share: int) -> None:
    numbers = range(share, SMALL_MATCHES, SHARES)
    tally = run_matches(numbers)
    assert tally.findings == []
    assert tally.accepted == len(numbers)
    assert tally.refused.total() > 10 * len(numbers) and tally.harmless > len(numbers) // 2
    expected = {"WrongEdge", "TrailingEdges", "HintsMalformed", "NotAnAgent", "HintsOutOfOrder"}
    assert expected | {"TrailingDebits", "TrailingCredits"} <= tally.refused.keys()


def test_rounds_hold_everything_that_can_happen() -> None:
    solutions = [make_round(number).solve().detail for number in range(SMALL_MATCHES)]
    assert {status.fate for matched in solutions for status in matched.reading.statuses} == set(Fate)
    sharing = [one for one in solutions if one.edges]
    complete = [one for one in sharing if len(one.edges) == one.game.agents * (one.game.agents - 1) // 2]
    assert complete and len(sharing) - len(complete) > SMALL_MATCHES // 4
    assert any(one.game.agents > 5 and not one.edges for one in solutions)
    assert any(len(set(one.game.sizes)) < one.game.agents for one in solutions)


@pytest.mark.parametrize("answer", [None, "WrongEdge", "[revert with nothing]"])
def test_a_checker_that_always_answers_the_same_is_noticed(monkeypatch: pytest.MonkeyPatch, answer: str | None) -> None:
    monkeypatch.setattr(Checker, "refusal", lambda *_: answer)
    findings = run_matches(range(4)).findings
    expected = "a wrong match is accepted" if answer is None else f"the true match is refused with {answer}"
    assert sum(expected in finding for finding in findings) >= 4
    assert any("refused without a cause" in finding for finding in findings) is (answer == "[revert with nothing]")
