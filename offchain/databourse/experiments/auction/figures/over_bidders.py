"""Figs 5 to 8: what the paper plots against the number of bidders."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from databourse.experiments.auction.figures.panels import draw_rule, rules_legend
from databourse.experiments.auction.variants import VARIANTS
from databourse.experiments.figures import sheet, title

Results = dict[str, Any]

#: The paper's maximum of Fig 8.
PUBLISHED_MS = 20


def payoffs(sweep: Results) -> Figure:
    """Fig 5: the mean payoff of those that trade."""
    figure, [[buyers, sellers]] = sheet("Fig 5  Payoff of those that trade", columns=2)
    for axes, measure in ((buyers, "buyer"), (sellers, "seller")):
        _draw_measure(axes, sweep, measure)
        title(axes, f"{measure}s")
        axes.set_ylabel(f"mean payoff of a trading {measure}, money")
    rules_legend(figure)
    return figure


def budget(sweep: Results) -> Figure:
    """Fig 6."""
    figure, [[axes]] = sheet("Fig 6  The auctioneer's budget", columns=1)
    figure.set_size_inches(8.5, 4.6)
    _draw_measure(axes, sweep, "budget")
    axes.set_ylabel("budget of a slot, money")
    rules_legend(figure, columns=3)
    return figure


def welfare(sweep: Results) -> Figure:
    """Fig 7: the paper's social welfare, and beside it the gains from trade."""
    figure, [[left, right]] = sheet("Fig 7  Welfare for each bidder", columns=2)
    for axes, measure, words in (
        (left, "welfare", "social welfare (Def. 3: without the budget)"),
        (right, "gains", "gains from trade (with the budget)"),
    ):
        _draw_measure(axes, sweep, measure)
        title(axes, words)
        axes.set_ylabel("money for each bidder")
    rules_legend(figure)
    return figure


def times(found: Results) -> Figure:
    """Fig 8: as the paper loops, and as this package solves."""
    figure, [[left, right]] = sheet("Fig 8  Computation time", columns=2)
    points = found["bidders"]
    for axes, form, words in ((left, "literal", "as the paper loops"), (right, "fast", "as solved by this package")):
        for variant in VARIANTS:
            draw_rule(axes, variant, _bidders(points), [point[variant.name][form] for point in points.values()])
        axes.axhline(PUBLISHED_MS, color="0.4", linewidth=1.2, linestyle=":")
        axes.annotate(
            f"{PUBLISHED_MS} ms, the paper's maximum",
            (1, PUBLISHED_MS),
            xycoords=("axes fraction", "data"),
            xytext=(-2, 3),
            textcoords="offset points",
            ha="right",
            fontsize=8,
            color="0.3",
        )
        axes.set_yscale("log")
        axes.yaxis.set_major_formatter("{x:g}")
        axes.set_xlabel("bidders, half of them buyers")
        axes.set_ylabel("ms for a slot (log scale)")
        title(axes, words)
    low, high = left.get_ylim()[0], max(left.get_ylim()[1], 2 * PUBLISHED_MS)
    for axes in (left, right):
        axes.set_ylim(min(low, right.get_ylim()[0]), high)
    rules_legend(figure)
    return figure


def _draw_measure(axes: Axes, sweep: Results, measure: str) -> None:
    for variant in VARIANTS:
        draw_rule(axes, variant, _bidders(sweep), [point["rules"][variant.name][measure] for point in sweep.values()])
    axes.axhline(0, color="0.6", linewidth=0.8)
    axes.set_xlabel("bidders, half of them buyers")


def _bidders(points: Results) -> list[int]:
    return [int(bidders) for bidders in points]
