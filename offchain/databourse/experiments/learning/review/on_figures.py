"""Verdicts on Figs 2 to 4."""

from __future__ import annotations

from typing import Any

from databourse.experiments.learning.customised import SHOWN
from databourse.experiments.learning.relevance import THRESHOLDS
from databourse.experiments.review.claims import Finding, Results, Verdict
from databourse.experiments.review.markdown import listing, number, percent

#: Of accuracy: less is slight, and as good as constant.
_SLIGHT, _FLAT = 0.03, 0.01


def at_strength(results: Results, strength: float) -> dict[str, float]:
    """The means of Fig 4."""
    points: list[dict[str, float]] = results["customised"]["strengths"]
    return next(point for point in points if point["strength"] == strength)


def change(estimate: dict[str, float]) -> str:
    """A change of accuracy with its interval."""
    sign = "+" if estimate["mean"] > 0 else ""
    return f"{sign}{number(estimate['mean'])} ± {number(estimate['margin'])}"


def copied_digit_rises(results: Results) -> Finding:
    """Fig 2: the accuracy of the digit that is copied."""
    found = results["replicas"]["logistic"]["0"]
    points = [point["0"]["mean"] for point in found["points"]]
    told = (
        f"from {number(points[0])} to {number(max(points))} at best, and has {number(points[-1])} with the most copies"
    )
    if max(points) <= points[0]:
        return Finding(Verdict.FAILS, f"digit 0 does not get better: {told}")
    settled = max(points[-3:]) - min(points[-3:]) < _FLAT
    return Finding(Verdict.HOLDS if settled else Verdict.PARTLY, f"digit 0 goes {told}")


def other_digit_falls(results: Results) -> Finding:
    """Fig 2: digit 0 when digit 4 is copied."""
    found = results["replicas"]["logistic"]["4"]["change"]["0"]
    why = f"50 copies of digit 4 change the accuracy of digit 0 by {change(found)}"
    if found["mean"] < -_SLIGHT or found["mean"] > 0:
        return Finding(Verdict.FAILS, why)
    sure = found["mean"] + found["margin"] < 0
    return Finding(Verdict.HOLDS if sure else Verdict.PARTLY, why if sure else f"{why}, which may be chance")


def _overall(results: Results, learner: str) -> Finding:
    found = results["replicas"][learner]
    changes = {digit: found[digit]["change"]["all"] for digit in ("0", "4")}
    told = listing([f"{change(one)} (digit {digit})" for digit, one in changes.items()])
    good = all(abs(one["mean"]) < _SLIGHT for one in changes.values())
    return Finding(Verdict.HOLDS if good else Verdict.FAILS, f"50 copies change it by {told}")


def overall_falls_slightly(results: Results) -> Finding:
    """Fig 2: all digits, logistic regression."""
    return _overall(results, "logistic")


def networks_are_similar(results: Results) -> Finding:
    """Fig 2: the two right plots."""
    found = _overall(results, "network")
    return Finding(found.verdict, f"with {results['replicas']['neurons']} neurons {found.why}")


def unique_labels_are_worth_more(results: Results) -> Finding:
    """Fig 3a, all digits."""
    found = results["relevance"]
    higher, pairs = found["unique higher"], found["unique pairs"]
    why = (
        f"a party with a label that nobody else has is worth more than one without in {percent(higher / pairs)} of "
        f"{pairs} pairs, over {found['draws']} draws of labels"
    )
    if higher == pairs:
        return Finding(Verdict.HOLDS, why)
    return Finding(Verdict.PARTLY if higher > pairs * 0.6 else Verdict.FAILS, f"as a rule: {why}")


def irrelevant_are_worth_nothing(results: Results) -> Finding:
    """Fig 3a, six digits."""
    found, least = results["relevance"]["irrelevant"], results["relevance"]["relevant, least"]
    size = max(abs(found["least"]), abs(found["most"]))
    why = (
        f"{found['parties']} parties without any of the digits are at most {number(size)} away from it, others have at "
        f"least {number(least)}"
    )
    return Finding(Verdict.HOLDS if size < 2 * _FLAT < least else Verdict.FAILS, why)


