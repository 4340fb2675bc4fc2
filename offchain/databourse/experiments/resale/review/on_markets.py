"""Verdicts on what the paper sets aside, or hopes for."""

from __future__ import annotations

from databourse.experiments.review.claims import Finding, Results, Verdict
from databourse.experiments.review.markdown import percent


def evasion_gains(results: Results) -> list[float]:
    """What sellers gain that take their payment elsewhere, relative to their utility in equilibrium; all cases."""
    return [
        seller["after"] / seller["before"] - 1
        for matrices in results["market"]["evasion"].values()
        for sellers in matrices.values()
        for seller in sellers.values()
    ]


def nobody_colludes(results: Results) -> Finding:
    """Section 2.3: players do not know each other, so collusion is not modelled."""
    gains = evasion_gains(results)
    why = (
        "as long as a seller and a buyer cannot settle elsewhere: who does, at a price of 0 on the chain, gains "
        f"{percent(min(gains))} to {percent(max(gains))} of its utility, at the cost of everybody upstream"
    )
    if max(gains) <= 0:
        return Finding(Verdict.HOLDS, "no seller gains by a payment elsewhere")
    return Finding(Verdict.PARTLY, why)


def trees_gain(results: Results) -> Finding:
    """Section 6: trees as an extension. Whether AVE does better than RAW in them too."""
    ratios = [
        one["AVE"][buyers]["welfare"] / one["RAW"][buyers]["welfare"]
        for one in results["market"]["trees"].values()
        for buyers in one["RAW"]
        if buyers != "1"
    ]
    why = (
        "if a holder's buyers are drawn independently, a tree is solved as a chain whose shares are multiplied; there "
        f"welfare under AVE is {min(ratios):.2f} to {max(ratios):.2f} times RAW's"
    )
    return Finding(Verdict.HOLDS if min(ratios) >= 1 else Verdict.PARTLY, why)
