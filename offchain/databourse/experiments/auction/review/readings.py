"""Verdicts on what the paper reads off its figures."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise

from databourse.experiments.auction.figures.over_bidders import PUBLISHED_MS
from databourse.experiments.auction.leakage import CHANGES, PUBLISHED, READINGS
from databourse.experiments.auction.review.verdict import PAPER_RULES, at_each, is_negative, is_positive, most
from databourse.experiments.review.claims import Finding, Results, Verdict
from databourse.experiments.review.markdown import listing, number, percent, signed

#: The best of several reports is looked for, so its interval is wider: almost three standard errors instead of two.
BEST_OF_SEVERAL = 1.5


def payoffs_positive(results: Results) -> Finding:
    """Fig 5."""
    sweep = results["sweep"]
    lowest = {rule: min(one["low"] for one in at_each(sweep, rule, "lowest")) for rule in PAPER_RULES}
    zero = {
        f"{rule} {side}": max(one["mean"] for one in at_each(sweep, rule, f"zero_{side}"))
        for rule in PAPER_RULES
        for side in ("buyers", "sellers")
    }
    if min(lowest.values()) < 0:
        return Finding(Verdict.FAILS, f"the lowest payoff is {number(min(lowest.values()))}")
    if max(zero.values()) == 0:
        return Finding(Verdict.HOLDS, "every payoff is above 0")
    told = listing([f"{percent(share)} of {who}" for who, share in zero.items() if share > 0])
    return Finding(Verdict.PARTLY, f"no payoff is negative, but many are 0, not positive: up to {told} that trade")


def budgets_positive(results: Results) -> Finding:
    """Fig 6."""
    points = [one for rule in PAPER_RULES for one in at_each(results["sweep"], rule, "budget")]
    positive = sum(map(is_positive, points))
    told = f"the mean is significantly above 0 at {positive} of {len(points)} points"
    lowest = min(one["mean"] for one in points)
    return Finding(Verdict.HOLDS if lowest > 0 else Verdict.FAILS, f"{told}; the lowest mean is {number(lowest)}")


def welfare_higher(results: Results) -> Finding:
    """Fig 7, by the two ways of counting."""
    sweep = results["sweep"].values()
    points = len(sweep)
    welfare = [is_positive(point["more"]["welfare"]) for point in sweep]
    lower = [is_negative(point["more"]["gains"]) for point in sweep]
    higher = [is_positive(point["more"]["gains"]) for point in sweep]
    told = f"without the budget significantly higher at {sum(welfare)} of {points} points"
    if not most(welfare):
        return Finding(Verdict.FAILS, told)
    told += f"; with the budget counted higher at {sum(higher)} and lower at {sum(lower)}"
    return Finding(Verdict.HOLDS if most(higher) else Verdict.PARTLY, told)


def time_grows(results: Results) -> Finding:
    """Fig 8: from one number of bidders to the next."""
    points = list(results["times"]["bidders"].values())
    steps = [
        b[rule]["literal"]["mean"] > a[rule]["literal"]["mean"] for a, b in pairwise(points) for rule in PAPER_RULES
    ]
    return Finding(Verdict.HOLDS if most(steps) else Verdict.FAILS, f"it rises in {sum(steps)} of {len(steps)} steps")


def dadpm_slower(results: Results) -> Finding:
    """Fig 8: the two rules beside each other."""
    points = list(results["times"]["bidders"].values())
    slower = [point["dadpm"]["literal"]["mean"] > point["dantm"]["literal"]["mean"] for point in points]
    verdict = Verdict.HOLDS if most(slower) else Verdict.FAILS
    return Finding(verdict, f"as the paper loops, at {sum(slower)} of {len(slower)} points")


def fast_enough(results: Results) -> Finding:
    """Fig 8: the highest mean."""
    points = list(results["times"]["bidders"].values())
    highest = {
        form: max(point[rule][form]["mean"] for point in points for rule in PAPER_RULES) for form in ("literal", "fast")
    }
    told = f"at most {number(highest['literal'])} ms as the paper loops, {number(highest['fast'])} ms as solved here"
    return Finding(Verdict.HOLDS if highest["literal"] < PUBLISHED_MS else Verdict.FAILS, told)


def lower_bids_do_not_help(results: Results) -> Finding:
    """Fig 9(a)."""
    return _own_report(results, "buyer", sign=-1)


def higher_asks_do_not_help(results: Results) -> Finding:
    """Fig 9(b)."""
    return _own_report(results, "seller", sign=1)


def _own_report(results: Results, who: str, sign: int) -> Finding:
    roles = f"winning {who}", f"losing {who}"

    def gains(counted: str) -> list[str]:
        """Who gains significantly by a report on this side of the truth, with the best one."""
        told = []
        for rule in PAPER_RULES:
            for role in roles:
                points = [one for one in results["own_report"][rule][role][counted] if sign * one["shift"] > 0]
                best = max(points, key=lambda one: float(one["more"]["mean"]))
                if best["more"]["mean"] > BEST_OF_SEVERAL * best["more"]["margin"]:
                    more = number(best["more"]["mean"])
                    told.append(f"a {role} under {rule} gains {more} on average by reporting {signed(best['shift'])}")
        return told

    true, reported = gains("true"), gains("reported")
    if not true:
        single = {rule: results["audit"][rule][f"{'bid' if who == 'buyer' else 'ask'} price"] for rule in PAPER_RULES}
        why = f"on average no {who} that was followed gains"
        if max(single.values()) == 0:
            return Finding(Verdict.HOLDS, why)
        told = listing([f"{percent(share)} of the small markets under {rule}" for rule, share in single.items()])
        return Finding(Verdict.PARTLY, f"{why}; single ones do, by a false price in {told}")
    if not reported:
        why = f"{listing(true)}; nobody does if payoffs are counted with the reported price as if it were the true one"
        return Finding(Verdict.PARTLY, why)
    return Finding(Verdict.FAILS, listing(true))


def leakage_within(side: str) -> Callable[[Results], Finding]:
    """Fig 10, (a) for bids and (b) for asks."""

    def judge(results: Results) -> Finding:
        low, high = PUBLISHED[side]
        points = results["leakage"].values()
        # Def. 16 is never negative, and means of log ratios are as often as not
        kind = "ratio" if low < 0 else "divergence"

        def size(change: str, reading: str) -> float:
            """The root of the mean square over the numbers of bidders: single points are noise."""
            return math.sqrt(sum(point[side][change][reading]["mean"] ** 2 for point in points) / len(points))

        fits = [
            f"{meaning} ({change}: {number(size(change, reading))})"
            for change in CHANGES
            for reading, meaning in READINGS.items()
            if kind in reading and size(change, reading) <= high
        ]
        told = [point[side]["one unit"]["told"] for point in points]
        why = (
            "in the whole mechanism a change by one unit shows in the winners or prices in "
            f"{percent(min(told))} to {percent(max(told))} of the runs"
        )
        if not fits:
            return Finding(Verdict.FAILS, f"no reading with fixed candidates is of that size; {why}")
        return Finding(Verdict.PARTLY, f"of that size with fixed candidates are: {listing(fits)}; {why}")

    return judge
