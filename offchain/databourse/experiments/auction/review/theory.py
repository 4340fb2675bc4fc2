"""Verdicts on the paper's lemmas and theorems, from the audit of small markets and what stands beside it."""

from __future__ import annotations

from collections.abc import Callable

from databourse.experiments.auction.review.readings import welfare_higher
from databourse.experiments.auction.review.verdict import at_each
from databourse.experiments.review.claims import Finding, Results, Verdict
from databourse.experiments.review.markdown import listing, number, percent

#: Below this share of dantm's gains from trade the privacy of dadpm counts as dear.
LOW_PERFORMANCE = 0.9


def individually_rational(rule: str) -> Callable[[Results], Finding]:
    """Nobody loses by taking part truthfully."""

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
            return Finding(Verdict.PARTLY, why)
        return Finding(Verdict.HOLDS, "no loss in any market")

    return judge


def budget_balanced(rule: str) -> Callable[[Results], Finding]:
    """The auctioneer never loses."""

    def judge(results: Results) -> Finding:
        share = results["audit"][rule]["budget"]
        lowest = min(one["low"] for one in at_each(results["sweep"], rule, "budget"))
        if share > 0 or lowest < 0:
            return Finding(
                Verdict.FAILS, f"a deficit in {percent(share)} of the small markets; lowest {number(lowest)}"
            )
        return Finding(Verdict.HOLDS, "no deficit in any market, small or large")

    return judge


def truthful(rule: str) -> Callable[[Results], Finding]:
    """No lie pays, in random small markets and in all price profiles."""

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


def private(results: Results) -> Finding:
    """The promise of Theorems 14 and 15, with the candidates that the mechanism finds."""
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
    return Finding(Verdict.PARTLY if seen <= bound else Verdict.FAILS, why)


def performs(results: Results) -> Finding:
    """What dadpm realises of the gains from trade, beside dantm; and by the paper's own measure, welfare (Def. 3)."""
    shares = {
        scene: (found["dadpm"]["share"]["mean"], found["dantm"]["share"]["mean"])
        for scene, found in results["gains"].items()
    }
    told = listing([f"{percent(dadpm)} ({scene}; dantm {percent(dantm)})" for scene, (dadpm, dantm) in shares.items()])
    why = f"of the best gains from trade dadpm realises {told}"
    if not any(dadpm < LOW_PERFORMANCE * dantm for dadpm, dantm in shares.values()):
        return Finding(Verdict.HOLDS, why)
    if welfare_higher(results).verdict is Verdict.FAILS:
        return Finding(Verdict.FAILS, why)
    return Finding(Verdict.PARTLY, f"by welfare without the budget (Def. 3) dadpm does better than dantm; but {why}")