def values_select(results: Results) -> Finding:
    """Section 6.2: selection by a threshold."""
    found = results["relevance"]["selected"]
    good = f"{THRESHOLDS[1]:g}"
    right, zero = found[good], found["0"]
    dear = found[f"{THRESHOLDS[-1]:g}"]
    if right["irrelevant kept"] or right["relevant kept"] < right["relevant"]:
        return Finding(Verdict.FAILS, f"with τ = {good} {right['irrelevant kept']} irrelevant parties are kept")
    why = (
        f"if τ is small, but not 0: τ = {good} keeps {right['relevant kept']} of {right['relevant']} relevant parties "
        f"and {right['irrelevant kept']} of {right['irrelevant']} others, and the model loses {number(right['worst'])} "
        f"of accuracy at worst; τ = 0 keeps {zero['irrelevant kept']} others, since the closure has no negative value, "
        f"and τ = {THRESHOLDS[-1]:g} loses {number(dear['worst'])}"
    )
    return Finding(Verdict.PARTLY, why)


def _shares(results: Results, name: str) -> list[dict[str, Any]]:
    return [point[name] for point in results["shares"]["points"]]


def copies_pay_by_u(results: Results) -> Finding:
    """Fig 3b."""
    means = [point["mean"] for point in _shares(results, "u")]
    ideal = results["shares"]["ideal"][-1]["u"]
    why = (
        f"the share of the party that copies itself goes from {number(means[0])} to {number(means[-1])} with five "
        f"copies; if copies added nothing, it would be {number(ideal)}"
    )
    return Finding(Verdict.HOLDS if means == sorted(means) else Verdict.FAILS, why)


def shares_stay_by_v(results: Results) -> Finding:
    """Fig 3c, shares."""
    first, *_, last = _shares(results, "v")
    why = f"the share goes from {number(first['mean'])} to {number(last['mean'])} with five copies"
    return Finding(Verdict.HOLDS if abs(last["mean"] - first["mean"]) < 2 * _SLIGHT else Verdict.FAILS, why)


def copies_do_not_pay(results: Results) -> Finding:
    """Section 6.3: what Fig 3c is to show."""
    nets = [point["mean"] for point in _shares(results, "net")]
    why = (
        f"shares do not show it, money does: each copy is charged for its own gain, and the party nets "
        f"{number(nets[0])} with one identity, {number(nets[1])} with two, {number(nets[-1])} with six"
    )
    falling = nets == sorted(nets, reverse=True) and nets[-1] < nets[0]
    return Finding(Verdict.HOLDS if falling else Verdict.FAILS, why)


def own_task_is_served(results: Results) -> Finding:
    """Fig 4: a customised model is good at its own task."""
    plain, strong = at_strength(results, 0.0), at_strength(results, SHOWN)
    alone = results["customised"]["own data only"]["own"]
    why = (
        f"{number(strong['own'])} at λ = {SHOWN:g}, {number(plain['own'])} without the second term; a model of rows "
        f"with the own labels only has {number(alone)}"
    )
    return Finding(Verdict.HOLDS if strong["own"] > plain["own"] - _SLIGHT else Verdict.FAILS, why)


def other_tasks_are_not(results: Results) -> Finding:
    """Fig 4: mediocre where a label is shared, useless elsewhere."""
    plain, weak, strong = (at_strength(results, strength) for strength in (0.0, 2.0, SHOWN))
    kinds = ("sharing a label", "other")
    told = [
        f"{number(one[kinds[0]])} and {number(one[kinds[1]])} at λ = {strength:g}"
        for strength, one in ((0, plain), (2, weak), (SHOWN, strong))
    ]
    good = 0.3 < strong[kinds[0]] < 0.7 and strong[kinds[1]] < 0.05
    why = f"if λ is large enough: {listing(told)} where a label is shared and where none is"
    return Finding(Verdict.PARTLY if good else Verdict.FAILS, why)


def customising_is_worth_it(results: Results) -> Finding:
    """Section 5: the second term is what makes a model useless for others."""
    strong, alone = at_strength(results, SHOWN), results["customised"]["own data only"]
    told = "own {own}, sharing a label {sharing a label}, other {other}"
    both = [told.format_map({kind: number(value) for kind, value in one.items()}) for one in (strong, alone)]
    if strong["own"] > alone["own"]:
        return Finding(Verdict.HOLDS, f"at λ = {SHOWN:g}: {both[0]}; by leaving rows out: {both[1]}")
    why = (
        f"rows with other labels can simply be left out: {both[1]}. The term costs accuracy here ({both[0]} at "
        f"λ = {SHOWN:g}); it is of use where tasks do not differ by their labels, which no figure has"
    )
    return Finding(Verdict.PARTLY, why)
