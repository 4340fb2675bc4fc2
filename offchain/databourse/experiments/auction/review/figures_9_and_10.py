"""Figs 9 and 10 in words and numbers: payoff against the own report, and privacy leakage."""

from __future__ import annotations

from databourse.experiments.auction.leakage import CHANGES, PUBLISHED, READINGS, SIDES
from databourse.experiments.auction.own_report import BIDDERS, ROLES
from databourse.experiments.auction.review.claims import CLAIMS
from databourse.experiments.auction.review.readings import BEST_OF_SEVERAL
from databourse.experiments.auction.settings import Settings
from databourse.experiments.auction.variants import VARIANTS
from databourse.experiments.review.claims import Results
from databourse.experiments.review.markdown import number, percent, signed, spread, table
from databourse.experiments.review.section import Section, figure, join


def _own_report(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    rows = []
    for variant in VARIANTS:
        cells = []
        for role in ROLES:
            points = results["own_report"][variant.name][role]["true"]
            best = max(points, key=lambda one: float(one["more"]["mean"]))
            cells.append(f"{signed(best['shift'])}: {spread(best['more'])}" if best["more"]["mean"] > 0 else "truth")
        rows.append((variant.name, *cells))
    return join(
        """
        **Published.** (a) “The payoff generally decreases with decreasing bids, which means that a lower bid does not
        help buyers”; (b) “the payoff does not increase when sellers ask a higher price”.
        """,
        f"""
        **Here.** In markets of {BIDDERS} bidders four participants are followed, chosen by the outcome of dantm: the
        middle one of those that trade and the best one that does not, on each side. Payoffs are averages over the
        markets, counted with the true value or cost (above) and with the reported one in its place (below). By the
        second a payoff can fall with the bid even where lying pays, because a lower bid is counted as a lower value.
        """,
        figure("fig9-own-report", "Payoff against the own report of four participants"),
        f"""
        The best of the reports that were tried, by true values, and how much more than the truth it brings on average.
        The best of several looks better than it is, so a difference below {BEST_OF_SEVERAL} times its interval counts
        as none.
        """,
        table(["rule", *ROLES], rows),
        """
        Averages hide who gains: a rule is truthful only if *no* participant of *no* market gains, which the
        [audit](#the-audit-of-small-markets) decides.
        """,
        CLAIMS.listed(results, "Fig 9(a)", "Fig 9(b)"),
    )


def _leakage(results: Results, settings: Settings) -> str:
    found = results["leakage"]
    rows = [
        (
            f"{side}, {change}",
            *(_range([point[side][change][reading]["mean"] for point in found.values()]) for reading in READINGS),
            *(
                _range_percent([point[side][change][kind] for point in found.values()])
                for kind in ("impossible", "told")
            ),
        )
        for side in SIDES
        for change in CHANGES
    ]
    widest = max(
        point["bid"]["one unit"][kind]["margin"] for point in found.values() for kind in ("ratio", "first_ratio")
    )
    published = {side: f"{number(low)} and {number(high)}" for side, (low, high) in PUBLISHED.items()}
    return join(
        f"""
        **Published.** One bid is changed “with the winning bidders unchanged”; leakage is between
        {published["bid"]} in (a) and {published["ask"]} in (b). We take (a) for buyers and (b) for sellers.
        """,
        """
        **Here.** Def. 16 is a sum of P₁ ln(P₁/P₂), which is never negative, so what (a) plots must be the log ratio of
        the winners that were observed. Both are computed, for all draws of a slot and for the first one alone, first
        with *fixed candidates*, as in the proof of Theorem 14: the changed price changes the weights of the draws and
        nothing else. In the *whole mechanism* it changes the valid prices, and with them who is a candidate; winners or
        sellers that cannot occur after the change make the ratio infinite, and other valid prices show the change to
        every buyer and seller.
        """,
        figure("fig10-leakage", "Privacy leakage over the number of bidders"),
        "From the lowest to the highest mean over the numbers of bidders:",
        table(
            ["changed", *READINGS.values(), "winners or sellers impossible", "these or prices differ"],
            rows,
        ),
        f"""
        The log ratio has Def. 16 as its expectation, which is next to nothing here, so what a mean over {settings.runs}
        runs shows is sampling error: for a bid changed by one unit, 95 % intervals reach ± {number(widest)}.
        A range of ±0.0002 is what this noise looks like, not a property of the mechanism.
        """,
        CLAIMS.listed(results, "Fig 10(a)", "Fig 10(b)"),
    )


def _range(values: list[float]) -> str:
    return f"{number(min(values))} to {number(max(values))}"


def _range_percent(shares: list[float]) -> str:
    return f"{percent(min(shares))} to {percent(max(shares))}"


SECTIONS = (
    Section("Fig 9: payoff against the own report", ("own_report",), _own_report),
    Section("Fig 10: privacy leakage", ("leakage",), _leakage),
)
