"""The smallest counterexamples, to be followed by hand."""

from __future__ import annotations

from databourse.experiments.coalition.settings import Settings
from databourse.experiments.review.claims import Results
from databourse.experiments.review.markdown import number, table
from databourse.experiments.review.section import Section, join


def _cases(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    examples = results["values"]["examples"]
    pair = results["convergence"]["counterexample"]
    rows = [
        (
            "stability",
            "prices 10 and 1, g = 1, κ = 1",
            f"alone 10/2 = {number(pair['alone'][0])} and 1/2 = {number(pair['alone'][1])}; together 10 − 1 = "
            f"{number(pair['together'][0])} and 1 − 1 = {number(pair['together'][1])}",
        ),
        (
            "cost (D1)",
            "three members of 1 sample, budget 3, cost 1",
            f"3·(1 − 1) = {number(examples['D1']['published'])}, not 3 − 1 = {number(examples['D1']['repaired'])}",
        ),
        (
            "leakage (D2)",
            "two devices, prices p, influence g",
            "apart 2p, together 2p(1 − g): each is charged for the company that was to protect it",
        ),
        (
            "budget (D3)",
            "samples 1 to 5, and 1 and 2",
            f"5/5 + 2/5 = {examples['D3']['sum over the union']} of the budget",
        ),
        (
            "dissimilarity (D4)",
            "gradients (1, 0) and (1, 0), or (1, 0) and (−1, 0); the global one is 0, as of many others",
            f"ρ_S = {number(examples['D4']['equal']['dissimilarity'])} both times",
        ),
        (
            "more samples",
            "two devices of 1 sample, one contract of 60",
            "30 each; who claims 2 gets 40, who claims 5 gets 50",
        ),
        (
            "symmetry",
            "two devices of 1 sample, contracts of 60 and 30",
            "one gets 60, the other 30: neither gains by moving, since both in the first get 30",
        ),
    ]
    return join(
        "Each fits a line.",
        table(["about", "case", "what happens"], rows),
    )


SECTIONS = (Section("Smallest counterexamples", ("values", "convergence"), _cases),)
