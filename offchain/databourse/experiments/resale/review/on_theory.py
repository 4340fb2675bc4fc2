"""Verdicts on what the paper proves."""

from __future__ import annotations

import math
from fractions import Fraction

from databourse.experiments.review.claims import Finding, Results, Verdict
from databourse.experiments.review.markdown import listing, number, percent


def _none(count: int, why: str) -> Finding:
    return Finding(Verdict.FAILS if count else Verdict.HOLDS, why)


def beliefs(results: Results) -> Finding:
    """Fact 3.1."""
    found = results["games"]
    differ = found["beliefs that differ"]
    return _none(differ, f"by Bayes' rule, {differ} of {found['beliefs']:,} beliefs in random games depend on more")


def simple_strategies(results: Results) -> Finding:
    """Lemma 3.2, Corollary 3.3, eq. (17): no deviation pays against them."""
    found = results["games"]
    wrong = found["deviations that pay"] + found["games"] - found["consistent"]
    why = (
        f"of {found['deviations']:,} prices tried in {found['games']:,} random games, candidates and others, "
        f"{found['deviations that pay']} bring a seller more, and thresholds are what having the data is worth in "
        f"{found['consistent']:,} games"
    )
    return _none(wrong, why)


def algorithm_is_exact(results: Results) -> Finding:
    """Theorem 3.5, the first half."""
    found = results["games"]
    other = found["games"] - found["same as written"]
    why = (
        f"in rationals it gives the same as ours in {found['same as written']:,} of {found['games']:,} random games, "
        f"where {found['deviations that pay']} deviations pay"
    )
    return _none(other + found["deviations that pay"], why)


def growth(results: Results) -> float:
    """The power of the number of states that the time as written grows with, over the sizes measured."""
    sizes = results["speed"]["sizes"]
    (few, first), *_, (many, last) = ((int(states), times["as written"]) for states, times in sizes.items())
    return math.log(last / first) / math.log(many / few)


def algorithm_is_polynomial(results: Results) -> Finding:
    """Theorem 3.5, the second half."""
    power = growth(results)
    sizes = list(results["speed"]["sizes"])
    why = (
        f"from {sizes[0]} to {sizes[-1]} states its time grows with their number to the power of {power:.1f}; its "
        "loops over states are four deep"
    )
    return Finding(Verdict.HOLDS if power < 5 else Verdict.FAILS, why)


def grid_is_accurate(results: Results) -> Finding:
    """Theorem 3.8."""
    found = results["accuracy"]
    reached = [max(one["threshold"], one["price"]) / one["epsilon"] for one in found]
    most = max(one["cells"] * one["epsilon"] for one in found)
    why = (
        f"with the constants derived again, the paper's being lost: in {len(found)} cases the error on a finer grid is "
        f"{percent(min(reached))} to {percent(max(reached))} of ε, on grids of at most {number(most)}/ε points"
    )
    return Finding(Verdict.HOLDS if max(reached) <= 1 else Verdict.FAILS, why)


def scaling(results: Results) -> Finding:
    """Lemma C.2."""
    found = results["theorems"]["scaling"]
    wrong = found["not in proportion"] + found["event depends on the matrix"]
    return _none(wrong, f"{wrong} violations in {found['trials']:,} random models")


def local_comparison(results: Results) -> Finding:
    """Theorem 4.3."""
    found = results["theorems"]["local"]
    why = f"{found['violations']} violations in {found['trials']:,} random pairs; trade grows in {found['strict']}"
    return _none(found["violations"], why)


def comparison_with_raw(results: Results) -> Finding:
    """Theorem 4.4."""
    found, without = results["theorems"]["nesting"], results["theorems"]["homogeneity"]
    signed = results["theorems"]["positivity"]
    why = (
        f"{found['violations']} violations in {found['trials']:,} random models; without homogeneity "
        f"{percent(without['violations'] / without['trials'])}, without positivity "
        f"{percent(signed['violations'] / signed['trials'])}"
    )
    return _none(found["violations"], why)


def welfare_rises(results: Results) -> Finding:
    """Section 4.2: a balanced matrix does not lower welfare."""
    found, without = results["theorems"]["nesting"], results["theorems"]["homogeneity"]
    falls = found.get("balanced, welfare falls", 0)
    lost = found.get("unbalanced, welfare falls", 0) / max(1, found.get("unbalanced", 0))
    why = (
        f"it falls in {falls} of {found.get('balanced', 0):,} random models with balanced matrices; if the platform "
        f"keeps a part, in {percent(lost)}; without homogeneity in "
        f"{percent(without['balanced, welfare falls'] / without['trials'])}"
    )
    return _none(falls, why)


def tbds_is_one(results: Results) -> Finding:
    """Section 2.2."""
    left = {
        name: Fraction(rest) for name, rest in results["assumptions"]["leftover"].items() if name.startswith("TBDS")
    }
    why = f"for α of 1/4, 1/2 and 3/4 every column sums to 1 and only earlier players share ({len(left)} matrices)"
    return _none(sum(map(bool, left.values())), why)


def models_meet_assumptions(results: Results) -> Finding:
    """Section 5.1: model 1 meets both, model 2 positivity, model 3 homogeneity, model 4 neither."""
    models = results["assumptions"]["models"]
    homogeneous = {name[0] for name, one in models.items() if one["homogeneous"]}
    positive = {name[0] for name, one in models.items() if Fraction(one["lowest"]) > 0}
    never_negative = {name[0] for name, one in models.items() if Fraction(one["lowest"]) >= 0}
    told = f"homogeneous are models {listing(sorted(homogeneous))}, all valuations are positive in model "
    told += listing(sorted(positive))
    if homogeneous == {"1", "3"} and positive == {"1", "2"}:
        return Finding(Verdict.HOLDS, told)
    if homogeneous == {"1", "3"} and never_negative == {"1", "2"}:
        return Finding(Verdict.PARTLY, f"if a valuation of 0 counts as positive, which model 2 has: {told}")
    return Finding(Verdict.FAILS, told)
