"""The beginning of the report: the verdicts at a glance, and what was run."""

from __future__ import annotations

from databourse.experiments.review.claims import Results, Verdict
from databourse.experiments.review.command import command
from databourse.experiments.review.markdown import capital, table
from databourse.experiments.review.section import Section, join
from databourse.experiments.sharing.review.claims import CLAIMS
from databourse.experiments.sharing.settings import QUICK, Settings

TITLE = "Data sharing markets under review: every proposition, remark and example, put to a test"


def _glance(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    holds, partly, fails = (CLAIMS.words[one] for one in (Verdict.HOLDS, Verdict.PARTLY, Verdict.FAILS))
    return join(
        f"""
        Reviewed is *Data Sharing Markets* by Mohammad Rasouli and Michael Jordan, which the sharing rounds of this
        exchange come from. Banks or hospitals that hold data share them for data, where the ordered match is to find
        an outcome that no coalition would rather leave; or for money, at competitive prices, or by VCG, whose deficit
        is to be paid in data. Of {len(CLAIMS)} claims that can be put to a test: {CLAIMS.counted(results)}.
        """,
        CLAIMS.table(results),
        f"""
        *{capital(holds)}* means that everything that was run agrees; *{partly}* that the claim stands if something is
        added that the paper does not say, which is stated first; *{fails}* that it does not stand. What is said of
        three agents was looked at in every case. Searches in random markets prove nothing; they would have found what
        is false as often as it is false in them.
        """,
    )


def _choices(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    rows = [
        ("H1, H2", "common ranking (definitions 3.3, 3.4), limited complementarity (3.5)", "checked set by set"),
        ("H3", "not stated", "nobody is indifferent between two sets"),
        (
            "Stability",
            "definition 3.2",
            "every coalition, every graph inside it, every choice of edges to outsiders that are dropped",
        ),
        (
            "G*₋ᵢ of (20)",
            "the best graph, with V_i left out",
            "two readings: *as printed*, and *participation*, the best graph without i's edges",
        ),
        ("Split, (23) to (26)", "as printed", "as printed, and *clamped*: no data payment of another sign"),
        ("Weights, (28)", "one for each edge", "one for all that an agent gets, the smallest that serves"),
        (
            "Utilities",
            "any",
            "monotone (any values that rise with the set), coverage (of twelve items), concave in the size, additive; "
            "whole numbers, costs 0 to 9, three to five agents",
        ),
        (
            "Sizes",
            "none",
            f"{settings.games} games of sizes and of queries, {settings.markets} markets of each kind, "
            f"{settings.upgrades} with payments in data, {settings.lies} of each kind with lies; seed {settings.seed}",
        ),
    ]
    return join(
        table(["what", "the paper", "here"], rows),
        """
        Money is in whole numbers, so that an equality is one; weights alone are computed in floating point where
        utility is a square root or a logarithm. Everything follows from the seed. To compute it all again:
        """,
        f"```\n{command('sharing', settings, Settings(), QUICK, ('seed',))}\n```",
    )


GLANCE = Section("Verdicts at a glance", (), _glance)
CHOICES = Section("What was run", (), _choices)
