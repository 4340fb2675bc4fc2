"""Verdicts on what the paper reads off Figs 4, 8 and 9: what data are worth, and what they leak."""

from __future__ import annotations

from itertools import pairwise

from databourse.experiments.coalition.published import PRECISION
from databourse.experiments.review.claims import Finding, Results, Verdict
from databourse.experiments.review.markdown import listing, number, percent

#: Differences below this are rounding.
SLACK = 1e-7


def volume_helps(results: Results) -> Finding:
    """Fig 4: more samples in common, more precision."""
    found = results["overlap"]
    points = found["points"]

    def rises(name: str) -> bool:
        return all(after[name] > before[name] for before, after in pairwise(points))

    if rises("mean"):
        return Finding(Verdict.HOLDS, "the mean over the noise rises with the samples in common")
    why = (
        f"for draws n0 < 1, {percent(found['rises'])} of them; above 1 the exponent turns positive, and the mean over "
        f"n0 ~ N(0.5, 1), which is 1 − A0·exp(2k² − k), falls from k = {number(found['peak'])} on, without a bound"
    )
    return Finding(Verdict.PARTLY if rises("median") else Verdict.FAILS, why)


def noise_hurts(results: Results) -> Finding:
    """Fig 4: noise lowers the valuation."""
    share = results["overlap"]["lowered by noise"]
    why = f"a draw n0 < 0 raises ζ above its value without noise, which happens in {percent(1 - share)} of the draws"
    if share == 1:
        return Finding(Verdict.HOLDS, "every draw lowers ζ")
    return Finding(Verdict.PARTLY if share > 0.5 else Verdict.FAILS, f"for draws n0 > 0: {why}")


def precision_reached(results: Results) -> Finding:
    """Fig 8: correlations have converged with a precision of 5·10⁻⁴."""
    found = results["stopping"]
    low, _, high = found["error"]
    needed = found["needed"]
    why = (
        f"in {found['runs']} runs that stop after {found['rounds'][0]:,.0f} to {found['rounds'][2]:,.0f} rounds the "
        f"largest error is {number(low)} to {number(high)}, within 5·10⁻⁴ in {found['within']} of them; half of a 95 % "
        f"interval is there {number(found['half width'][1])}, and takes {max(needed.values()):,} samples to be 5·10⁻⁴"
    )
    if found["within"] == found["runs"]:
        return Finding(Verdict.HOLDS, why)
    if found["stopped"] == found["runs"]:
        return Finding(Verdict.PARTLY, f"if it says that r no longer moves by more than {PRECISION} a round: {why}")
    return Finding(Verdict.FAILS, why)


def proportional_to_samples(results: Results) -> Finding:
    """Fig 9: the valuation is proportional to the number of samples."""
    found = results["valuation"]
    doubled = found["doubled"]
    if all(abs(factor - 2) < SLACK for factor in doubled):
        return Finding(Verdict.HOLDS, "twice the share is worth twice as much at every price")
    told = (
        f"the printed sum over sellers does not rise with a seller's share in {found['total does not rise']} of "
        f"{found['steps']} steps, its term for one device in {found['device does not rise']}; but twice the share is "
        f"worth {number(max(doubled))} times as much at price 1, and no more at price 10"
    )
    return Finding(Verdict.FAILS, told)


def rises_with_price(results: Results) -> Finding:
    """Fig 9: the valuation is proportional to the price; the text calls the pricing linear."""
    found = results["valuation"]
    equal = found["equal"]["exponent"]
    ratios = [after / before for before, after in pairwise(equal)]
    if found["price does not rise"]:
        why = f"it does not rise in {found['price does not rise']} of {found['price steps']} steps"
        return Finding(Verdict.FAILS, why)
    linear = max(abs(value / equal[0] - price) for price, value in zip(found["prices"], equal, strict=True)) < SLACK
    if linear:
        return Finding(Verdict.HOLDS, "it is the price times a constant")
    why = (
        "if it says that it rises: it rises in every step, but not linearly; for M equal sellers it is M^p, "
        f"{number(ratios[0])} times as much for each unit of price for two, {number(equal[-1])} at price 10"
    )
    return Finding(Verdict.PARTLY, why)


def later_seller_loses(results: Results) -> Finding:
    """Fig 9: who sells after a correlated seller is paid less."""
    kept = results["valuation"]["kept"]
    lost = {name: 1 - share for name, share in kept.items()}
    told = listing([f"{percent(lost[name])} after {name}" for name in kept if name != "nobody"])
    verdict = Verdict.HOLDS if all(lost[name] > 0 for name in ("X", "Y")) else Verdict.FAILS
    return Finding(verdict, f"Z loses {told}, at every price and share; by this formula nobody can lose more than half")
