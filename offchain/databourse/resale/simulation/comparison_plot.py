"""A picture of one model under several matrices: how far the data go, what that is worth, and to whom."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from databourse.market.double_auction.picture import BLUE, GREEN, VERMILION, clean, save_figure
from databourse.mechanisms.resale.numbers import Number
from databourse.resale.simulation.comparison import Compared
from databourse.resale.simulation.runs import Average

_COLOURS = (BLUE, VERMILION, GREEN, "#CC79A7", "#E69F00", "#56B4E9", "#000000")
_STANDARD_ERRORS = 2
_APART = 0.06


def draw_comparison(title: str, compared: Sequence[Compared]) -> Figure:
    """Left the welfare, in the middle how often each trade happens, right what each player gains, for each matrix.

    Bars and lines are expectations; points with bars of two standard errors are what was played.
    """
    figure = Figure(figsize=(12, 4.2), dpi=150, layout="constrained")
    welfare, rates, utilities = figure.subplots(1, 3)
    for place, one in enumerate(compared):
        colour = _COLOURS[place % len(_COLOURS)]
        welfare.bar(place, float(one.expected.welfare), color=colour, width=0.6, alpha=0.8)
        aside = _APART * (place - (len(compared) - 1) / 2)  # or one matrix' points would hide another's
        _line(rates, one.name, colour, one.expected.trade_rates)
        _line(utilities, one.name, colour, one.expected.utilities)
        if one.sample:
            _points(welfare, [place], [one.sample.welfare], "black")
            _points(rates, [player + aside for player in range(len(one.sample.rates))], one.sample.rates, colour)
            players = range(len(one.sample.utilities))
            _points(utilities, [player + aside for player in players], one.sample.utilities, colour)
    welfare.set_xticks(range(len(compared)), [clean(one.name, 24) for one in compared])
    welfare.axhline(0, color="black", linewidth=0.8)
    for axes, heading, below in (
        (welfare, "welfare, tokens", ""),
        (rates, "how often the data reach a player", "player"),
        (utilities, "what a player gains, tokens", "player"),
    ):
        axes.set_title(heading, loc="left")
        axes.set_xlabel(below)
        axes.grid(axis="y", color="0.92")
        axes.set_axisbelow(True)
        axes.spines[["top", "right"]].set_visible(False)
    for axes in (rates, utilities):
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    rates.set_ylim(bottom=0)
    figure.suptitle(clean(title, 90), fontweight="bold").set_parse_math(False)
    handles, labels = rates.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=4, frameon=False)
    return figure


def save_comparison(title: str, compared: Sequence[Compared], path: Path) -> None:
    """Draws the comparison and writes it as a file; see `draw_comparison`.

    Raises:
        InvalidInput: there is no such format, or the file cannot be written.
    """
    save_figure(draw_comparison(title, compared), path)


def _line(axes: Axes, name: str, colour: str, expected: Sequence[Number]) -> None:
    axes.plot(range(len(expected)), list(map(float, expected)), color=colour, linewidth=1.6, label=clean(name, 24))


def _points(axes: Axes, places: Sequence[float], averages: Sequence[Average], colour: str) -> None:
    means = [average.mean for average in averages]
    spans = [_STANDARD_ERRORS * (average.error or 0) for average in averages]
    axes.errorbar(places, means, spans, fmt="o", markersize=4, color=colour, capsize=3, linewidth=1)
