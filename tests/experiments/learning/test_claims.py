"""Verdicts follow from results: other numbers, other verdicts."""

from __future__ import annotations

from typing import Any

import pytest

from databourse.experiments.learning.review import render
from databourse.experiments.learning.review.claims import CLAIMS
from databourse.experiments.learning.theorem import ALIKE
from databourse.experiments.review.claims import Verdict
from tests.experiments.changes import Change, both, each, same
from tests.experiments.learning.conftest import TINY
from tests.experiments.runs import Run
from tests.experiments.verdicts import check_cases, check_open, check_verdict

HOLDS, PARTLY, FAILS = Verdict.HOLDS, Verdict.PARTLY, Verdict.FAILS


def answers_change(share: float, learner: str = "*") -> Change:
    return both(*(each("assumptions", learner, f"{what} twice", to=share) for what in ("all", "one")))


def steps_down(count: int) -> Change:
    return both(each("assumptions", "*", "steps", to=100), each("assumptions", "*", "steps down", to=count))


def supermodular_pairs(count: int) -> Change:
    return both(each("assumptions", "*", "pairs", to=100), each("assumptions", "*", "pairs supermodular", to=count))


def idle(back: int, more: int) -> Change:
    """Of two that gain nothing in each class of markets."""
    names = {"without a gain": 2, "without a gain, fee back": back, "without a gain, more than the fee": more}
    return both(*(each("properties", "*", name, to=count) for name, count in names.items()))


def copies(pays: int, different: int) -> Change:
    names = {"pays": pays, "pays, different labels": different, "cases, different labels": 10}
    return both(*(each("copies", "*", name, to=count) for name, count in names.items()))


def identities(withhold: int, split: int) -> Change:
    return both(
        each("identities", "kinds", "*", "withhold", "pays", to=withhold),
        each("identities", "kinds", "*", "split", "pays", to=split),
    )


def selected(relevant: int, irrelevant: int) -> Change:
    """Of five relevant parties and as many others."""
    names = {"relevant": 5, "irrelevant": 5, "relevant kept": relevant, "irrelevant kept": irrelevant}
    return both(*(each("relevance", "selected", "0.01", name, to=count) for name, count in names.items()))


def line(*values: float) -> Change:
    """The accuracy of digit 0 over its copies."""

    def change(results: dict[str, Any]) -> None:
        points = results["replicas"]["logistic"]["0"]["points"]
        for point, value in zip(points, values, strict=True):
            point["0"]["mean"] = value

    return change


def changed(learner: str, digit: str, name: str, mean: float, margin: float = 0.001) -> Change:
    digits = ("0", "4") if digit == "*" else (digit,)
    paths = [("replicas", learner, one, "change", name) for one in digits]
    return both(
        *(each(*path, "mean", to=mean) for path in paths), *(each(*path, "margin", to=margin) for path in paths)
    )


def shares(name: str, *values: float) -> Change:
    """Means for one to six identities."""

    def change(results: dict[str, Any]) -> None:
        for point, value in zip(results["shares"]["points"], values, strict=True):
            point[name]["mean"] = value

    return change


def customised(own: float = 0.95, sharing: float = 0.5, other: float = 0.0) -> Change:
    """At the strongest of three strengths; without the second term all are 0.95."""

    def change(results: dict[str, Any]) -> None:
        points = results["customised"]["strengths"]
        points[0]["own"] = 0.95
        points[-1].update({"own": own, "sharing a label": sharing, "other": other})

    return change


def sampled(error: float, covered: float) -> Change:
    ways = ("estimators", "ways")
    return both(
        each(*ways, "independent orders", "*", "rmse", to=0.1),
        each(*ways, "antithetic pairs", "*", "rmse", to=error),
        each(*ways, "*", "*", "covered", to=covered),
    )


no_copy_of_a_task_pays = both(
    each("examples", "several", "all tasks", to=["1/3"] * 6),
    each("tasks", "shapes", "*", "counts", "copy, all tasks", to=0),
)

