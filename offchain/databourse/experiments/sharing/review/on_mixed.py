"""Verdicts on section 5: VCG and mixed-VCG."""

from __future__ import annotations

from typing import Any

from databourse.experiments.review.claims import Finding, Results, Verdict
from databourse.experiments.review.markdown import number, percent
from databourse.experiments.sharing.review.on_money import total


def at(results: Results, report: float) -> dict[str, Any]:
    """The point of the example of two agents with this report."""
    (found,) = (point for point in results["lies"]["path"] if point["report"] == report)
    return dict(found)


def vcg_is_truthful(results: Results) -> Finding:
    """Section 2 and the proof of proposition 5.1: VCG is truthful."""
    found = results["lies"]
    paying = found["participation, lies that pay"] + found["as printed, lies that pay"] + found["vcg, lies that pay"]
    tried = 2 * found["lies about anything"] + found["lies"]
    why = f"in both readings of (20) {paying} of {tried:,} random lies about utility and costs pay"
    if paying:
        return Finding(Verdict.FAILS, why)
    return Finding(
        Verdict.HOLDS,
        f"{why}. Somebody has to pay the deficit, though: a sponsor's cap must reach whatever is reported",
    )


def vcg_is_rational(results: Results) -> Finding:
    """Section 2 and the proof of proposition 5.1: VCG is individually rational."""
    found = results["payments"]
    kinds, every = found["kinds"], found["markets"] * len(found["kinds"])
    printed, without = (total(kinds, f"{name}, somebody loses") for name in ("as printed", "participation"))
    if without:
        return Finding(Verdict.FAILS, f"somebody loses in {without:,} of {every:,} markets without its edges")
    if not printed:
        return Finding(Verdict.HOLDS, f"nobody loses in {every:,} markets")
    example = found["examples"]
    why = (
        "if the alternative to i is a graph without i's edges, as section 2's conditions ask: then nobody loses in "
        f"{every:,} markets. As printed (20) only leaves out what i feels, so others go on using its data: somebody "
        f"loses in {printed:,}. A seller "
        f"with cost 1 and a buyer for 10: the seller is paid {example['as printed'][0]} and has "
        f"−{-example['payoffs as printed'][0]}"
    )
    return Finding(Verdict.PARTLY, why)


def surplus_and_deficit(results: Results) -> Finding:
    """Section 5.2: the sum Δ may be a surplus or a deficit."""
    found = results["payments"]
    kinds, every = found["kinds"], found["markets"] * len(found["kinds"])
    surplus, deficit = (
        {name: total(kinds, f"{name}, {what}") for name in ("participation", "as printed")}
        for what in ("surplus", "deficit")
    )
    for name in surplus:
        if surplus[name] and deficit[name]:
            return Finding(Verdict.HOLDS, f"{surplus[name]:,} surpluses and {deficit[name]:,} deficits")
    why = (
        f"with costs that add up each reading of (20) has one sign only. Without i's edges Δ = −Σ(p^max − c), never "
        f"above 0 ({deficit['participation']:,} deficits, {surplus['participation']} surpluses in {every:,} markets): "
        "the rule for a surplus and data made worse never come into it. As printed no payment is negative, sellers are "
        f"never paid, and Δ is never below 0 ({surplus['as printed']:,} surpluses)"
    )
    return Finding(Verdict.FAILS, why)


def impossibility(results: Results) -> Finding:
    """Section 2: no truthful mechanism is always efficient and weakly budget balanced (Green and Laffont)."""
    found, lies = results["payments"], results["lies"]
    deficit = total(found["kinds"], "as printed, deficit")
    if deficit or lies["as printed, lies that pay"]:
        return Finding(Verdict.HOLDS, f"(20) as printed has a deficit in {deficit:,} markets")
    why = (
        "if balance is meant exactly, or together with individual rationality: the paper's own (18) to (20) as printed "
        "are efficient, no lie pays, and there is never a deficit"
    )
    return Finding(Verdict.PARTLY, why)


def money_balances(results: Results) -> Finding:
    """Proposition 5.1: budget balance, by (22) to (27)."""
    found = results["payments"]
    kinds, every = found["kinds"], found["markets"] * len(found["kinds"])
    wrong, clamped = (total(kinds, f"{name} does not balance") for name in ("published", "clamped"))
    if not wrong:
        return Finding(Verdict.HOLDS, f"money adds up to 0 in {every:,} markets")
    example = found["examples"]
    if clamped:
        return Finding(Verdict.FAILS, f"not even clamped, in {clamped:,} markets")
    why = (
        f"if no data payment may have another sign than its payment: as printed, (24) and (26) let one slip in where "
        f"payments have both signs, and money does not add up in {wrong:,} of {every:,} markets (clamped: {clamped}). "
        f"Smallest: payments 1 and −10 give money 0 and {number(example['published']['imbalance'])}"
    )
    return Finding(Verdict.PARTLY, why)


