"""Verdicts follow from results: other numbers, other verdicts."""

from __future__ import annotations

from typing import Any

import pytest

from databourse.experiments.review.claims import Verdict
from databourse.experiments.sharing.review import render
from databourse.experiments.sharing.review.claims import CLAIMS
from tests.experiments.changes import Change, both, each, same
from tests.experiments.runs import Run
from tests.experiments.sharing.conftest import TINY
from tests.experiments.verdicts import check_cases, check_open, check_verdict

HOLDS, PARTLY, FAILS = Verdict.HOLDS, Verdict.PARTLY, Verdict.FAILS
GAMES, MARKETS = TINY.games, TINY.markets

no_lie_pays = both(each("lies", "mixed, lies that pay", to=0), each("lies", "mixed, markets", to=0))
all_feasible = both(
    each("mixed", "modes", "unlimited", "infeasible", to=0),
    each("mixed", "modes", "unlimited", "markets, somebody below 0", to=0),
)


none_feasible = both(each("mixed", "modes", "*", "asked", to=9), each("mixed", "modes", "*", "infeasible", to=9))


def ring_is_mended(results: dict[str, Any]) -> None:
    results["queries"]["match blocked"] = 0
    results["queries"]["ring"]["blocked by"] = None


def substitutes(count: int) -> Change:
    """So many substitutable preferences fail H2, of three agents and of four."""
    return each("profiles", "substitutes", "*", "H2 fails", to=count)


