"""Data payments that no weight makes up for."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from databourse.experiments.colours import BLUE, ORANGE, RED
from databourse.experiments.figures import sheet


def weights(found: dict[str, Any]) -> Figure:
    """A bar for mixed-VCG and for each base weight of distorted-mixed-VCG."""
    figure, ((axes,),) = sheet("Agents that are to be paid in data")
    figure.set_size_inches(9, 4.2)
    for place, one in enumerate(found["modes"].values()):
        asked, failed, nothing = one["asked"], one["infeasible"], one["infeasible, buys nothing"]
        bottom = 0.0
        for count, colour in ((asked - failed, BLUE), (failed - nothing, ORANGE), (nothing, RED)):
            share = 100 * count / asked
            axes.bar(place, share, bottom=bottom, color=colour, width=0.55)
            if share >= 5:
                axes.text(place, bottom + share / 2, f"{count:,}", ha="center", va="center", color="white", fontsize=9)
            bottom += share
    names = ["mixed-VCG,\nany weight" if mode == "unlimited" else f"distorted,\nfrom {mode}" for mode in found["modes"]]
    axes.set_xticks(range(len(names)), names)
    axes.set_ylabel("percent of agents")
    for words, colour in (
        ("a weight serves", BLUE),
        ("no weight does", ORANGE),
        ("buys nothing: nothing to weigh", RED),
    ):
        axes.bar(0, 0, color=colour, label=words)
    figure.legend(loc="outside right center", frameon=False)
    return figure
