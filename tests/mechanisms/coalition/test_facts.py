"""What is told of the games is what the review measured, and what the solvers do."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from databourse.mechanisms.coalition.analysis import best_split
from databourse.mechanisms.coalition.analysis.facts import FACTS
from databourse.mechanisms.coalition.leakage_game import LeakageGame, form

REVIEW = Path(__file__).parents[3] / "docs" / "coalition-review" / "results.json"
CONTRACT, LEAKAGE = FACTS


@pytest.fixture(scope="module")
def review() -> dict[str, Any]:
    """The results of every part of the review."""
    parts = json.loads(REVIEW.read_text(encoding="utf-8"))["parts"]
    return {name: part["result"] for name, part in parts.items()}


def test_how_often_lies_pay(review: dict[str, Any]) -> None:
    lies = review["lies"]
    assert lies["games"] == 3_000
    for kind, share in CONTRACT.lies.items():
        assert share == round(lies[kind]["paying"] / 3_000, 4)
    assert "more samples 100.0%, fewer samples 15.5%, two identities 96.8%" in CONTRACT.told_lies
    assert LEAKAGE.told_lies == ""
    games = review["contracts"]
    assert f"in {games['another type pays'] / games['games']:.1%} somebody" in CONTRACT.measured[0]


def test_how_good_formed_partitions_are(review: dict[str, Any]) -> None:
    formed = review["optimum"]["costs"]["0.1"]["with consent"]
    share, optimal = f"{formed['mean']:.1%}", f"{formed['optimal'] / review['optimum']['games']:.1%}"
    assert f"has {share} of the" in LEAKAGE.measured[0] and LEAKAGE.measured[0].endswith(f"in {optimal}")
    games = review["convergence"]["games"]
    most = max(found["no Nash partition"] for found in review["convergence"]["costs"].values())
    assert f"up to {most / games:.1%}" in LEAKAGE.measured[1]


def test_the_counterexamples_are_ones() -> None:
    split = best_split([(7, 0), (3, 0), (4, 0)], [(0, 60), (0, 31)], device=0)
    assert split is not None and (split.truthful, split.earned) == (Fraction(42), Fraction(49))
    assert "earns 42" in CONTRACT.counterexamples[0] and "earns 49" in CONTRACT.counterexamples[0]
    pair = LeakageGame.of(prices=[10, 1], influence=[[0, 1], [1, 0]], coalition_cost=1)
    assert pair.payoffs([[0], [1]]) == [5, 0.5] and pair.payoffs([[0, 1]]) == [9, 0]
    assert form(pair, consent=False, seed=0).ended == "cycled"
    assert "alone they get 5 and 0.5, together 9 and 0" in LEAKAGE.counterexamples[0]
