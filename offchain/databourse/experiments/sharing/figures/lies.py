"""The example of two agents: what the first has by what it reports."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from databourse.experiments.colours import BLACK, BLUE, GREY, RED
from databourse.experiments.figures import sheet, title
from databourse.experiments.sharing.lies import TRUTH


def lies(found: dict[str, Any]) -> Figure:
    """On the left the payoff, on the right the weight at which data are delivered."""
    figure, ((left, right),) = sheet("Mixed-VCG: the payoff and the data of an agent of type 8, by its report", 1, 2)
    figure.set_size_inches(11, 4.4)
    points = found["path"]
    reports = [point["report"] for point in points]
    left.plot(reports, [point["mixed"] for point in points], color=RED, label="mixed-VCG")
    left.plot(reports, [point["vcg"] for point in points], color=BLUE, label="VCG")
    right.plot(reports, [point["weight"] for point in points], color=RED)
    for point in points:
        if point["report"] in (2, 4, TRUTH[0]):
            for axes, name in ((left, "mixed"), (right, "weight")):
                axes.plot(point["report"], point[name], marker="o", color=BLACK, markersize=4)
                axes.annotate(
                    f"{point[name]:.4g}", (point["report"], point[name]), (5, 5), textcoords="offset points", fontsize=9
                )
    for axes in (left, right):
        axes.axvline(TRUTH[0], color=GREY, linestyle=":", linewidth=1)
        axes.set_xlabel("reported type")
        axes.set_ylim(bottom=0)
    left.set_ylabel("true payoff")
    left.legend(frameon=False)
    right.set_ylabel("weight w")
    title(left, "payoff; dotted: the truth")
    title(right, "data: w times what is bought")
    return figure
