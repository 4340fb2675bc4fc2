"""The beginning of the report: the verdicts at a glance, what was run, and whether the choices matter."""

from __future__ import annotations

from collections import Counter

from databourse.experiments.auction.markets import RANGES, STANDARD
from databourse.experiments.auction.own_report import BIDDERS, DRAWS
from databourse.experiments.auction.review.claims import CLAIMS
from databourse.experiments.auction.review.readings import BEST_OF_SEVERAL
from databourse.experiments.auction.review.verdict import PAPER_RULES, is_negative, is_positive
from databourse.experiments.auction.settings import QUICK, Settings
from databourse.experiments.review.claims import Results, Verdict
from databourse.experiments.review.command import command
from databourse.experiments.review.markdown import capital, listing, number, percent, spread, table
from databourse.experiments.review.section import Section, join

TITLE = "A double auction for data under review: the published figures and claims, computed again"


def _glance(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    holds, partly, fails = (CLAIMS.words[one] for one in (Verdict.HOLDS, Verdict.PARTLY, Verdict.FAILS))
    return join(
        f"""
        Reviewed is the paper that the rules dantm and dadpm come from (Wireless Communications and Mobile Computing
        2022, article 8038846), by running both rules as it describes them. Of its {len(CLAIMS)} claims that can be
        put to a test: {CLAIMS.counted(results)}.
        """,
        CLAIMS.table(results),
        f"""
        *{capital(holds)}* means that everything that was run agrees, or, where the claim speaks of averages or of most
        cases, that these do; *{partly}* that the claim stands if it is read in one way and falls if it is read in
        another, both of which are stated; *{fails}* that it falls under every reading that was tried. A difference of
        averages counts where its whole 95 % interval is on one side, made {BEST_OF_SEVERAL} times as wide where the
        best of several is looked for. A search that finds no counterexample proves nothing; one
        counterexample refutes.
        """,
    )


def _choices(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    rows = [
        (
            "Formulas",
            "lost in the only text at hand; payoffs, welfare and the valid price are reconstructed from the words",
            "the reading is that of the rule book, `docs/double-auction.md`",
        ),
        (
            "Prices, volumes",
            "“uniformly distributed”, no ranges",
            f"integers: {STANDARD.words}; [other ranges](#other-ranges) are compared",
        ),
        (
            "Quality",
            "“substantial matches”",
            f"needs {STANDARD.need[0]}–{STANDARD.need[1]}, qualities {STANDARD.quality[0]}–{STANDARD.quality[1]}: a "
            f"random seller is good enough for a random buyer in {percent(STANDARD.match)} of all cases",
        ),
        (
            "Bidders, runs",
            "10 to 100, half of them buyers; 100 runs",
            f"{settings.bidders[0]} to {settings.bidders[-1]}; {settings.runs} runs, seed {settings.seed}",
        ),
        ("Privacy parameters", "both 0.1", "epsilon of buyers and of sellers 0.1, δ = 0.1; dadpm-split: epsilon 1"),
        (
            "Supply",
            "data can be sold to several buyers in one slot",
            "a seller's volume limits each delivery, not their sum",
        ),
        (
            "Quality in deliveries",
            "never compared when sellers are assigned",
            "*dantm* and *dadpm* run as published; *dantm with filter* delivers nothing below a buyer's quality",
        ),
    ]
    return join(
        table(["what", "the paper", "here"], rows),
        f"""
        All rules solve the same random markets with truthful reports. Beside the two published rules stand their
        corrected relatives: *kth-price* (the (K + 1)-th lowest ask is the price), *trade-reduction* (the marginal pair
        sets the prices and stays out) and *dadpm-split* (two random halves, each trading at a price drawn from the
        other). Fig 9 follows four participants in markets of {BIDDERS} bidders and averages rules that draw over
        {DRAWS} seeds; the audit of small markets uses exact expectations instead. Intervals are 95 % intervals of the
        mean.
        """,
        """
        Everything follows from the seed, except the measured times. To compute it all again:
        """,
        f"```\n{command('auction', settings, Settings(), QUICK, ('runs', 'bidders', 'seed'))}\n```",
    )


def _ranges(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    rows = []
    welfare: list[str] = []
    gains: list[str] = []
    for name, found in results["ranges"].items():
        rules = found["rules"]
        low = min(rules[rule]["lowest"]["low"] for rule in PAPER_RULES)
        rows.append(
            (
                f"{name}: {RANGES[name].words}",
                "yes" if low >= 0 else "no",
                number(rules["dantm"]["budget"]["mean"]),
                number(rules["dadpm"]["budget"]["mean"]),
                _sign(found["more"]["welfare"]),
                _sign(found["more"]["gains"]),
            )
        )
        welfare.append(_higher(found["more"]["welfare"]))
        gains.append(_higher(found["more"]["gains"]))
    return join(
        """
        The paper leaves the ranges of its uniform distributions out, so its figures cannot be compared number by
        number. This table asks whether the orderings depend on them: is every payoff at least 0 by prices, are both
        budgets positive, and which of the two published rules comes out higher (with the difference, dadpm less dantm,
        for each bidder).
        """,
        table(
            ["ranges", "payoffs ≥ 0", "budget, dantm", "budget, dadpm", "welfare (Def. 3)", "gains from trade"],
            rows,
        ),
        f"By welfare: {_counted(welfare)}. By gains from trade: {_counted(gains)}.",
    )


def _sign(more: dict[str, float]) -> str:
    return f"{_higher(more)} ({spread(more)})"


def _higher(more: dict[str, float]) -> str:
    if is_positive(more):
        return "dadpm higher"
    return "dantm higher" if is_negative(more) else "no difference"


def _counted(orderings: list[str]) -> str:
    counts = Counter(orderings)
    return listing([f"{ordering} under {count} of {len(orderings)} ranges" for ordering, count in counts.items()])


GLANCE = Section("Verdicts at a glance", (), _glance)
CHOICES = Section("What was run", (), _choices)
OTHER_RANGES = Section("Other ranges", ("ranges",), _ranges)
