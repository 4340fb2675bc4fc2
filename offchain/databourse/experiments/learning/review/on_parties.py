"""Verdicts on what parties have reason to do besides copying, and on values of rows and by sampling."""

from __future__ import annotations

from databourse.experiments.learning.identities import REAL
from databourse.experiments.review.claims import Finding, Results, Verdict
from databourse.experiments.review.markdown import listing, number, percent


def best_data_are_given(results: Results) -> Finding:
    """Section 3.1, training data."""
    found, halves = results["identities"]["kinds"], results["identities"]["halves"]
    counts = {
        way: (sum(one[way]["pays"] for one in found.values()), sum(one[way]["cases"] for one in found.values()))
        for way in ("withhold", "split", "merge")
    }
    (withheld, withholding), (split, splitting), (merged, merging) = counts.values()
    if withheld > withholding / 20:
        return Finding(Verdict.FAILS, f"to withhold half pays in {withheld:,} of {withholding:,} cases")
    if not withheld and not split:
        why = f"neither half of the data nor two halves pay, in {withholding + splitting:,} cases"
        return Finding(Verdict.HOLDS, why)
    real = found[REAL]["withhold"]
    why = (
        f"if it does not matter who enters with them: to withhold half pays in {withheld:,} of {withholding:,} cases "
        f"({real['pays']} of {real['cases']} with digits). But to enter as two halves pays in {split:,} of "
        f"{splitting:,}, where the halves need each other: worth something only together, they net "
        f"{halves['in halves']} instead of {halves['as one']}. And for two parties it pays to enter as one, in "
        f"{merged:,} of {merging:,}"
    )
    return Finding(Verdict.PARTLY, why)


def true_validation_is_given(results: Results) -> Finding:
    """Section 3.1, validation data."""
    found = results["validation"]
    pays = max(found["pays, literal"], found["pays, gap"])
    if not pays:
        return Finding(Verdict.HOLDS, f"no false validation set pays in {found['cases']} cases")
    mean = found["mean"]
    why = (
        f"a party keeps the rows that its own model gets right, and one of each label that it gets all wrong. It gets "
        f"as good a model in {found['model not worse']} of {found['cases']} cases, since eq (2) knows a task by its "
        f"labels, is charged {number(mean['fee'])} less on average, and is better off in {found['pays, literal']} "
        f"(published w) and {found['pays, gap']} (gap-weighted)"
    )
    return Finding(Verdict.FAILS, why)


def rows_have_values(results: Results) -> Finding:
    """Section 5: the same on the level of samples."""
    found = results["values"]
    rows, party = (found[way][-1]["mean"] for way in ("rows", "party"))
    if abs(rows - party) < 0.01:
        return Finding(Verdict.HOLDS, "values of rows add up to those of parties")
    why = (
        f"to select rows, not to compare parties: both add up to the accuracy of all data, but the rows of the largest "
        f"of {len(found['sizes'])} parties add up to {number(rows)}, while the party's value is {number(party)}. Rows "
        "of one party replace each other, and in the game of rows each competes with all others"
    )
    return Finding(Verdict.PARTLY, why)


def sampling_is_enough(results: Results) -> Finding:
    """Section 8: sampling makes values cheaper."""
    found = results["estimators"]
    every = (1 << found["parties"]) - 1
    first, last = found["ways"]["antithetic pairs"][0], found["ways"]["antithetic pairs"][-1]
    plain = found["ways"]["independent orders"][-1]
    told = [f"{percent(point['covered'])} ({point['orders']})" for point in found["ways"]["antithetic pairs"]]
    why = (
        f"if the parties are many: of {every:,} sets of {found['parties']} parties {last['orders']} orders ask for "
        f"{last['models']:,.0f}, so a table, which is exact, is hardly dearer; {first['orders']} orders ask for "
        f"{first['models']:,.0f} and err by {number(first['rmse'])}. Orders with their reverses err by "
        f"{number(last['rmse'])} instead of {number(plain['rmse'])}; their 95 % intervals hold the truth in "
        f"{listing(told)}"
    )
    good = last["rmse"] < plain["rmse"] and all(p["covered"] > 0.85 for p in found["ways"]["antithetic pairs"])
    return Finding(Verdict.PARTLY if good else Verdict.FAILS, why)
