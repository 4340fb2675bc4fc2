"""Figs 2 and 3 in words and numbers: what the text states beside what exact arithmetic gives."""

from __future__ import annotations

from databourse.experiments.resale.chains import MATRICES, RATIONAL, TRADES
from databourse.experiments.resale.published import MATRICES as PUBLISHED
from databourse.experiments.resale.published import MEASURES
from databourse.experiments.resale.review.claims import CLAIMS
from databourse.experiments.resale.review.on_figures import losers
from databourse.experiments.resale.settings import Settings
from databourse.experiments.review.claims import Results
from databourse.experiments.review.markdown import number, percent, table
from databourse.experiments.review.section import Section, figure, join


def _players(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["chains"]
    rates = [
        (f"{name[0]}, {matrix}", *map(percent, found[name][matrix]["rates"]))
        for name in RATIONAL
        for matrix in PUBLISHED
    ]
    utilities = [
        (f"{name[0]}, {matrix}", *map(number, found[name][matrix]["utilities"]))
        for name in RATIONAL
        for matrix in PUBLISHED
    ]
    worse = [
        (f"{name}, {matrix}", str(player), f"−{percent(-change)}") for name, matrix, player, change in losers(results)
    ]
    return join(
        """
        **Published.** The success rate of each trade and the expected utility of each player at five trades. Almost all
        players are said to have no less under AVE or OPT than under RAW, with two exceptions in model 4; which two is
        lost.

        **Here.** How probable it is that each trade occurs, so all those before it too. TBDS is added.
        """,
        figure("fig2-players", "Success rate of each trade and utility of each player, by model and matrix"),
        "How often each trade occurs:",
        table(["model", *(f"trade {trade}" for trade in range(1, TRADES + 1))], rates),
        "What each player can expect:",
        table(["model", *(f"player {player}" for player in range(TRADES + 1))], utilities),
        *(
            ["Who has less than under RAW, and by how much:", table(["model", "player", "change"], worse)]
            if worse
            else []
        ),
        """
        Utilities are expectations before anybody knows its valuation. Those under OPT are of the matrix that the search
        found; others lead to the same welfare and divide it otherwise.
        """,
        CLAIMS.listed(results, "Fig 2", "Section 5.2 (volume)"),
    )


def _lengths(results: Results, settings: Settings) -> str:
    blocks = []
    for measure in MEASURES:
        rows = [
            (f"{name[0]}, {matrix}", *(number(one[matrix][measure]) for one in results["lengths"][name].values()))
            for name in RATIONAL
            for matrix in MATRICES
        ]
        blocks += [f"{measure.capitalize()}:", table(["model", *map(str, settings.lengths)], rows)]
    ratios = [
        (
            f"{name[0]}, {matrix}",
            *(f"{one[matrix]['welfare'] / one['RAW']['welfare']:.2f}" for one in results["lengths"][name].values()),
        )
        for name in RATIONAL
        for matrix in ("AVE", "OPT")
    ]
    return join(
        """
        **Published.** Welfare and volume over the number n of possible trades; the advantage over RAW generally grows
        with n, and is smaller where positivity does not hold.

        **Here.** The same, exactly; the values of the published figure are lost, so only its words can be compared.
        """,
        figure("fig3-lengths", "Welfare and volume over the number of possible trades, by model and matrix"),
        *blocks,
        "Welfare as a multiple of RAW's:",
        table(["model", *map(str, settings.lengths)], ratios),
        CLAIMS.listed(results, "Fig 3", "Section 5.2 (robustness)"),
    )


SECTIONS = (
    Section("Fig 2: trades and players", ("chains",), _players),
    Section("Fig 3: longer chains", ("lengths",), _lengths),
)
