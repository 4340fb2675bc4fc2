"""The beginning of the report: the verdicts at a glance, and what was run."""

from __future__ import annotations

from databourse.experiments.learning.relevance import PARTIES
from databourse.experiments.learning.review.claims import CLAIMS
from databourse.experiments.learning.settings import QUICK, Settings
from databourse.experiments.review.claims import Results, Verdict
from databourse.experiments.review.command import command
from databourse.experiments.review.markdown import capital, table
from databourse.experiments.review.section import Section, join

TITLE = "Collaborative learning under review: the published figures, Theorem 1 and every claim, put to a test"


def _glance(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    holds, partly, fails = (CLAIMS.words[one] for one in (Verdict.HOLDS, Verdict.PARTLY, Verdict.FAILS))
    return join(
        f"""
        Reviewed is *Collaborative Machine Learning Markets with Data-Replication-Robust Payments* by Olga Ohrimenko,
        Shruti Tople and Sebastian Tschiatschek, which the learning market of this exchange comes from. Hospitals pool
        data, each gets a better model than its own and pays for what it gains; the money goes to those whose data help,
        by Shapley values that are to give nobody a reason to enter twice. Of {len(CLAIMS)} claims that can be put to a
        test: {CLAIMS.counted(results)}.
        """,
        CLAIMS.table(results),
        f"""
        *{capital(holds)}* means that everything that was run agrees; *{partly}* that the claim stands if something is
        added that the paper does not say, which is stated first; *{fails}* that it does not stand. Searches in random
        tables prove nothing; they would have found what is false as often as it is false in them.
        """,
    )


def _choices(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    pictures = {
        "digits": f"scikit-learn's digits of 8 × 8 pixels, {settings.rows:,} of 1,797, a quarter to validate with",
        "mnist": f"MNIST, {settings.rows:,} of 70,000 pictures, a quarter to validate with",
    }
    rows = [
        ("Pictures", "MNIST, 28 × 28 pixels, 1,000 or 2,000 a party", pictures[settings.data]),
        (
            "Models",
            "logistic regression; a network of 500 neurons",
            f"the same, with {settings.neurons} neurons; beside them ridge regression, naive Bayes, nearest neighbour",
        ),
        ("Fig 2", "50 runs", f"{settings.splits} runs of logistic regression, {settings.networks} of networks"),
        (
            "Fig 3a",
            "labels drawn once",
            f"{max(3, settings.splits // 2)} draws, {PARTIES} parties, so that nobody lacks a label",
        ),
        (
            "Customised models",
            "cross-entropy, less λ times what is gained on the others' validation data",
            "cross-entropy, plus λ times the mean probability of the right label on the others' validation rows: the "
            "other form has no minimum",
        ),
        (
            "Random tables",
            "none",
            f"{settings.tables} of each shape. *Supermodular*: gifts to sets of parties that are all there; "
            "*submodular*: to sets of which any is there; *modular*: to single parties; *monotone*: any",
        ),
        (
            "Real markets",
            "none with copies of data of every party",
            f"{settings.markets}: half with three to six labels a party, half with all labels and 3 to 100 % of an "
            "equal part of the pictures",
        ),
        ("What counts", "the accuracies as measured", "their monotone closure, and v(∅) = 0, unless it says otherwise"),
    ]
    options = ("data", "rows", "seed")
    return join(
        table(["what", "the paper", "here"], rows),
        f"""
        Money is told in accuracy: 1 is what a party pays for going from nothing to everything right. Shapley values of
        tables are exact, and whether something pays is decided in rationals. Everything follows from the seed,
        {settings.seed}, and the version of scikit-learn. To compute it all again:
        """,
        f"```\n{command('learning', settings, Settings(), QUICK, options)}\n```",
    )


GLANCE = Section("Verdicts at a glance", (), _glance)
CHOICES = Section("What was run", (), _choices)
