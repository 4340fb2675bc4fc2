"""The beginning of the report: the verdicts at a glance, and what was run."""

from __future__ import annotations

from databourse.experiments.resale.chains import TRADES
from databourse.experiments.resale.review.claims import CLAIMS
from databourse.experiments.resale.settings import QUICK, Settings
from databourse.experiments.review.claims import Results, Verdict
from databourse.experiments.review.command import command
from databourse.experiments.review.markdown import capital, table
from databourse.experiments.review.section import Section, join

TITLE = "Resale chains with profit reallocation under review: the published table, figures and claims, computed again"


def _glance(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    holds, partly, fails = (CLAIMS.words[one] for one in (Verdict.HOLDS, Verdict.PARTLY, Verdict.FAILS))
    return join(
        f"""
        Reviewed is “Incentivizing Data Trading via Profit Reallocation” (arXiv 2606.31202, version 1), which the resale
        chains of this exchange come from. Data is sold on from player to player; a matrix says who of the earlier ones
        shares in the price of each trade. *RAW* leaves the whole price to the seller, *AVE* shares it equally among all
        who had the data before, *OPT* is the matrix with the highest welfare in equilibrium. Of {len(CLAIMS)} claims
        that can be put to a test: {CLAIMS.counted(results)}.
        """,
        CLAIMS.table(results),
        f"""
        *{capital(holds)}* means that everything that was run agrees; *{partly}* that the claim stands if something is
        added that the paper does not say, which is stated first; *{fails}* that it does not stand. Searches in random
        models prove nothing; they would have found what is false as often as it is false in them.
        """,
    )


def _choices(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    rows = [
        (
            "Formulas",
            "lost in the only text at hand",
            "derived again, see `docs/resale.md`; the paper's own numbers decide between readings",
        ),
        (
            "Models",
            "an index moves by −2 to 2, each step as likely; supports and valuations of the index are lost",
            "from index 0: 1 is e^(k/2) or, as 1', 1.65^k; 2 is k/10, k kept from 0 to 10; 3 is (−1.25)^k; 4 is k/10",
        ),
        (
            "Expectations",
            "means over sampled profiles, printed with an error",
            "exact sums; in rationals, so no digit is lost (model 1 as e^(k/2): floats)",
        ),
        (
            "Ties",
            "any rule that does not depend on the matrix",
            "the lowest of the best prices; buyers buy on equality",
        ),
        (
            "OPT",
            "differential evolution over softmax shares, on sampled welfare",
            "differential evolution over such shares, in billionths, on exact welfare; the best found, not proved",
        ),
        ("Besides", "–", "TBDS(α): each seller passes α of what reaches it on to the one before it"),
        (
            "Sizes",
            f"{TRADES} trades; 2 to 10 in Fig 3",
            f"{TRADES} trades; {settings.lengths[0]} to {settings.lengths[-1]} in Fig 3; {settings.trials:,} random "
            f"models for each theorem, {settings.controls:,} for each assumption left out; seed {settings.seed}",
        ),
    ]
    return join(
        table(["what", "the paper", "here"], rows),
        """
        *Welfare* is the expected sum of all utilities, player 0's valuation included; *volume* the expected number of
        trades. Everything follows from the seed, except the measured times. To compute it all again:
        """,
        f"```\n{command('resale', settings, Settings(), QUICK, ('seed',))}\n```",
    )


GLANCE = Section("Verdicts at a glance", (), _glance)
CHOICES = Section("What was run", (), _choices)
