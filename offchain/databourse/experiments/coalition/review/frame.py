"""The beginning of the report: the verdicts at a glance, and what was run."""

from __future__ import annotations

from databourse.experiments.coalition.review.claims import CLAIMS
from databourse.experiments.coalition.settings import QUICK, Settings
from databourse.experiments.review.claims import Results, Verdict
from databourse.experiments.review.command import command
from databourse.experiments.review.markdown import capital, table
from databourse.experiments.review.section import Section, join

TITLE = "Coalitions of data sellers under review: the published figures, Table II and claims, computed again"


def _glance(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    holds, partly, fails = (CLAIMS.words[one] for one in (Verdict.HOLDS, Verdict.PARTLY, Verdict.FAILS))
    return join(
        f"""
        Reviewed is the paper on a trusted market of IoT data by coalitions, MAJP (arXiv 2206.07785, version 2), which
        the coalitions of this exchange come from. Devices whose data are correlated reveal each other's value to the
        buyer, who pays the later ones less. They are to form coalitions by the type of their data, sell as groups, and
        be paid under contract in proportion to their samples. Of {len(CLAIMS)} claims that can be put to a test:
        {CLAIMS.counted(results)}.
        """,
        CLAIMS.table(results),
        f"""
        *{capital(holds)}* means that everything that was run agrees; *{partly}* that the claim stands if something is
        added that the paper does not say, which is stated first; *{fails}* that it does not stand. Searches in random
        games prove nothing; they would have found what is false as often as it is false in them. D1 to D4 are the
        [defects of the coalition's value](#coalition-value-published-and-repaired).
        """,
    )


def _choices(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    rows = [
        ("Numbers", "figures without data, and one headline", "every reading that the text allows, side by side"),
        (
            "The game",
            "eq (12) pays by contract, the text of Fig 10 by leakage",
            "two games. *Contracts*: budgets for one type each, shared in proportion to samples. *Leakage*: a price p "
            "is worth p/(1 + g), g the mean influence of those outside the coalition, less κ for each other member",
        ),
        ("Influence g", "“normalized influence due to correlation”", "r², the share of variance that is explained"),
        (
            "Valuation (Fig 9)",
            "a formula without its brackets",
            "V = (Σ s^(1 − bp))^(1/b)/(1 + g): of three ways to set them the one that rises as the figure does",
        ),
        ("Data of Fig 8", "Z = 0.5 X + Y, means and deviations lost", "X and Y standard normal and independent"),
        ("Algorithm 1", "two random coalitions at a time, until nobody moves", "the same, and with consent and a stop"),
        (
            "Sizes",
            "1 to 5 groups of 1 to 40 devices; 10 to 40 in Fig 12",
            f"the same; {settings.learners} learners, {settings.markets} groups at each point, {settings.networks} "
            f"networks, {settings.games} games of each kind, {settings.lies:,} for lies; seed {settings.seed}",
        ),
    ]
    return join(
        table(["what", "the paper", "here"], rows),
        """
        Everything follows from the seed, except the measured times, and the secrets of the private discovery, of which
        only counts are told. To compute it all again:
        """,
        f"```\n{command('coalition', settings, Settings(), QUICK, ('seed',))}\n```",
    )


GLANCE = Section("Verdicts at a glance", (), _glance)
CHOICES = Section("What was run", (), _choices)
