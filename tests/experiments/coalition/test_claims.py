"""Verdicts follow from results: other numbers, other verdicts."""

from __future__ import annotations

from typing import Any

import pytest

from databourse.experiments.coalition.review import render
from databourse.experiments.coalition.review.claims import CLAIMS
from databourse.experiments.review.claims import Verdict
from tests.experiments.changes import Change, both, each, same
from tests.experiments.coalition.conftest import TINY
from tests.experiments.runs import Run
from tests.experiments.verdicts import check_cases, check_open, check_verdict

HOLDS, PARTLY, FAILS = Verdict.HOLDS, Verdict.PARTLY, Verdict.FAILS

GAMES, NETWORKS, LIES = TINY.games, TINY.networks, TINY.lies


def line(part: str, name: str, rising: bool) -> Change:
    """A line of Fig 4 that rises in every step, or falls."""

    def change(results: dict[str, Any]) -> None:
        for place, point in enumerate(results[part]["points"]):
            point[name] = place if rising else -place

    return change


def no_lie_pays(results: dict[str, Any]) -> None:
    for name in ("more samples", "fewer samples", "two identities"):
        results["lies"][name]["paying"] = 0
    results["contracts"]["another type pays"] = 0


def linear_in_price(results: dict[str, Any]) -> None:
    found = results["valuation"]
    found["equal"]["exponent"] = [2.0 * price for price in found["prices"]]


def off_type(value: float) -> Change:
    """The same utility in every coalition but one's own, in all tables of the leakage game."""

    def change(results: dict[str, Any]) -> None:
        for table in results["off type"]["leakage"].values():
            for kind, row in enumerate(table):
                row[:] = [1.0 if target == kind else value for target in range(len(row))]

    return change


def distant_is_better(results: dict[str, Any]) -> None:
    results["off type"]["leakage"]["0.5"][0][-1] = 0.99


def looks(per_device: tuple[float, ...]) -> Change:
    def change(results: dict[str, Any]) -> None:
        for (devices, one), looked in zip(results["speed"]["crowd"].items(), per_device, strict=True):
            one["looks"] = looked * int(devices)

    return change


def growing(results: dict[str, Any]) -> None:
    for place, one in enumerate(results["gain"]["sizes"].values()):
        one["gain, merges"]["mean"] = 0.1 * (1 + place)


def uneven(results: dict[str, Any]) -> None:
    for place, one in enumerate(results["gain"]["sizes"].values()):
        one["alone"]["mean"] = 0.5 + 0.1 * place


def exact_times(first: float, last: float) -> Change:
    def change(results: dict[str, Any]) -> None:
        results["speed"]["exact"] = {"6": first, "8": last}

    return change


def saved(results: dict[str, Any]) -> None:
    """A coalition in which nobody bears anything."""
    for found in results["early"].values():
        found["coalition"] = dict.fromkeys(found["coalition"], 0)


