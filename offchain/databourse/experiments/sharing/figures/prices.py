"""All sellers at the upper ends of their intervals at once."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from databourse.experiments.colours import BLUE, RED
from databourse.experiments.figures import sheet


def prices(found: dict[str, Any]) -> Figure:
    """The share of markets in which demand breaks, and in which the prices are more than everything is worth."""
    figure, ((axes,),) = sheet("Every seller at its own highest price, all at once")
    figure.set_size_inches(8.2, 4.2)
    markets = found["markets"]
    lines = {
        "all at the maximum breaks demand": ("some buyer would rather buy something else", BLUE, -0.19),
        "more than all is worth": ("some buyer would pay more than all is worth to it", RED, 0.19),
    }
    for name, (words, colour, shift) in lines.items():
        shares = [100 * one[name] / markets for one in found["kinds"].values()]
        places = [place + shift for place in range(len(shares))]
        axes.bar(places, shares, width=0.34, color=colour, label=words)
        for place, share in zip(places, shares, strict=True):
            axes.text(place, share + 1.2, f"{share:.3g}", ha="center", fontsize=8.5)
    axes.set_xticks(range(len(found["kinds"])), list(found["kinds"]))
    axes.set_xlabel("kind of utility")
    axes.set_ylabel("percent of markets")
    axes.set_ylim(0, 100)
    axes.legend(frameon=False, loc="upper right")
    return figure