CASES: list[tuple[str, Change, Verdict]] = [
    ("Section 2 (i)", same, PARTLY),
    ("Section 2 (i)", answers_change(0), HOLDS),
    ("Section 2 (i)", answers_change(0.1, "nearest neighbour"), FAILS),
    ("Section 2 (ii)", steps_down(5), PARTLY),
    ("Section 2 (ii)", steps_down(0), HOLDS),
    ("Section 2 (ii)", steps_down(20), FAILS),
    ("Section 2 (iii)", same, FAILS),
    ("Section 2 (iii)", supermodular_pairs(100), HOLDS),
    ("Section 2 (iii)", supermodular_pairs(60), PARTLY),
    ("Section 2 (i–iv)", same, PARTLY),
    ("Section 2 (i–iv)", each("theorem", "shapes", "*", "supermodular, a copy being an element", to=1), HOLDS),
    ("Equation (1)", same, PARTLY),
    ("Equation (1)", each("examples", "chance", "published", to="1"), HOLDS),
    ("Equation (1)", each("examples", "chance", "ours", to="19/20"), FAILS),
    ("Section 3.1 (joining)", same, HOLDS),
    ("Section 3.1 (joining)", each("properties", "modular", "newcomers not worse off", to=TINY.tables - 1), FAILS),
    ("Section 3.1 (others)", same, PARTLY),
    ("Section 3.1 (others)", each("properties", "*", "others worse off", to=0), HOLDS),
    ("Section 3.1 (others)", each("properties", "supermodular", "others worse off", to=1), FAILS),
    ("Section 4.1 (balance)", same, HOLDS),
    ("Section 4.1 (balance)", each("properties", "modular", "balanced", to=TINY.tables - 1), FAILS),
    ("Section 4.1 (balance)", each("properties", "modular", "balanced to the unit", to=TINY.tables - 1), FAILS),
    ("Section 4.1 (symmetry)", same, HOLDS),
    ("Section 4.1 (symmetry)", each("properties", "modular", "same data, same return", to=0), FAILS),
    ("Section 4.1 (symmetry)", each("properties", "modular", "same data, a unit apart", to=0), FAILS),
    ("Section 4.1 (zero element)", idle(back=2, more=1), PARTLY),
    ("Section 4.1 (zero element)", idle(back=2, more=0), HOLDS),
    ("Section 4.1 (zero element)", idle(back=1, more=0), FAILS),
    ("Section 4.1 (b ≥ 0)", each("assumptions", "*", "tables with a negative value", to=0), HOLDS),
    ("Section 4.1 (b ≥ 0)", each("assumptions", "*", "tables with a negative value", to=1), PARTLY),
    ("Section 4.1 (b ≥ 0)", each("properties", "*", "nobody's data earn less than nothing", to=0), FAILS),
    ("Section 4.1 (equivalent)", same, HOLDS),
    ("Section 4.1 (equivalent)", each("theorem", "shapes", ALIKE, "2 copies pay", to=1), FAILS),
    ("Lemma 1", same, HOLDS),
    ("Lemma 1", each("theorem", "shapes", "monotone", "later copies add more than a_i", to=1), FAILS),
    ("Theorem 1", same, HOLDS),
    ("Theorem 1", each("theorem", "shapes", "supermodular", "2 copies pay", to=1), FAILS),
    ("Theorem 1", each("theorem", "shapes", "monotone", "pays though the index is at most 0", to=1), FAILS),
    ("Theorem 1 (as stated)", same, PARTLY),
    ("Theorem 1 (as stated)", each("theorem", "shapes", "*", "1 copies pay", to=0), HOLDS),
    ("Abstract", copies(pays=0, different=0), HOLDS),
    ("Abstract", copies(pays=3, different=0), PARTLY),
    ("Abstract", copies(pays=3, different=3), FAILS),
    ("Section 4.2", same, FAILS),
    ("Section 4.2", no_copy_of_a_task_pays, HOLDS),
    ("Section 1 (fees)", same, FAILS),
    ("Section 1 (fees)", each("tasks", "shapes", "*", "counts", "phantom, all tasks", to=0), HOLDS),
    ("Section 3.1 (training data)", identities(withhold=0, split=0), HOLDS),
    ("Section 3.1 (training data)", identities(withhold=0, split=1), PARTLY),
    ("Section 3.1 (training data)", identities(withhold=10, split=0), FAILS),
    ("Section 3.1 (validation data)", same, FAILS),
    (
        "Section 3.1 (validation data)",
        both(each("validation", "pays, literal", to=0), each("validation", "pays, gap", to=0)),
        HOLDS,
    ),
    ("Section 5 (selection)", selected(relevant=5, irrelevant=0), PARTLY),
    ("Section 5 (selection)", selected(relevant=4, irrelevant=0), FAILS),
    ("Section 5 (selection)", selected(relevant=5, irrelevant=1), FAILS),
    ("Section 5 (samples)", same, PARTLY),
    ("Section 5 (samples)", both(*(each("values", way, "*", "mean", to=0.2) for way in ("rows", "party"))), HOLDS),
    ("Section 5 (customised)", same, PARTLY),
    ("Section 5 (customised)", each("customised", "own data only", "own", to=0.5), HOLDS),
    ("Section 8", sampled(error=0.05, covered=0.95), PARTLY),
    ("Section 8", sampled(error=0.2, covered=0.95), FAILS),
    ("Section 8", sampled(error=0.05, covered=0.5), FAILS),
    ("Fig 2 (copied)", line(0.9, 0.95, 0.955), PARTLY),
    ("Fig 2 (copied)", line(0.948, 0.95, 0.955), HOLDS),
    ("Fig 2 (copied)", line(0.95, 0.95, 0.9), FAILS),
    ("Fig 2 (another)", changed("logistic", "4", "0", mean=-0.01), HOLDS),
    ("Fig 2 (another)", changed("logistic", "4", "0", mean=-0.01, margin=0.02), PARTLY),
    ("Fig 2 (another)", changed("logistic", "4", "0", mean=0.01), FAILS),
    ("Fig 2 (another)", changed("logistic", "4", "0", mean=-0.1), FAILS),
    ("Fig 2 (all)", changed("logistic", "*", "all", mean=-0.01), HOLDS),
    ("Fig 2 (all)", changed("logistic", "4", "all", mean=-0.1), FAILS),
    ("Fig 2 (networks)", changed("network", "*", "all", mean=-0.01), HOLDS),
    ("Fig 2 (networks)", changed("network", "0", "all", mean=-0.1), FAILS),
    ("Fig 3a (unique)", both(each("relevance", "unique pairs", to=9), each("relevance", "unique higher", to=9)), HOLDS),
    (
        "Fig 3a (unique)",
        both(each("relevance", "unique pairs", to=9), each("relevance", "unique higher", to=8)),
        PARTLY,
    ),
    ("Fig 3a (unique)", each("relevance", "unique higher", to=0), FAILS),
    (
        "Fig 3a (irrelevant)",
        both(each("relevance", "irrelevant", "*", to=0), each("relevance", "relevant, least", to=0.05)),
        HOLDS,
    ),
    ("Fig 3a (irrelevant)", each("relevance", "irrelevant", "most", to=0.1), FAILS),
    ("Fig 3b", shares("u", 0.5, 0.51, 0.52, 0.53, 0.54, 0.55), HOLDS),
    ("Fig 3b", shares("u", 0.5, 0.51, 0.52, 0.53, 0.54, 0.5), FAILS),
    ("Fig 3c", shares("v", 0.5, 0.5, 0.5, 0.5, 0.5, 0.51), HOLDS),
    ("Fig 3c", shares("v", 0.5, 0.5, 0.5, 0.5, 0.5, 0.6), FAILS),
    ("Section 6.3", shares("net", 0, -0.1, -0.2, -0.3, -0.4, -0.5), HOLDS),
    ("Section 6.3", shares("net", 0, 0.1, -0.2, -0.3, -0.4, -0.5), FAILS),
    ("Fig 4 (own)", customised(own=0.95), HOLDS),
    ("Fig 4 (own)", customised(own=0.9), FAILS),
    ("Fig 4 (other)", customised(), PARTLY),
    ("Fig 4 (other)", customised(sharing=0.9), FAILS),
    ("Fig 4 (other)", customised(other=0.1), FAILS),
]


@pytest.mark.parametrize(("where", "change", "verdict"), CASES)
def test_verdicts(tiny_review: Run, where: str, change: Change, verdict: Verdict) -> None:
    check_verdict(CLAIMS, tiny_review.results, (where, change, verdict), lambda results: render(results, TINY))


def test_every_claim_has_cases() -> None:
    check_cases(CLAIMS, CASES)


def test_a_claim_without_results_stays_open(tiny_review: Run) -> None:
    check_open(CLAIMS, tiny_review.results)