CASES: list[tuple[str, Change, Verdict]] = [
    ("Eq (3)", same, HOLDS),
    ("Eq (3)", each("types", "covered", to=NETWORKS // 2), FAILS),
    ("Eq (5)", same, PARTLY),
    ("Eq (5)", each("types", "told apart", "*", to=0.99), HOLDS),
    ("Eq (5)", each("types", "told apart", "*", to=0.5), FAILS),
    ("Eq (6)", same, FAILS),
    ("Eq (6)", each("types", "depressed", "*", to=1_000), HOLDS),
    ("Fig 4 (volume)", same, PARTLY),
    ("Fig 4 (volume)", line("overlap", "mean", rising=True), HOLDS),
    ("Fig 4 (volume)", line("overlap", "median", rising=False), FAILS),
    ("Fig 4 (noise)", same, PARTLY),
    ("Fig 4 (noise)", each("overlap", "lowered by noise", to=1.0), HOLDS),
    ("Fig 4 (noise)", each("overlap", "lowered by noise", to=0.4), FAILS),
    ("Eq (9) (cost)", same, FAILS),
    ("Eq (9) (cost)", each("values", "examples", "D1", "*", to=2.0), HOLDS),
    ("Theorem 1 (one seller)", same, PARTLY),
    ("Theorem 1 (one seller)", each("values", "examples", "single", "with f", to=[2.0, 4.0, 8.0]), HOLDS),
    ("Theorem 1 (one seller)", each("values", "examples", "single", "without f", to=[1.0, 2.0, 3.0]), FAILS),
    ("Theorem 1 (several)", same, FAILS),
    ("Theorem 1 (several)", each("values", "published, a pair gains", to=NETWORKS), HOLDS),
    ("Eq (10)", same, FAILS),
    ("Eq (10)", each("values", "examples", "D4", "equal", "dissimilarity", to=0.0), HOLDS),
    ("Tables I and II", same, HOLDS),
    ("Tables I and II", each("early", "I", "no coalition", "D2", to=2), FAILS),
    ("Tables I and II", each("early", "II", "sold", "D1", to=[1]), FAILS),
    ("Table II", same, FAILS),
    ("Table II", saved, HOLDS),
    ("Problem P", same, FAILS),
    ("Problem P", each("values", "published, 11d holds", to=NETWORKS), HOLDS),
    ("Theorem 2 (i)", same, PARTLY),
    ("Theorem 2 (i)", each("values", "examples", "D3", "sum over the union", to="1"), HOLDS),
    ("Theorem 2 (i)", each("contracts", "budgets met", to=GAMES - 1), FAILS),
    ("Theorem 2 (IR)", same, HOLDS),
    ("Theorem 2 (IR)", each("contracts", "none negative", to=GAMES - 1), FAILS),
    ("Theorem 2 (IR)", each("convergence", "costs", "0.3", "somebody below alone", to=1), FAILS),
    ("Theorem 2 (IC)", same, PARTLY),
    ("Theorem 2 (IC)", no_lie_pays, HOLDS),
    ("Theorem 2 (ii)", same, PARTLY),
    ("Theorem 2 (ii)", both(no_lie_pays, each("contracts", "overlapping, linear", to=GAMES)), HOLDS),
    ("Theorem 2 (ii)", each("contracts", "disjoint, linear", to=GAMES - 1), FAILS),
    ("Theorem 2 (iii)", same, FAILS),
    ("Theorem 2 (iii)", no_lie_pays, HOLDS),
    ("Theorem 2 (iv)", same, HOLDS),
    ("Theorem 2 (iv)", each("contracts", "same after a permutation", to=GAMES - 1), FAILS),
    ("Algorithm 1 (stable)", same, PARTLY),
    (
        "Algorithm 1 (stable)",
        both(
            each("convergence", "counterexample", "Nash", to=[[[0, 1]]]),
            each("convergence", "costs", "*", "no Nash partition", to=0),
        ),
        HOLDS,
    ),
    ("Algorithm 1 (stable)", each("contracts", "switching ends stable", to=GAMES - 1), FAILS),
    ("Algorithm 1 (best)", same, FAILS),
    (
        "Algorithm 1 (best)",
        both(
            each("optimum", "costs", "*", "Algorithm 1", "optimal", to=GAMES),
            each("contracts", "several equilibria", to=0),
        ),
        HOLDS,
    ),
    ("Algorithm 2 (private)", same, PARTLY),
    ("Algorithm 2 (private)", each("discovery", "equality", "found", to=29), FAILS),
    ("Algorithm 2 (private)", each("discovery", "equality", "repeated", to=1), FAILS),
    ("Algorithm 2 (true)", same, FAILS),
    ("Algorithm 2 (true)", each("discovery", "liar", "found", to=1), HOLDS),
    ("Section IV-A", same, FAILS),
    ("Section IV-A", looks((6.0, 2.0)), HOLDS),
    ("Fig 8", same, PARTLY),
    ("Fig 8", each("stopping", "within", to=TINY.learners), HOLDS),
    ("Fig 8", each("stopping", "stopped", to=TINY.learners - 1), FAILS),
    ("Fig 9 (samples)", same, FAILS),
    ("Fig 9 (samples)", each("valuation", "doubled", "*", to=2.0), HOLDS),
    ("Fig 9 (price)", same, PARTLY),
    ("Fig 9 (price)", linear_in_price, HOLDS),
    ("Fig 9 (price)", each("valuation", "price does not rise", to=1), FAILS),
    ("Fig 9 (leakage)", same, HOLDS),
    ("Fig 9 (leakage)", each("valuation", "kept", "Y", to=1.0), FAILS),
    ("Fig 10 (type)", same, PARTLY),
    ("Fig 10 (type)", off_type(0.9), HOLDS),
    ("Fig 10 (type)", off_type(1.1), FAILS),
    ("Fig 10 (zero)", same, PARTLY),
    ("Fig 10 (zero)", each("off type", "eq 12", "*", "*", to=0.5), HOLDS),
    ("Fig 10 (zero)", off_type(0.0), FAILS),
    ("Fig 10 (nearby)", same, PARTLY),
    ("Fig 10 (nearby)", distant_is_better, FAILS),
    ("Fig 11", exact_times(1.0, 9.0), HOLDS),
    ("Fig 11", exact_times(1.0, 1.1), FAILS),
    ("Fig 12 (flat)", same, HOLDS),
    ("Fig 12 (flat)", uneven, FAILS),
    ("Fig 12 (size)", same, PARTLY),
    ("Fig 12 (size)", growing, HOLDS),
    ("Fig 12 (average)", same, HOLDS),
    ("Fig 12 (average)", each("optimum", "costs", "*", "with consent", "mean", to=0.1), FAILS),
    ("Abstract", same, PARTLY),
    ("Abstract", each("stopping", "gain", "mean", to=0.5), FAILS),
]


@pytest.mark.parametrize(("where", "change", "verdict"), CASES)
def test_verdicts(tiny_review: Run, where: str, change: Change, verdict: Verdict) -> None:
    check_verdict(CLAIMS, tiny_review.results, (where, change, verdict), lambda results: render(results, TINY))


def test_every_claim_has_cases() -> None:
    check_cases(CLAIMS, CASES)


def test_a_claim_without_results_stays_open(tiny_review: Run) -> None:
    check_open(CLAIMS, tiny_review.results)