def weights_exist(results: Results) -> Finding:
    """Equation (28) can be met."""
    modes = results["mixed"]["modes"]
    free, half = modes["unlimited"], modes["1/2"]
    if not free["infeasible"]:
        return Finding(Verdict.HOLDS, f"every one of {free['asked']:,} data payments has a weight")
    why = (
        f"if the agent buys something whose value rises with the weight as far as it is owed: of {free['asked']:,} "
        f"agents with a data payment {free['infeasible']:,} have no weight, {free['infeasible, buys nothing']:,} of "
        f"them because they buy nothing; distorted from 1/2, {half['infeasible']:,} of {half['asked']:,}"
    )
    return Finding(Verdict.PARTLY if free["infeasible"] < free["asked"] else Verdict.FAILS, why)


def mixed_is_truthful(results: Results) -> Finding:
    """Proposition 5.1: dominant truthful."""
    found = results["lies"]
    if not found["mixed, lies that pay"]:
        return Finding(Verdict.HOLDS, f"no lie of {found['lies']:,} pays")
    truth, half, quarter = (number(at(results, report)["mixed"]) for report in (8, 4, 2))
    why = (
        f"(28) equates payoffs for what was reported, not for what is true: who says to like data less is given more "
        f"of it. Type 8 has {truth}, {half} if it reports 4, {quarter} if it reports 2. In "
        f"{found['mixed, markets']} of {found['markets']} random markets some lie pays; in VCG, in "
        f"{found['vcg, markets']}"
    )
    return Finding(Verdict.FAILS, why)


def mixed_is_rational(results: Results) -> Finding:
    """Proposition 5.1: ex-post individually rational."""
    found = results["mixed"]
    lost = found["modes"]["unlimited"]["markets, somebody below 0"]
    if not lost:
        return Finding(Verdict.HOLDS, f"nobody is below 0 in {found['markets']} markets")
    why = (
        f"if every data payment has a weight, and for true reports: then all have what VCG gives them. "
        f"Where one has none and the agent is left with its money, somebody is worse off than alone in {lost} of "
        f"{found['markets']} markets"
    )
    return Finding(Verdict.PARTLY, why)


def agents_welfare(results: Results) -> Finding:
    """Proposition 5.1: the suboptimality of SW^A is the imbalance of VCG."""
    payments = results["payments"]
    kinds, every = payments["kinds"], payments["markets"] * len(payments["kinds"])
    surplus = total(kinds, "participation, surplus")
    if surplus:
        return Finding(Verdict.HOLDS, f"it is below the optimum by the surplus in {surplus:,} of {every:,} markets")
    share = results["mixed"]["modes"]["unlimited"]["markets, all feasible"]
    why = (
        "if every weight is feasible, and with the other sign: agents have SW^A = SW^T − Δ, and Δ is not positive, so "
        "they are above the optimum by what a sponsor would bring, and not below it by what is lost. All weights are "
        f"feasible in {share} of {results['mixed']['markets']} markets"
    )
    return Finding(Verdict.PARTLY, why)


def total_welfare(results: Results) -> Finding:
    """Proposition 5.1: the same SW^T as VCG."""
    found = results["mixed"]
    differs = found["modes"]["unlimited"]["total differs from VCG"]
    if not differs:
        return Finding(Verdict.HOLDS, f"in all of {found['markets']} markets")
    why = (
        f"the proof itself arrives at SW^T − Δ in (31), which is another number in {differs} of {found['markets']} "
        "markets, and larger. If better data cost nothing, G* without them was not the optimum"
    )
    return Finding(Verdict.FAILS, why)


def thinning_costs(results: Results) -> Finding:
    """D-mixed-VCG implements a lower welfare than mixed-VCG."""
    found = results["mixed"]
    thin = [one for name, one in found["modes"].items() if name != "unlimited"]
    higher = sum(one["welfare is higher"] for one in thin)
    if higher:
        return Finding(Verdict.FAILS, f"welfare with thinned data is higher in {higher} cases")
    example = found["examples"]["thinner"]
    lower = sum(one["welfare is lower"] for one in thin)
    every = found["markets"] * len(thin)
    if example["half"]["promised"] <= example["whole"]["promised"]:
        return Finding(Verdict.HOLDS, f"in {lower} of {every} cases")
    why = (
        f"where all its weights are feasible: data are never more than whole then. Before data are lifted welfare is "
        f"lower in {lower:,} of {every:,} cases and higher in {higher}; but what payments promise can be more, since "
        f"thinned sellers replace each other less: two of size 2 for a buyer of 2, cost 1, "
        f"{example['half']['promised']} instead of {example['whole']['promised']}"
    )
    return Finding(Verdict.PARTLY, why)


def mixed_is_approximately_optimal(results: Results) -> Finding:
    """Abstract: balance, truthful, rational and socially optimal up to the imbalance, all at once."""
    free, lies = results["mixed"]["modes"]["unlimited"], results["lies"]
    if not free["infeasible"] and not lies["mixed, lies that pay"]:
        return Finding(Verdict.HOLDS, "no lie pays, and every weight is feasible")
    paying = percent(lies["mixed, markets"] / lies["markets"])
    failing = percent(1 - free["markets, all feasible"] / free["markets"])
    why = (
        f"money balances once the split is clamped, but lies pay in {paying} of random markets, and in {failing} of "
        "others somebody cannot be paid in data, even if data can be invented"
    )
    return Finding(Verdict.FAILS, why)
