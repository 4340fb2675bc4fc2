"""Verdicts follow from results: other numbers, other verdicts."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from databourse.experiments.auction.experiment import EXPERIMENT, TOPICS
from databourse.experiments.auction.leakage import READINGS
from databourse.experiments.auction.own_report import COUNTED
from databourse.experiments.auction.review import render
from databourse.experiments.auction.review.claims import CLAIMS
from databourse.experiments.review.claims import Verdict
from tests.experiments.auction.conftest import TINY, run_tiny

HOLDS, PARTLY, FAILS = Verdict.HOLDS, Verdict.PARTLY, Verdict.FAILS
Change = Callable[[dict[str, Any]], None]

UP, DOWN = {"mean": 1.0, "margin": 0.5}, {"mean": -1.0, "margin": 0.5}
SMALL, LARGE = {"mean": 1e-5, "margin": 0.0}, {"mean": 0.1, "margin": 0.0}


def each(part: str, *path: str, to: Any) -> Change:
    """Sets what is found under a path; * stands for every key."""

    def walk(value: Any, keys: tuple[str, ...]) -> None:
        chosen = list(value) if keys[0] == "*" else [keys[0]]
        for key in chosen:
            if len(keys) == 1:
                value[key] = to
            else:
                walk(value[key], keys[1:])

    return lambda results: walk(results[part], path)


def both(*changes: Change) -> Change:
    def change(results: dict[str, Any]) -> None:
        for one in changes:
            one(results)

    return change


def lies(rule: str, audit: float, profiles: float) -> Change:
    return both(each("audit", rule, "any", to=audit), each("profiles", "shares", rule, "any", to=profiles))


def privacy(ratio: float, violations: float) -> Change:
    return both(each("privacy", "ratio", to=ratio), each("privacy", "winners", "violations", to=violations))


def payoffs(lowest: float, zero: float) -> Change:
    shares = (each("sweep", "*", "rules", "*", f"zero_{side}", "mean", to=zero) for side in ("buyers", "sellers"))
    return both(each("sweep", "*", "rules", "*", "lowest", "low", to=lowest), *shares)


def welfare(more: dict[str, float], gains: dict[str, float]) -> Change:
    return both(each("sweep", "*", "more", "welfare", to=more), each("sweep", "*", "more", "gains", to=gains))


def loops(bidders: str, **times: float) -> Change:
    return both(*(each("times", "bidders", bidders, rule, "literal", "mean", to=ms) for rule, ms in times.items()))


def gains(role: str, counted: str, mean: float) -> Change:
    """What dantm's and dadpm's followed participant gains at every other report."""

    def change(results: dict[str, Any]) -> None:
        for rule in ("dantm", "dadpm"):
            for point in results["own_report"][rule][role][counted]:
                point["more"] = {"mean": mean if point["shift"] else 0.0, "margin": 0.5}

    return change


def leaks(side: str, **readings: dict[str, float]) -> Change:
    """Sets all readings of a side to something large but these."""
    chosen = {name: readings.get(name, LARGE) for name in READINGS}
    return both(*(each("leakage", "*", side, "*", name, to=value) for name, value in chosen.items()))


def nobody_gains(counted: str) -> Change:
    roles = (f"{kind} {who}" for kind in ("winning", "losing") for who in ("buyer", "seller"))
    return both(*(gains(role, counted, -1.0) for role in roles))


poor_gains = each("gains", "*", "dadpm", "share", "mean", to=0.1)

CASES: list[tuple[str, str, Change, Verdict]] = [
    ("Lemma 5", "rational", each("audit", "dantm", "quality IR", to=0), HOLDS),
    ("Lemma 5", "rational", each("audit", "dantm", "quality IR", to=0.1), PARTLY),
    ("Lemma 5", "rational", each("audit", "dantm", "price IR", to=0.1), FAILS),
    ("Lemma 10", "rational", each("sweep", "*", "rules", "dadpm", "lowest", "low", to=-1), FAILS),
    ("Lemma 6", "budget", each("audit", "dantm", "budget", to=0), HOLDS),
    ("Lemma 11", "budget", each("sweep", "*", "rules", "dadpm", "budget", "low", to=-1), FAILS),
    ("Lemma 7", "truthful", lies("dantm", audit=0.5, profiles=0.0), FAILS),
    ("Lemma 12", "truthful", lies("dadpm", audit=0.0, profiles=0.0), HOLDS),
    ("Lemma 12", "truthful", lies("dadpm", audit=0.0, profiles=0.1), FAILS),
    ("Theorems 14, 15", "privacy", privacy(ratio=0.1, violations=0.0), HOLDS),
    ("Theorems 14, 15", "privacy", privacy(ratio=0.1, violations=0.2), PARTLY),
    ("Theorems 14, 15", "privacy", privacy(ratio=0.9, violations=0.2), FAILS),
    ("Section 5.3", "performance", each("gains", "*", "*", "share", "mean", to=0.95), HOLDS),
    ("Section 5.3", "performance", both(poor_gains, welfare(UP, gains=DOWN)), PARTLY),
    ("Section 5.3", "performance", both(poor_gains, welfare(DOWN, gains=DOWN)), FAILS),
    ("Fig 5", "positive", payoffs(lowest=1, zero=0.0), HOLDS),
    ("Fig 5", "positive", payoffs(lowest=0, zero=0.2), PARTLY),
    ("Fig 5", "positive", payoffs(lowest=-2, zero=0.0), FAILS),
    ("Fig 6", "positive", each("sweep", "*", "rules", "*", "budget", "mean", to=3), HOLDS),
    ("Fig 6", "positive", each("sweep", "*", "rules", "dadpm", "budget", "mean", to=0), FAILS),
    ("Fig 7", "higher", welfare(UP, gains=UP), HOLDS),
    ("Fig 7", "higher", welfare(UP, gains=DOWN), PARTLY),
    ("Fig 7", "higher", welfare(DOWN, gains=DOWN), FAILS),
    ("Fig 8", "rises", both(loops("4", dantm=2, dadpm=2), loops("8", dantm=1, dadpm=1)), FAILS),
    ("Fig 8", "rises", both(loops("4", dantm=1, dadpm=1), loops("8", dantm=2, dadpm=2)), HOLDS),
    ("Fig 8", "longer", loops("*", dantm=1, dadpm=2), HOLDS),
    ("Fig 8", "longer", loops("*", dantm=1, dadpm=1), FAILS),
    ("Fig 8", "no more than", loops("*", dantm=1, dadpm=1), HOLDS),
    ("Fig 8", "no more than", loops("8", dantm=1, dadpm=21), FAILS),
    ("Fig 9(a)", "lower bid", both(nobody_gains("true"), each("audit", "*", "bid price", to=0)), HOLDS),
    ("Fig 9(a)", "lower bid", both(nobody_gains("true"), each("audit", "*", "bid price", to=0.1)), PARTLY),
    ("Fig 9(a)", "lower bid", both(nobody_gains("reported"), gains("winning buyer", "true", 9)), PARTLY),
    ("Fig 9(a)", "lower bid", both(*(gains("losing buyer", counted, 9) for counted in COUNTED)), FAILS),
    ("Fig 9(b)", "ask more", both(nobody_gains("true"), each("audit", "*", "ask price", to=0)), HOLDS),
    ("Fig 9(b)", "ask more", both(*(gains("losing seller", counted, 9) for counted in COUNTED)), FAILS),
    ("Fig 10(a)", "leakage", leaks("bid", first_ratio=SMALL), PARTLY),
    # Def. 16 is never negative, so it cannot be what Fig 10(a) shows, small as it may be
    ("Fig 10(a)", "leakage", leaks("bid", divergence=SMALL, first_divergence=SMALL), FAILS),
    ("Fig 10(b)", "leakage", leaks("ask", divergence=SMALL), PARTLY),
    ("Fig 10(b)", "leakage", leaks("ask"), FAILS),
]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Of all parts that a claim needs."""
    undrawn = replace(EXPERIMENT, figures={})
    topics = [topic for topic in TOPICS if topic not in ("ranges", "examples")]
    return run_tiny(tmp_path_factory.mktemp("claims"), experiment=undrawn, topics=topics).results


@pytest.mark.parametrize(("where", "words", "change", "verdict"), CASES)
def test_verdicts(results: dict[str, Any], where: str, words: str, change: Change, verdict: Verdict) -> None:
    results = copy.deepcopy(results)
    change(results)
    (claim,) = (claim for claim in CLAIMS if claim.where == where and words in claim.words)
    finding = claim.find(results)
    assert finding.verdict is verdict, finding
    assert finding.why in render(results, TINY)


def test_every_claim_has_cases() -> None:
    for claim in CLAIMS:
        assert any(claim.where == where and words in claim.words for where, words, *_ in CASES), claim.words


def test_a_claim_without_results_stays_open(results: dict[str, Any]) -> None:
    for claim in CLAIMS:
        for part in claim.needs:
            others = {name: result for name, result in results.items() if name != part}
            assert claim.find(others).verdict is Verdict.OPEN