CASES: list[tuple[str, Change, Verdict]] = [
    ("Section 3.2", same, HOLDS),
    ("Section 3.2", each("profiles", "strict", "*", "none stable", to=0), FAILS),
    ("Section 2 (substitutes)", same, PARTLY),
    ("Section 2 (substitutes)", substitutes(1), FAILS),
    (
        "Section 2 (substitutes)",
        both(substitutes(0), each("profiles", "substitutes", "*", "without H1, H2 fails", to=0)),
        HOLDS,
    ),
    ("Corollary 3.1.1", same, PARTLY),
    ("Corollary 3.1.1", each("sizes", "any, ranked", to=GAMES), HOLDS),
    ("Corollary 3.1.1", each("sizes", "rising, ranked", to=GAMES - 1), FAILS),
    ("Proposition 3.1 (stable)", same, PARTLY),
    ("Proposition 3.1 (stable)", each("profiles", "ties", "strict", "match unstable", to=0), HOLDS),
    ("Proposition 3.1 (stable)", each("profiles", "strict", "H1 and H2", "match unstable", to=1), FAILS),
    ("Proposition 3.1 (stable)", each("sizes", "match stable", to=GAMES - 1), FAILS),
    ("Proposition 3.1 (time)", same, HOLDS),
    ("Proposition 3.1 (time)", each("sizes", "work", 1, "proposals", to=191), FAILS),
    ("Lemma 3.2", same, HOLDS),
    ("Lemma 3.2", each("profiles", "strict", "H1 only", "dropping helps", to=1), FAILS),
    ("Corollary 3.2.1", same, PARTLY),
    ("Corollary 3.2.1", each("profiles", "ties", "refusal does not last", to=0), HOLDS),
    ("Corollary 3.2.1", each("profiles", "lasting", to=1), FAILS),
    ("Remark 3.3", same, PARTLY),
    ("Remark 3.3", each("profiles", "ties", "strict", "several stable", to=0), HOLDS),
    ("Remark 3.3", each("profiles", "strict", "H1 and H2", "several stable", to=1), FAILS),
    ("Remark 3.4 (Pareto)", same, HOLDS),
    ("Remark 3.4 (Pareto)", each("profiles", "strict", "neither", "stable but dominated", to=1), FAILS),
    ("Remark 3.4 (welfare)", same, HOLDS),
    ("Remark 3.4 (welfare)", each("sizes", "examples", "3.4", "match", to=10.0), FAILS),
    ("Example 3.5", same, PARTLY),
    ("Example 3.5", each("sizes", "examples", "3.5", "*", to=[]), HOLDS),
    ("Example 3.5", each("sizes", "examples", "3.5", "*", to=[[[0, 1]]]), FAILS),
    ("Section 3.2 (ranking)", same, HOLDS),
    ("Section 3.2 (ranking)", each("profiles", "strict", "H2 only", "none stable", to=0), FAILS),
    ("Section 3.2 (complements)", same, HOLDS),
    ("Section 3.2 (complements)", each("profiles", "strict", "H1 only", "none stable", to=0), FAILS),
    ("Proposition 4.1 (i)", same, HOLDS),
    ("Proposition 4.1 (i)", each("prices", "kinds", "additive", "payments add up to 0", to=MARKETS - 1), FAILS),
    ("Proposition 4.1 (ii)", same, HOLDS),
    ("Proposition 4.1 (ii)", each("prices", "kinds", "monotone", "no coalition gains", to=MARKETS - 1), FAILS),
    ("Proposition 4.1 (ii)", each("prices", "kinds", "monotone", "optimal graphs supported", to=0), FAILS),
    ("Proposition 4.2 (one seller)", same, HOLDS),
    ("Proposition 4.2 (one seller)", each("prices", "kinds", "coverage", "no longer bought above", to=0), FAILS),
    ("Proposition 4.2 (space)", same, FAILS),
    ("Proposition 4.2 (space)", each("prices", "kinds", "*", "all at the maximum breaks demand", to=0), HOLDS),
    ("Section 2 (Green and Laffont)", same, PARTLY),
    ("Section 2 (Green and Laffont)", each("payments", "kinds", "*", "as printed, deficit", to=1), HOLDS),
    ("VCG (truthful)", same, HOLDS),
    ("VCG (truthful)", each("lies", "as printed, lies that pay", to=1), FAILS),
    ("VCG (truthful)", each("lies", "vcg, lies that pay", to=1), FAILS),
    ("VCG (IR)", same, PARTLY),
    ("VCG (IR)", each("payments", "kinds", "*", "as printed, somebody loses", to=0), HOLDS),
    ("VCG (IR)", each("payments", "kinds", "coverage", "participation, somebody loses", to=1), FAILS),
    ("Eq (21)", same, FAILS),
    ("Eq (21)", each("payments", "kinds", "coverage", "participation, surplus", to=1), HOLDS),
    ("Eq (28)", same, PARTLY),
    ("Eq (28)", all_feasible, HOLDS),
    (
        "Eq (28)",
        both(each("mixed", "modes", "*", "asked", to=9), each("mixed", "modes", "*", "infeasible", to=9)),
        FAILS,
    ),
    ("Proposition 5.1 (balance)", same, PARTLY),
    ("Proposition 5.1 (balance)", each("payments", "kinds", "*", "published does not balance", to=0), HOLDS),
    ("Proposition 5.1 (balance)", each("payments", "kinds", "additive", "clamped does not balance", to=1), FAILS),
    ("Proposition 5.1 (truthful)", same, FAILS),
    ("Proposition 5.1 (truthful)", no_lie_pays, HOLDS),
    ("Proposition 5.1 (IR)", same, PARTLY),
    ("Proposition 5.1 (IR)", all_feasible, HOLDS),
    ("Proposition 5.1 (SW^A)", same, PARTLY),
    ("Proposition 5.1 (SW^A)", each("payments", "kinds", "coverage", "participation, surplus", to=1), HOLDS),
    ("Proposition 5.1 (SW^T)", same, FAILS),
    ("Proposition 5.1 (SW^T)", each("mixed", "modes", "unlimited", "total differs from VCG", to=0), HOLDS),
    ("Section 5.2 (distorted)", same, PARTLY),
    ("Section 5.2 (distorted)", each("mixed", "examples", "thinner", "half", "promised", to=9), HOLDS),
    ("Section 5.2 (distorted)", each("mixed", "modes", "1/2", "welfare is higher", to=1), FAILS),
    ("Remark 5.3", same, PARTLY),
    ("Remark 5.3", each("queries", "marginal", "*", to=2.0), HOLDS),
    ("Remark 5.3", each("queries", "marginal", "sqrt", to=3.0), FAILS),
    ("Section 6 (match)", same, FAILS),
    ("Section 6 (match)", ring_is_mended, HOLDS),
    ("Section 6 (prices)", same, HOLDS),
    ("Section 6 (prices)", each("queries", "the best numbers", to=GAMES - 1), FAILS),
    ("Abstract", same, FAILS),
    ("Abstract", both(no_lie_pays, all_feasible), HOLDS),
]


@pytest.mark.parametrize(("where", "change", "verdict"), CASES)
def test_verdicts(tiny_review: Run, where: str, change: Change, verdict: Verdict) -> None:
    check_verdict(CLAIMS, tiny_review.results, (where, change, verdict), lambda results: render(results, TINY))


def test_every_claim_has_cases() -> None:
    check_cases(CLAIMS, CASES)


def test_a_claim_without_results_stays_open(tiny_review: Run) -> None:
    check_open(CLAIMS, tiny_review.results)
