"""A picture of one book under several rules: who gains how much of what could be gained."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure

from databourse.market.double_auction.picture import BLUE, GREEN, VERMILION, clean, save_figure
from databourse.mechanisms.double_auction.analysis.simulation import Simulated
from databourse.mechanisms.double_auction.analysis.summary import Average

_PARTS = (("gained by buyers", BLUE), ("gained by sellers", VERMILION), ("surplus", GREEN))


def draw_comparison(title: str, results: Sequence[Simulated], best: int, symbol: str, unit: int) -> Figure:
    """One bar a rule, cut into what buyers, sellers and the beneficiary gain; the line is the optimum.

    Args:
        title: above it.
        results: of the rules.
        best: the largest gains from trade, base units.
        symbol: of what amounts are told in.
        unit: one of these in base units.
    """
    figure = Figure(figsize=(9, 5), dpi=150, layout="constrained")
    axes = figure.add_subplot()
    for place, one in enumerate(results):
        gains = (
            [sum(summary.payoffs.buyers) for summary in one.summaries],
            [sum(summary.payoffs.sellers) for summary in one.summaries],
            [summary.payoffs.budget for summary in one.summaries],
        )
        above = below = 0.0  # buyers who get what they cannot use lose: that part hangs below
        for (_, colour), values in zip(_PARTS, gains, strict=True):
            height = float(Average.of(values).mean / unit)
            axes.bar(place, height, bottom=above if height >= 0 else below, color=colour, width=0.6)
            above, below = (above + height, below) if height >= 0 else (above, below + height)
    axes.axhline(0, color="black", linewidth=0.8)
    axes.set_xticks(range(len(results)), [one.rule for one in results])
    axes.set_title(clean(title, 60), loc="left", fontweight="bold").set_parse_math(False)
    axes.set_ylabel(f"gains from trade, {clean(symbol, 20)}").set_parse_math(False)
    axes.grid(axis="y", color="0.92")
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "bottom"]].set_visible(False)
    for name, colour in _PARTS:
        axes.bar(0, 0, color=colour, label=name)
    axes.axhline(best / unit, color="black", linewidth=1.2, linestyle=(0, (4, 2)), label="the most that can be gained")
    axes.set_ylim(top=1.08 * axes.get_ylim()[1])
    figure.legend(loc="outside lower center", ncols=4, frameon=False)
    return figure


def save_comparison(title: str, results: Sequence[Simulated], best: int, symbol: str, unit: int, path: Path) -> None:
    """Draws the comparison and writes it as a file; see `draw_comparison`.

    Raises:
        InvalidInput: there is no such format, or the file cannot be written.
    """
    save_figure(draw_comparison(title, results, best, symbol, unit), path)
