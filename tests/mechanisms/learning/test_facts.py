"""What is told of the rule of learning is what the review measured."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from databourse.mechanisms.learning import Table, single_task
from databourse.mechanisms.learning.analysis.facts import FACTS

REVIEW = Path(__file__).parents[3] / "docs" / "learning-review" / "results.json"
SHAPES = {"supermodular": "supermodular", "submodular": "submodular", "any that only rises": "monotone"}
(LEARNING,) = FACTS


@pytest.fixture(scope="module")
def review() -> dict[str, Any]:
    """The results of every part of the review."""
    parts = json.loads(REVIEW.read_text(encoding="utf-8"))["parts"]
    return {name: part["result"] for name, part in parts.items()}


def test_copies_in_tables(review: dict[str, Any]) -> None:
    shapes = review["theorem"]["shapes"]
    assert LEARNING.lies == {
        told: shapes[shape]["1 copies pay"] / shapes[shape]["cases"] for told, shape in SHAPES.items()
    }
    assert not any(one["pays though the index is at most 0"] for one in shapes.values())


def test_copies_of_real_data(review: dict[str, Any]) -> None:
    learners = [one for one in review["copies"].values() if isinstance(one, dict) and "pays" in one]
    pays, cases = (sum(one[key] for one in learners) for key in ("pays", "cases"))
    different, of = (sum(one[f"{key}, different labels"] for one in learners) for key in ("pays", "cases"))
    assert f"{pays} of {cases} copies pay, {different} of {of} where parties bring different" in LEARNING.measured[0]


def test_mergers_and_what_is_withheld(review: dict[str, Any]) -> None:
    digits = review["identities"]["kinds"]["digits"]
    merged, withheld = digits["merge"], digits["withhold"]
    assert f"of {merged['cases']} mergers of two parties with digits {merged['pays']} pay" in LEARNING.measured[1]
    assert f"{withheld['pays']} of {withheld['cases']} times it pays to withhold" in LEARNING.measured[1]


def test_false_validation_sets_pay(review: dict[str, Any]) -> None:
    found = review["validation"]
    assert found["pays, gap"] and found["model not worse"] == found["cases"]


@pytest.mark.parametrize(("copies", "net"), [(0, "2/3"), (1, "7/9"), (2, "4/5")])
def test_the_counterexample(copies: int, net: str) -> None:
    parties = 3 + copies
    first = 1 | sum(1 << (3 + copy) for copy in range(copies))
    right = [int(bool(mask & first) or mask & 6 == 6) for mask in range(1 << parties)]
    market = single_task(Table.of(parties, right, 1))
    mine = [party for party in range(parties) if first >> party & 1]
    assert sum(market.net[party] for party in mine) == Fraction(net)
    assert net in LEARNING.counterexamples[0]
