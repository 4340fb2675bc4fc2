"""Copies and phantom tasks where everybody has a task."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from databourse.experiments.colours import BLUE, GREEN, RED
from databourse.experiments.figures import sheet, title
from databourse.experiments.learning.tasks import RULES

_COLOURS = dict(zip(RULES, (RED, BLUE, GREEN), strict=True))
_WORDS = {"all tasks": "published w", "original tasks": "published w, tasks of before", "gap-weighted": "gap-weighted"}


def attacks(found: dict[str, Any]) -> Figure:
    """On the left the share of cases in which one copy pays, on the right one phantom task."""
    figure, ((left, right),) = sheet("A task for each: copies, and phantom tasks", 1, 2)
    figure.set_size_inches(11, 4.4)
    shapes = found["shapes"]
    for axes, attack, every in ((left, "copy", "cases"), (right, "phantom", None)):
        rules = [rule for rule in RULES if f"{attack}, {rule}" in next(iter(shapes.values()))["counts"]]
        width = 0.8 / len(rules)
        for at, rule in enumerate(rules):
            places = [place + (at - (len(rules) - 1) / 2) * width for place in range(len(shapes))]
            shares = [
                100 * one["counts"][f"{attack}, {rule}"] / (one["counts"][every] if every else found["markets"])
                for one in shapes.values()
            ]
            axes.bar(places, shares, width * 0.94, color=_COLOURS[rule], label=_WORDS[rule])
            for place, share in zip(places, shares, strict=True):
                axes.text(
                    place,
                    share,
                    f"{share:.2g}" if share < 99.5 else f"{share:.0f}",
                    ha="center",
                    va="bottom",
                    fontsize=8,
                )
        axes.set_xticks(range(len(shapes)), list(shapes))
        axes.set_ylabel("percent of cases in which it pays")
    title(left, "one copy of data and task")
    title(right, "one phantom task")
    handles, labels = left.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=3, frameon=False)
    return figure
