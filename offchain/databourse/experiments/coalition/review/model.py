"""Data types, and the coalition's value with its defects."""

from __future__ import annotations

from databourse.experiments.coalition.review.claims import CLAIMS
from databourse.experiments.coalition.settings import Settings
from databourse.experiments.coalition.types import LEVELS
from databourse.experiments.coalition.values import DEVICES
from databourse.experiments.review.claims import Results
from databourse.experiments.review.markdown import number, percent, table
from databourse.experiments.review.section import Section, join


def _types(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["types"]
    trades = found["told apart"]
    gammas = found["depressed"]
    return join(
        """
        The paper's ξ is at once how much a device minds sharing its data (0: not at all) and what the data are worth;
        those are two numbers, and only the second makes a type. What the data of a device are worth is estimated by
        Monte Carlo from eq (3).
        """,
        f"""
        How often a learner tells the right one of {LEVELS} types, evenly drawn ξ, from the mean of so many noisy trades
        ξ + N(0, 1):
        """,
        table(["trades", *(f"{int(count):,}" for count in trades)], [("right", *map(percent, trades.values()))]),
        f"""
        In how many of {found["pairs"]:,} random pairs of sellers with samples in common eq (6), with a v that counts
        samples, values the second seller's data below what they are worth to a learner that has none:
        """,
        table(["γ", *gammas], [("depressed", *map(str, gammas.values()))]),
        CLAIMS.listed(results, "Eq (3)", "Eq (5)", "Eq (6)"),
    )


def _values(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["values"]
    examples, networks = found["examples"], found["networks"]
    one, three, four = examples["D1"], examples["D3"], examples["D4"]
    rows = [
        (
            "D1",
            "c(S) stands inside the sum over members",
            "divide it among them",
            f"budget 3, cost 1, three members: {number(one['published'])}",
            number(one["repaired"]),
        ),
        (
            "D2",
            "c(Δφ) sums the influence of members",
            "of all who are outside; p/(1 + mean g)",
            f"a pair gains in {found['published, a pair gains']} of {networks} networks",
            f"in {found['repaired, a pair gains']}",
        ),
        (
            "D3",
            "shares of the union of samples",
            "of the sum of samples",
            f"sellers of Table I: {three['sum over the union']} of the budget",
            number(three["repaired"]),
        ),
        (
            "D4",
            "ρ is a distance from the global gradient",
            "check distances within the coalition too",
            f"equal and opposite gradients: {number(four['equal']['dissimilarity'])} and "
            f"{number(four['opposite']['dissimilarity'])}",
            f"{number(four['equal']['distance'])} and {number(four['opposite']['distance'])}",
        ),
    ]
    partitions = [
        (
            name,
            *(str(found[f"{name}, {what}"]) for what in ("alone is best", "all together is best", "11d holds")),
        )
        for name in ("published", "repaired")
    ]
    return join(
        """
        Eq (9) and (10) as printed do not say what the text around them says. Both forms are in the solver under their
        names; the games and figures here use the repaired one.
        """,
        table(["", "as printed", "repair", "published", "repaired"], rows),
        f"""
        In {networks} random networks of {DEVICES} devices with influence on each other, prices of 1 a sample, no f and
        no cost: the partition with the largest sum of v, of all 52; and whether a random pair meets (11d), that nobody
        gains by leaving.
        """,
        table(["form", "alone is best", "all together is best", "(11d) holds"], partitions),
        f"""
        As printed, a pair with equal prices loses exactly 2pg by joining (in {found["loss is 2pg"]} of {networks}
        cases). Repaired, and without a cost, all together is best: it takes a cost of coalitions for there to be more
        than one.
        """,
        CLAIMS.listed(
            results,
            "Eq (9) (cost)",
            "Theorem 1 (one seller)",
            "Theorem 1 (several)",
            "Eq (10)",
            "Problem P",
        ),
    )


SECTIONS = (
    Section("Data types", ("types",), _types),
    Section("Coalition value, published and repaired", ("values",), _values),
)
