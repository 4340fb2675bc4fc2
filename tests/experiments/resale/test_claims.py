"""Verdicts follow from results: other numbers, other verdicts."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from databourse.experiments.resale.review import render
from databourse.experiments.resale.review.claims import CLAIMS
from databourse.experiments.resale.review.on_table import APART, ROUNDING, WITHIN, compared
from databourse.experiments.review.claims import Verdict
from tests.experiments.changes import Change, both, each, same
from tests.experiments.resale.conftest import TINY
from tests.experiments.runs import Run

HOLDS, PARTLY, FAILS = Verdict.HOLDS, Verdict.PARTLY, Verdict.FAILS


def exact_as_published(results: dict[str, Any]) -> None:
    """Models 2 and 4 as rounding makes them, so that every cell agrees."""
    for model, grid in (("2", "k / 10"), ("4", "−1 + 0.1 i")):
        for matrix in ("RAW", "AVE"):
            for measure in ("welfare", "volume"):
                rounded_off = results["rounding"][model][matrix]["grids"][grid][measure]
                results["chains"][model][matrix][measure] = rounded_off


def widened(model: str, factor: float) -> Change:
    """AVE and OPT of a model bring so many times RAW at every length."""

    def change(results: dict[str, Any]) -> None:
        for one in results["lengths"][model].values():
            for matrix in ("AVE", "OPT"):
                one[matrix]["welfare"] = factor * one["RAW"]["welfare"]

    return change


def shrinking(results: dict[str, Any]) -> None:
    """Less and less of an advantage, in every model."""
    for lengths in results["lengths"].values():
        for trades, one in lengths.items():
            for matrix in ("AVE", "OPT"):
                one[matrix]["welfare"] = one["RAW"]["welfare"] * (3 - int(trades) / 10)


def utilities(model: str, matrix: str, change: dict[int, float]) -> Change:
    """Of one model: as under RAW, but for the factors given."""

    def set_them(results: dict[str, Any]) -> None:
        found = results["chains"][model]
        for name in ("AVE", "OPT"):
            found[name]["utilities"] = list(found["RAW"]["utilities"])
        for player, factor in change.items():
            found[matrix]["utilities"][player] *= factor

    return set_them


no_zeros_help = each("optimum", "*", "zeros", "welfare", to=0.0)

CASES: list[tuple[str, str, Change, Verdict]] = [
    ("Section 2.2", "TBDS", same, HOLDS),
    ("Section 2.2", "TBDS", each("assumptions", "leftover", "TBDS(1/2)", to="1/9"), FAILS),
    ("Section 2.3", "collusion", same, PARTLY),
    ("Section 2.3", "collusion", each("market", "evasion", "*", "*", "*", "after", to=0.0), HOLDS),
    ("Fact 3.1", "believes", same, HOLDS),
    ("Fact 3.1", "believes", each("games", "beliefs that differ", to=1), FAILS),
    ("Lemma 3.2, Corollary 3.3", "threshold", same, HOLDS),
    ("Lemma 3.2, Corollary 3.3", "threshold", each("games", "deviations that pay", to=1), FAILS),
    ("Lemma 3.2, Corollary 3.3", "threshold", each("games", "consistent", to=9), FAILS),
    ("Theorem 3.5 (exact)", "exact", same, HOLDS),
    ("Theorem 3.5 (exact)", "exact", each("games", "same as written", to=9), FAILS),
    ("Theorem 3.8", "FPTAS", same, HOLDS),
    ("Theorem 3.8", "FPTAS", each("accuracy", 0, "price", to=0.5), FAILS),
    ("Section 4", "technicality", same, FAILS),
    ("Lemma C.2", "scale", same, HOLDS),
    ("Lemma C.2", "scale", each("theorems", "scaling", "not in proportion", to=1), FAILS),
    ("Lemma C.2", "scale", each("theorems", "scaling", "event depends on the matrix", to=1), FAILS),
    ("Theorem 4.3", "passing up", same, HOLDS),
    ("Theorem 4.3", "passing up", each("theorems", "local", "violations", to=1), FAILS),
    ("Theorem 4.4", "whoever buys", same, HOLDS),
    ("Theorem 4.4", "whoever buys", each("theorems", "nesting", "violations", to=1), FAILS),
    ("Section 4.2", "balanced", same, HOLDS),
    ("Section 4.2", "balanced", each("theorems", "nesting", "balanced, welfare falls", to=1), FAILS),
    ("Section 5.1 (models)", "assumptions", same, PARTLY),
    ("Section 5.1 (models)", "assumptions", each("assumptions", "models", "2", "lowest", to="1/10"), HOLDS),
    ("Section 5.1 (models)", "assumptions", each("assumptions", "models", "2", "homogeneous", to=True), FAILS),
    ("Section 5.1 (OPT)", "highest", same, PARTLY),
    ("Section 5.1 (OPT)", "highest", no_zeros_help, HOLDS),
    ("Table 1", "cells", same, PARTLY),
    ("Table 1", "cells", exact_as_published, HOLDS),
    ("Table 1", "cells", each("chains", "3", "OPT", "volume", to=2.0), FAILS),
    ("Table 1", "better", same, HOLDS),
    ("Table 1", "better", each("chains", "3", "OPT", "volume", to=1.0), FAILS),
    ("Abstract", "AVE trades", same, PARTLY),
    ("Abstract", "AVE trades", exact_as_published, HOLDS),
    ("Abstract", "AVE trades", each("chains", "1", "AVE", "volume", to=9.0), FAILS),
    ("Section 5.2 (OPT)", "OPT trades", same, PARTLY),
    ("Section 5.2 (OPT)", "OPT trades", exact_as_published, HOLDS),
    ("Section 5.2 (OPT)", "OPT trades", each("chains", "1", "OPT", "welfare", to=99.0), FAILS),
    ("Section 5.2 (volume)", "almost all", same, HOLDS),
    ("Section 5.2 (volume)", "almost all", each("chains", "2", "OPT", "volume", to=3.9), FAILS),
    ("Section 5.2 (robustness)", "persist", same, PARTLY),
    ("Section 5.2 (robustness)", "persist", each("lengths", "4", "2", "AVE", "welfare", to=0.0), FAILS),
    (
        "Section 5.2 (robustness)",
        "persist",
        both(
            each("theorems", "homogeneity", "AVE, welfare falls", to=0),
            each("theorems", "homogeneity", "balanced, welfare falls", to=0),
        ),
        HOLDS,
    ),
    ("Fig 2", "almost nobody", same, PARTLY),
    ("Fig 2", "almost nobody", utilities("4", "AVE", {1: 0.9, 2: 0.9}), HOLDS),
    ("Fig 2", "almost nobody", utilities("4", "OPT", {1: 0.9, 2: 0.9, 3: 0.9}), PARTLY),
    ("Fig 2", "almost nobody", utilities("1'", "OPT", {1: 0.9}), FAILS),
    ("Fig 3", "grows", same, HOLDS),
    ("Fig 3", "grows", shrinking, FAILS),
    ("Fig 3", "smaller", both(widened("3", 1.01), widened("4", 1.02), widened("1'", 2.0), widened("2", 1.5)), HOLDS),
    ("Fig 3", "smaller", widened("3", 9.0), FAILS),
    ("Appendix D", "minute", each("speed", "models", "*", "as written", to=10.0), HOLDS),
    ("Appendix D", "minute", each("speed", "models", "2", "as written", to=1000.0), FAILS),
    ("Section 6", "trees", same, HOLDS),
    ("Section 6", "trees", each("market", "trees", "3", "AVE", "3", "welfare", to=0.0), PARTLY),
]


def grown(first: float, last: float) -> Change:
    def change(results: dict[str, Any]) -> None:
        results["speed"]["sizes"] = {
            "2": {"as written": first, "fast": 1.0},
            "4": {"as written": last, "fast": 1.0},
        }

    return change


def no_ties(results: dict[str, Any]) -> None:
    for matrices in results["rounding"].values():
        for one in matrices.values():
            one["highest"] = one["lowest"]


CASES += [
    ("Theorem 3.5 (time)", "polynomial", grown(1.0, 16.0), HOLDS),
    ("Theorem 3.5 (time)", "polynomial", grown(1.0, 64.0), FAILS),
    ("Section 4", "technicality", no_ties, HOLDS),
]


@pytest.mark.parametrize(("where", "words", "change", "verdict"), CASES)
def test_verdicts(tiny_review: Run, where: str, words: str, change: Change, verdict: Verdict) -> None:
    results = copy.deepcopy(tiny_review.results)
    change(results)
    (claim,) = (claim for claim in CLAIMS if claim.where == where and words in claim.words)
    finding = claim.find(results)
    assert finding.verdict is verdict, finding
    assert finding.why in render(results, TINY)


def test_every_claim_has_cases() -> None:
    for claim in CLAIMS:
        verdicts = {verdict for where, words, _, verdict in CASES if claim.where == where and words in claim.words}
        assert len(verdicts) >= 2, claim.words


def test_a_claim_without_results_stays_open(tiny_review: Run) -> None:
    for claim in CLAIMS:
        for part in claim.needs:
            others = {name: result for name, result in tiny_review.results.items() if name != part}
            assert claim.find(others).verdict is Verdict.OPEN


def test_what_becomes_of_the_cells(tiny_review: Run) -> None:
    found = list(compared(tiny_review.results))
    assert len(found) == 24
    rounding = {(one.measure, one.matrix, one.model) for one in found if one.verdict == ROUNDING}
    assert rounding == {
        ("welfare", "RAW", "2"),
        ("welfare", "AVE", "2"),
        ("volume", "RAW", "2"),
        ("volume", "AVE", "2"),
        ("volume", "RAW", "4"),
    }
    assert {one.verdict for one in found} == {WITHIN, ROUNDING}
    results = copy.deepcopy(tiny_review.results)
    results["chains"]["1"]["RAW"]["welfare"] = 5.0
    assert next(compared(results)).verdict == APART
