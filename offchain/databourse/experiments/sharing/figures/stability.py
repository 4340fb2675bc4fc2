"""Three agents: how often the match, another graph or nothing is stable, by the hypotheses that hold."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from databourse.experiments.colours import BLUE, ORANGE, RED
from databourse.experiments.figures import sheet


def stability(found: dict[str, Any]) -> Figure:
    """A bar for each class of profiles."""
    figure, ((axes,),) = sheet("Stability for every preference of three agents")
    figure.set_size_inches(9.6, 3.9)
    classes = {f"{name}, no ties": one for name, one in found["strict"].items()}
    classes["H1 and H2, with ties"] = found["ties"]["strict"]
    for place, one in enumerate(classes.values()):
        every = one["profiles"]
        none, unstable = one["none stable"], one["match unstable"]
        left = 0.0
        for count, colour in ((every - unstable, BLUE), (unstable - none, ORANGE), (none, RED)):
            share = 100 * count / every
            axes.barh(place, share, left=left, color=colour, height=0.6)
            if share >= 4:
                axes.text(left + share / 2, place, f"{count:,}", ha="center", va="center", color="white", fontsize=8.5)
            left += share
        if 0 < 100 * none / every < 4:
            axes.text(101, place, f"{none:,}", va="center", color=RED, fontsize=8.5)
    axes.set_yticks(range(len(classes)), list(classes))
    axes.invert_yaxis()
    axes.set_xlim(0, 106)
    axes.grid(visible=False)
    axes.set_xlabel("percent of profiles")
    for words, colour in (("the match is stable", BLUE), ("something else is", ORANGE), ("nothing is", RED)):
        axes.bar(0, 0, color=colour, label=words)
    figure.legend(loc="outside lower center", ncols=3, frameon=False)
    return figure
