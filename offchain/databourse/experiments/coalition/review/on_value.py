"""Verdicts on data types, the coalition's value, and the example of two sellers."""

from __future__ import annotations

from fractions import Fraction

from databourse.experiments.coalition.published import TABLE_1, TABLE_2
from databourse.experiments.coalition.types import LEVELS
from databourse.experiments.review.claims import Finding, Results, Verdict
from databourse.experiments.review.markdown import number, percent


def value_is_estimated(results: Results) -> Finding:
    """Definition 2, eq (3): the value of data can be evaluated as a distributed Shapley value."""
    found = results["types"]
    share = found["covered"] / found["estimates"]
    why = (
        f"where only the number of samples counts it is (J(m̄) − J(0))/m̄ = {number(found['exact'])}, and "
        f"{found['covered']} of {found['estimates']} Monte Carlo estimates have that in their 95 % interval"
    )
    return Finding(Verdict.HOLDS if share > 0.85 else Verdict.FAILS, why)


def learner_finds_types(results: Results) -> Finding:
    """Section III-A, eq (5): the learner can derive all ξ precisely from what is traded."""
    right = results["types"]["told apart"]
    first, last = (right[key] for key in (min(right, key=int), max(right, key=int)))
    why = (
        f"with noise of variance 1 on ξ from 0 to 1, one trade tells the right one of {LEVELS} types for "
        f"{percent(first)} of the devices, {max(map(int, right)):,} trades for {percent(last)}"
    )
    if first > 0.95:
        return Finding(Verdict.HOLDS, why)
    return Finding(Verdict.PARTLY if last > 0.95 else Verdict.FAILS, f"after thousands of trades of one device: {why}")


def learner_pays_less(results: Results) -> Finding:
    """Eq (6) with γ ≥ 1 describes the depression of the value of data that the learner has in part."""
    found = results["types"]
    lowered = {float(gamma): count for gamma, count in found["depressed"].items()}
    stated = sum(count for gamma, count in lowered.items() if gamma >= 1)
    why = (
        f"with γ ≥ 1 it is below v(D_j) in {stated} of {found['pairs']:,} random pairs with samples in common, with "
        f"γ < 1 in all: the stated range excludes what is to be shown"
    )
    return Finding(Verdict.HOLDS if stated == 2 * found["pairs"] else Verdict.FAILS, why)


def tables_agree(results: Results) -> Finding:
    """Tables I and II."""
    wrong, cells = 0, 0
    for case, found in results["early"].items():
        for seller, sold in TABLE_1[case].items():
            cells += 1
            wrong += tuple(found["sold"][seller]) != sold
        for way, costs in TABLE_2[case].items():
            cells += 2
            wrong += sum(found[way].get(seller) != costs.get(seller) for seller in TABLE_1[case])
    why = f"{cells - wrong} of {cells} cells; costs are indicators, whether samples are lost, not how many"
    return Finding(Verdict.FAILS if wrong else Verdict.HOLDS, why)


def coalition_pays_in_table(results: Results) -> Finding:
    """Section III-C: Table II shows the motive to form a coalition."""
    together = [sum(found["coalition"].values()) for found in results["early"].values()]
    apart = [sum(found["no coalition"].values()) for found in results["early"].values()]
    if sum(together) < sum(apart):
        return Finding(Verdict.HOLDS, f"costs fall from {sum(apart)} to {sum(together)} over both cases")
    why = (
        f"in each case all costs together are {apart[0]} apart and {together[0]} in coalition; who sells first has 0 "
        "apart and 1 in coalition, so it has a reason to stay out; that the other may come first only moves the cost, "
        "and nothing is saved that could make up for it"
    )
    return Finding(Verdict.FAILS, why)


def leakage_is_tightened(results: Results) -> Finding:
    """Eq (9), Theorem 1: the value grows with what a coalition hides."""
    found = results["values"]
    networks = found["networks"]
    why = (
        f"D2: c(Δφ) sums over members, so a pair gains by joining in {found['published, a pair gains']} of {networks} "
        f"random networks and staying alone is best in {found['published, alone is best']}; with the influence of "
        f"those outside instead, a pair gains in {found['repaired, a pair gains']}"
    )
    return Finding(Verdict.HOLDS if found["published, a pair gains"] == networks else Verdict.FAILS, why)


def cost_is_borne_once(results: Results) -> Finding:
    """Eq (9): c(S) is the cost of the coalition."""
    found = results["values"]["examples"]["D1"]
    if found["published"] == found["repaired"]:
        return Finding(Verdict.HOLDS, "it is deducted once")
    why = (
        f"D1: it stands inside the sum over members, so three members bear it three times: budget 3 and cost 1 "
        f"give v = {number(found['published'])} instead of {number(found['repaired'])}"
    )
    return Finding(Verdict.FAILS, why)


def dissimilarity_tells(results: Results) -> Finding:
    """Eq (10): the average dissimilarity in the coalition."""
    found = results["values"]["examples"]["D4"]
    alike, opposite = found["equal"], found["opposite"]
    if alike["dissimilarity"] < opposite["dissimilarity"]:
        return Finding(Verdict.HOLDS, "it is larger for opposite gradients than for equal ones")
    why = (
        "D4: it averages distances from the global gradient, not within the coalition: two equal gradients and two "
        f"opposite ones both have ρ_S = {number(opposite['dissimilarity'])}, at distances "
        f"{number(alike['distance'])} and {number(opposite['distance'])} from their own mean"
    )
    return Finding(Verdict.FAILS, why)


def single_seller(results: Results) -> Finding:
    """Theorem 1, one seller: v* is proportional to the price."""
    found = results["values"]["examples"]["single"]

    def proportional(values: list[float]) -> bool:
        return all(abs(value - price * values[0]) < 1e-9 for price, value in zip((1, 2, 4), values, strict=True))

    if not proportional(found["without f"]):
        return Finding(Verdict.FAILS, f"at prices 1, 2 and 4 it is {found['without f']}")
    if proportional(found["with f"]):
        return Finding(Verdict.HOLDS, "with and without the gain f")
    with_f = ", ".join(map(number, found["with f"]))
    return Finding(Verdict.PARTLY, f"if f = 0 for a single seller: with f = 0.5 prices 1, 2 and 4 give {with_f}")


def problem_is_solvable(results: Results) -> Finding:
    """Problem P: coalitions of correlated devices can satisfy its constraints."""
    found = results["values"]
    published, repaired = found["published, 11d holds"], found["repaired, 11d holds"]
    why = (
        f"by eq (9) as printed, pairs with any influence on each other meet (11d), nobody gains by leaving, in "
        f"{published} of {found['networks']} random networks, so that only lone devices are left; repaired, in "
        f"{repaired}"
    )
    return Finding(Verdict.HOLDS if published == found["networks"] else Verdict.FAILS, why)


def budget_is_met(results: Results) -> Finding:
    """Theorem 2 (i)."""
    games, example = results["contracts"], results["values"]["examples"]["D3"]
    if games["budgets met"] < games["games"]:
        why = f"payments miss the budgets in {games['games'] - games['budgets met']} of {games['games']} games"
        return Finding(Verdict.FAILS, why)
    exact = f"payments in whole units add up to the budgets in {games['budgets met']} of {games['games']} random games"
    if Fraction(example["sum over the union"]) == 1:
        return Finding(Verdict.HOLDS, exact)
    why = (
        f"if shares are of all samples, those in common counted twice: then {exact}. D3: of the union, as printed, the "
        f"two sellers of Table I are paid {example['sum over the union']} of their budget"
    )
    return Finding(Verdict.PARTLY, why)
