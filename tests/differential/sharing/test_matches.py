"""The checker of ordered matches accepts what is solved and nothing else."""

from __future__ import annotations

from collections import Counter
from functools import cache
from random import Random

import pytest

from databourse.market.entries import unpack_entries
from databourse.market.sharing.match.reading import Fate
from tests.differential.evm import Checker, Claim
from tests.differential.sharing.matches import claim_of, forgeries, make_round
from tests.market.sharing.match.rounds import Sharing

ROUNDS, SHARES = 160, 4


@cache
def checker() -> Checker:
    return Checker("ordered-match")


def is_right(script: Sharing, claim: Claim) -> bool:
    """Whether the rule has this outcome, by the solver for any preferences."""
    shown = Sharing([0])
    shown.params, shown.entries = script.params, list(unpack_entries(claim.entries, claim.payloads))
    right = claim_of(shown, shown.solve(independent=True))
    return claim == right


@pytest.mark.parametrize("share", range(SHARES))
def test_the_checker_accepts_what_is_solved_and_nothing_else(share: int) -> None:
    refused: Counter[str] = Counter()
    harmless = 0
    for number in range(share, ROUNDS, SHARES):
        script = make_round(number)
        truth = claim_of(script, script.solve())
        assert truth == claim_of(script, script.solve(independent=True)), number
        assert checker().refusal(truth) is None, number
        for claim in forgeries(Random(number), script, truth):
            right, cause = is_right(script, claim), checker().refusal(claim)
            assert (cause is None) is right, (number, cause, claim)
            harmless += right
            refused[str(cause)] += not right
    assert refused.total() > 10 * ROUNDS // SHARES and harmless > ROUNDS // SHARES // 2
    assert not any(cause.startswith("[") for cause in refused)
    expected = {"WrongEdge", "TrailingEdges", "HintsMalformed", "NotAnAgent", "HintsOutOfOrder"}
    assert expected | {"TrailingDebits", "TrailingCredits"} <= refused.keys()


def test_rounds_hold_everything_that_can_happen() -> None:
    solutions = [make_round(number).solve().detail for number in range(ROUNDS)]
    assert {status.fate for matched in solutions for status in matched.reading.statuses} == set(Fate)
    sharing = [one for one in solutions if one.edges]
    complete = [one for one in sharing if len(one.edges) == one.game.agents * (one.game.agents - 1) // 2]
    assert complete and len(sharing) - len(complete) > ROUNDS // 4
    assert any(one.game.agents > 5 and not one.edges for one in solutions)
    assert any(len(set(one.game.sizes)) < one.game.agents for one in solutions)


def test_a_checker_that_accepts_everything_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Checker, "refusal", lambda *_: None)
    with pytest.raises(AssertionError):
        test_the_checker_accepts_what_is_solved_and_nothing_else(0)
