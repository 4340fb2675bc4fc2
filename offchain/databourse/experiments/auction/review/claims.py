"""The paper's claims one by one, each with the verdict that the results give: nothing is decided beforehand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from databourse.experiments.auction.figures.over_bidders import PUBLISHED_MS
from databourse.experiments.auction.leakage import CHANGES, PUBLISHED, READINGS
from databourse.experiments.auction.review.markdown import listing, number, percent, signed
from databourse.experiments.auction.review.verdict import (
    Finding,
    Results,
    Verdict,
    at_each,
    is_negative,
    is_positive,
    most,
)

PAPER_RULES = ("dantm", "dadpm")

#: The best of several reports is looked for, so its interval is wider: almost three standard errors instead of two.
BEST_OF_SEVERAL = 1.5

#: Below this share of dantm's gains from trade the privacy of dadpm counts as dear.
LOW_PERFORMANCE = 0.9


@dataclass(frozen=True)
class Claim:
    """Something that the paper says.

    Attributes:
        where: in the paper.
        words: what it says.
        needs: the parts that decide it.
        judge: from the results of all parts to the verdict.
    """

    where: str
    words: str
    needs: tuple[str, ...]
    judge: Callable[[Results], Finding]

    def find(self, results: Results) -> Finding:
        """The verdict, as far as the results allow one."""
        missing = [part for part in self.needs if part not in results]
        return Finding(Verdict.OPEN, "left out of this run") if missing else self.judge(results)


def _individually_rational(rule: str) -> Callable[[Results], Finding]:
    def judge(results: Results) -> Finding:
        audit = results["audit"][rule]
        if audit["price IR"] > 0 or any(one["low"] < 0 for one in at_each(results["sweep"], rule, "lowest")):
            return Finding(
                Verdict.FAILS, f"somebody loses by prices alone in {percent(audit['price IR'])} of the markets"
            )
        if audit["quality IR"] > 0:
            why = (
                "no loss by prices in any market; but units below the asked quality are delivered and paid, and count "
                f"for nothing, so somebody can lose in {percent(audit['quality IR'])} of the small markets"
            )
            return Finding(Verdict.READING, why)
        return Finding(Verdict.HOLDS, "no loss in any market")

    return judge


def _budget_balanced(rule: str) -> Callable[[Results], Finding]:
    def judge(results: Results) -> Finding:
        share = results["audit"][rule]["budget"]
        lowest = min(one["low"] for one in at_each(results["sweep"], rule, "budget"))
        if share > 0 or lowest < 0:
            return Finding(
                Verdict.FAILS, f"a deficit in {percent(share)} of the small markets; lowest {number(lowest)}"
            )
        return Finding(Verdict.HOLDS, "no deficit in any market, small or large")

    return judge


def _truthful(rule: str) -> Callable[[Results], Finding]:
    def judge(results: Results) -> Finding:
        audit, profiles = results["audit"][rule], results["profiles"]
        share = profiles["shares"][rule]["any"]
        if audit["any"] == 0 and share == 0:
            return Finding(Verdict.HOLDS, "no lie pays in any market tried")
        why = (
            f"some lie pays in {percent(audit['any'])} of the small markets (a buyer's in {percent(audit['bid'])}, "
            f"a seller's in {percent(audit['ask'])}) and in {percent(share)} of all "
            f"{profiles['profiles']:,} price profiles"
        )
        return Finding(Verdict.FAILS, why)

    return judge


def _payoffs_positive(results: Results) -> Finding:
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
    return Finding(Verdict.READING, f"no payoff is negative, but many are 0, not positive: up to {told} that trade")


def _budgets_positive(results: Results) -> Finding:
    points = [one for rule in PAPER_RULES for one in at_each(results["sweep"], rule, "budget")]
    positive = sum(map(is_positive, points))
    told = f"the mean is significantly above 0 at {positive} of {len(points)} points"
    lowest = min(one["mean"] for one in points)
    return Finding(Verdict.HOLDS if lowest > 0 else Verdict.FAILS, f"{told}; the lowest mean is {number(lowest)}")


def _welfare_higher(results: Results) -> Finding:
    sweep = results["sweep"].values()
    points = len(sweep)
    welfare = [is_positive(point["more"]["welfare"]) for point in sweep]
    lower = [is_negative(point["more"]["gains"]) for point in sweep]
    higher = [is_positive(point["more"]["gains"]) for point in sweep]
    told = f"without the budget significantly higher at {sum(welfare)} of {points} points"
    if not most(welfare):
        return Finding(Verdict.FAILS, told)
    told += f"; with the budget counted higher at {sum(higher)} and lower at {sum(lower)}"
    return Finding(Verdict.HOLDS if most(higher) else Verdict.READING, told)


def _time_grows(results: Results) -> Finding:
    points = list(results["times"]["bidders"].values())
    steps = [
        b[rule]["literal"]["mean"] > a[rule]["literal"]["mean"] for a, b in pairwise(points) for rule in PAPER_RULES
    ]
    return Finding(Verdict.HOLDS if most(steps) else Verdict.FAILS, f"it rises in {sum(steps)} of {len(steps)} steps")


def _dadpm_slower(results: Results) -> Finding:
    points = list(results["times"]["bidders"].values())
    slower = [point["dadpm"]["literal"]["mean"] > point["dantm"]["literal"]["mean"] for point in points]
    verdict = Verdict.HOLDS if most(slower) else Verdict.FAILS
    return Finding(verdict, f"as the paper loops, at {sum(slower)} of {len(slower)} points")


def _fast_enough(results: Results) -> Finding:
    points = list(results["times"]["bidders"].values())
    highest = {
        form: max(point[rule][form]["mean"] for point in points for rule in PAPER_RULES) for form in ("literal", "fast")
    }
    told = f"at most {number(highest['literal'])} ms as the paper loops, {number(highest['fast'])} ms as solved here"
    return Finding(Verdict.HOLDS if highest["literal"] < PUBLISHED_MS else Verdict.FAILS, told)


def _lower_bids_do_not_help(results: Results) -> Finding:
    return _own_report(results, "buyer", sign=-1)


def _higher_asks_do_not_help(results: Results) -> Finding:
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
        return Finding(Verdict.READING, f"{why}; single ones do, by a false price in {told}")
    if not reported:
        why = f"{listing(true)}; nobody does if payoffs are counted with the reported price as if it were the true one"
        return Finding(Verdict.READING, why)
    return Finding(Verdict.FAILS, listing(true))


def _leakage_within(side: str) -> Callable[[Results], Finding]:
    def judge(results: Results) -> Finding:
        low, high = PUBLISHED[side]
        points = results["leakage"].values()
        fits = [
            f"{meaning} ({change})"
            for change in CHANGES
            for reading, meaning in READINGS.items()
            if (low >= 0 or "ratio" in reading)  # Def. 16 is never negative, so it cannot be what is plotted
            and all(low <= point[side][change][reading]["mean"] <= high for point in points)
        ]
        told = [point[side]["one unit"]["told"] for point in points]
        why = (
            "in the whole mechanism a change by one unit shows in the winners or prices in "
            f"{percent(min(told))} to {percent(max(told))} of the runs"
        )
        if not fits:
            return Finding(Verdict.FAILS, f"no reading with fixed candidates stays within the range; {why}")
        return Finding(Verdict.READING, f"within the range with fixed candidates: {listing(fits)}; {why}")

    return judge


def _private(results: Results) -> Finding:
    found = results["privacy"]
    bound, seen = found["epsilon"], found["ratio"]
    fixed = (
        f"where a change leaves the same sequences possible, ln(P1/P2) is at most {number(seen)}, and the bound "
        f"{number(bound)}"
    )
    broken = found["winners"]["violations"]
    if broken == 0 and seen <= bound:
        return Finding(Verdict.HOLDS, fixed)
    why = (
        f"{fixed}; but a changed bid can change who is a candidate: of all changes {percent(broken)} break the "
        "definition for the winners alone, and "
        f"{percent(found['winners and prices']['violations'])} with the prices that they see"
    )
    return Finding(Verdict.READING if seen <= bound else Verdict.FAILS, why)


def _performs(results: Results) -> Finding:
    shares = {
        scene: (found["dadpm"]["share"]["mean"], found["dantm"]["share"]["mean"])
        for scene, found in results["gains"].items()
    }
    told = listing([f"{percent(dadpm)} ({scene}; dantm {percent(dantm)})" for scene, (dadpm, dantm) in shares.items()])
    low = any(dadpm < LOW_PERFORMANCE * dantm for dadpm, dantm in shares.values())
    return Finding(Verdict.FAILS if low else Verdict.HOLDS, f"of the best gains from trade dadpm realises {told}")


CLAIMS: tuple[Claim, ...] = (
    Claim("Lemma 5", "DANTM is individually rational", ("audit", "sweep"), _individually_rational("dantm")),
    Claim("Lemma 6", "DANTM is weakly budget-balanced", ("audit", "sweep"), _budget_balanced("dantm")),
    Claim("Lemma 7", "DANTM is truthful", ("audit", "profiles"), _truthful("dantm")),
    Claim("Lemma 10", "DADPM is individually rational", ("audit", "sweep"), _individually_rational("dadpm")),
    Claim("Lemma 11", "DADPM is weakly budget-balanced", ("audit", "sweep"), _budget_balanced("dadpm")),
    Claim("Lemma 12", "DADPM is truthful", ("audit", "profiles"), _truthful("dadpm")),
    Claim(
        "Theorems 14, 15", "DADPM preserves differential privacy of the bidders' quality values", ("privacy",), _private
    ),
    Claim("Section 5.3", "DADPM does not suffer from low auction performance", ("gains",), _performs),
    Claim("Fig 5", "every payoff is positive", ("sweep",), _payoffs_positive),
    Claim("Fig 6", "budgets are positive", ("sweep",), _budgets_positive),
    Claim("Fig 7", "social welfare is higher in DADPM than in DANTM in most cases", ("sweep",), _welfare_higher),
    Claim("Fig 8", "in most cases time rises with the number of bidders", ("times",), _time_grows),
    Claim("Fig 8", "DADPM takes longer than DANTM", ("times",), _dadpm_slower),
    Claim("Fig 8", f"no more than {PUBLISHED_MS} ms", ("times",), _fast_enough),
    Claim("Fig 9(a)", "a lower bid does not help buyers", ("own_report", "audit"), _lower_bids_do_not_help),
    Claim("Fig 9(b)", "no higher payoff when sellers ask more", ("own_report", "audit"), _higher_asks_do_not_help),
    Claim("Fig 10(a)", "leakage is between −0.0002 and 0.0002", ("leakage",), _leakage_within("bid")),
    Claim("Fig 10(b)", "leakage is between 0 and 0.0004", ("leakage",), _leakage_within("ask")),
)
