"""Figs 5 to 8 in words and numbers: what the text states beside what the runs give."""

from __future__ import annotations

from databourse.experiments.auction.review.claims import CLAIMS
from databourse.experiments.auction.review.verdict import at_each
from databourse.experiments.auction.settings import Settings
from databourse.experiments.auction.variants import VARIANTS
from databourse.experiments.review.claims import Results
from databourse.experiments.review.markdown import number, percent, spread, table
from databourse.experiments.review.section import Section, figure, join


def _payoffs(results: Results, settings: Settings) -> str:
    sweep = results["sweep"]
    last = str(settings.bidders[-1])
    zeros = [
        (
            variant.name,
            *(spread(sweep[last]["rules"][variant.name][measure]) for measure in ("buyer", "seller")),
            *(
                percent(sweep[last]["rules"][variant.name][measure]["mean"])
                for measure in ("zero_buyers", "zero_sellers")
            ),
            *(
                number(min(point["rules"][variant.name][measure]["low"] for point in sweep.values()))
                for measure in ("lowest", "lowest_useful")
            ),
        )
        for variant in VARIANTS
    ]
    return join(
        """
        **Published.** Payoffs of buyers and sellers under both rules; “every payoff is positive”, which is taken for
        individual rationality.
        """,
        f"""
        **Here.** The mean payoff of those that trade, and in the table, at {last} bidders, how many of them get exactly
        0. A buyer of dantm pays the next bid, and pays its own as soon as the next one is below the valid price.
        The last two columns hold the lowest payoff of anybody at any number of bidders: by prices, and with units below
        the buyer's quality counted for nothing.
        """,
        figure("fig5-payoffs", "Payoffs of buyers and sellers over the number of bidders"),
        table(
            ["rule", "mean, buyers", "mean, sellers", "buyers at 0", "sellers at 0", "lowest", "lowest, with quality"],
            zeros,
        ),
        CLAIMS.listed(results, "Fig 5", "Lemma 5", "Lemma 10"),
    )


def _budget(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    return join(
        "**Published.** The average budget over the number of bidders; positive for both rules.",
        """
        **Here.** What buyers pay beyond what sellers receive, in the same runs. A budget is no achievement by itself:
        whatever the auctioneer keeps is taken from the participants, and [Fig 7](#fig-7-social-welfare) leaves it out.
        """,
        figure("fig6-budget", "The auctioneer's budget over the number of bidders"),
        _over_bidders(results, "budget"),
        CLAIMS.listed(results, "Fig 6", "Lemma 6", "Lemma 11"),
    )


def _welfare(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    sweep = results["sweep"]

    def kept(rule: str) -> str:
        welfare, gains = (sum(one["mean"] for one in at_each(sweep, rule, name)) for name in ("welfare", "gains"))
        return f"{percent(welfare / gains)} under {rule}"

    return join(
        """
        **Published.** Average social welfare for a bidder; in most cases higher in DADPM than in DANTM, “due to
        different transaction pricing mechanisms”.
        """,
        f"""
        **Here.** Prices can only matter if the auctioneer's surplus is left out of social welfare, so this is how
        Def. 3 is read. What participants keep of the gains from trade is {kept("dantm")} and {kept("dadpm")}. The usual
        measure, gains from trade, has the surplus in it and is drawn beside it: by that measure prices cancel, and what
        remains is who trades with whom, which dadpm leaves to chance.
        """,
        figure("fig7-welfare", "Social welfare and gains from trade for each bidder"),
        "Social welfare for each bidder (Def. 3):",
        _over_bidders(results, "welfare"),
        "Gains from trade for each bidder:",
        _over_bidders(results, "gains"),
        CLAIMS.listed(results, "Fig 7"),
    )


def _times(results: Results, settings: Settings) -> str:
    found = results["times"]
    first, last = settings.bidders[0], settings.bidders[-1]

    def growth(rule: str, form: str) -> str:
        before, after = (found["bidders"][str(bidders)][rule][form]["mean"] for bidders in (first, last))
        return number(after / before)

    rows = [
        (
            f"{variant.name}, {words}",
            *(number(found["bidders"][str(one)][variant.name][form]["mean"]) for one in settings.bidders),
        )
        for variant in VARIANTS
        for form, words in (("literal", "as the paper loops"), ("fast", "as solved here"))
    ]
    return join(
        """
        **Published.** The time cost rises with the number of bidders in most cases, is higher for DADPM, and stays
        below 20 ms (Core i7-8565U, 1.8 GHz).
        """,
        f"""
        **Here.** Measured on {found["machine"]}; the only numbers of this report that depend on the machine and on what
        else it does. Each market is solved three times and the best time counts. In milliseconds:
        """,
        figure("fig8-times", "Computation time over the number of bidders"),
        table(["rule", *map(str, settings.bidders)], rows),
        f"""
        From {first} to {last} bidders the time of dantm grows by a factor of {growth("dantm", "literal")} as the paper
        loops and {growth("dantm", "fast")} as solved here, that of dadpm by {growth("dadpm", "literal")} and
        {growth("dadpm", "fast")}.
        """,
        CLAIMS.listed(results, "Fig 8"),
    )


def _over_bidders(results: Results, measure: str) -> str:
    sweep = results["sweep"]
    rows = [
        (variant.name, *(number(point["rules"][variant.name][measure]["mean"]) for point in sweep.values()))
        for variant in VARIANTS
    ]
    return table(["rule", *sweep], rows)


SECTIONS = (
    Section("Fig 5: payoffs", ("sweep",), _payoffs),
    Section("Fig 6: the auctioneer's budget", ("sweep",), _budget),
    Section("Fig 7: social welfare", ("sweep",), _welfare),
    Section("Fig 8: computation time", ("times",), _times),
)
