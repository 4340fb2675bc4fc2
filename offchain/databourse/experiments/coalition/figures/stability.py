"""Stability of random leakage games, by the cost of a coalition."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from databourse.experiments.colours import BLUE, GREEN, MARKERS, ORANGE, RED
from databourse.experiments.figures import sheet

_LINES = {
    "no Nash partition": RED,
    "Algorithm 1 stops unstable": ORANGE,
    "Algorithm 1 goes on": BLUE,
    "stable with consent": GREEN,
}


def stability(found: dict[str, Any]) -> Figure:
    """The share of games in which each happens."""
    figure, ((axes,),) = sheet("Stability of random leakage games of six devices")
    figure.set_size_inches(8.6, 4.4)
    costs = {float(cost): one for cost, one in found["costs"].items()}
    for (name, colour), marker in zip(_LINES.items(), MARKERS, strict=False):
        key = "individually stable" if name == "stable with consent" else name
        values = [100 * one[key] / found["games"] for one in costs.values()]
        axes.plot(list(costs), values, color=colour, marker=marker, label=name)
    axes.set_ylim(-2, 105)
    axes.set_xlabel("cost κ for each other member (prices are 0 to 10)")
    axes.set_ylabel("percent of games")
    figure.legend(loc="outside right center", frameon=False)
    return figure
