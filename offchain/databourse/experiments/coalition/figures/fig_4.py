"""Fig 4: the precision of the model over samples in common."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from databourse.experiments.colours import BLACK, BLUE, GREEN, RED
from databourse.experiments.figures import sheet


def overlap(found: dict[str, Any]) -> Figure:
    """Without noise, its median and its 5 to 95 % range, and the two means."""
    figure, ((axes,),) = sheet("Fig 4  Precision of the model over samples in common")
    figure.set_size_inches(8.4, 4.6)
    points = found["points"]
    places = [point["overlap"] for point in points]

    def line(name: str) -> list[float]:
        return [point[name] for point in points]

    axes.fill_between(places, line("low"), line("high"), color=BLUE, alpha=0.15, label="5 to 95 % of draws", lw=0)
    axes.plot(places, line("no noise"), color=BLACK, label="no noise, n0 = 0")
    axes.plot(places, line("median"), color=BLUE, label="median draw, n0 = 0.5")
    axes.plot(places, line("mean"), color=RED, linestyle="--", label="mean over n0 ~ N(0.5, 1)")
    axes.plot(places, line("mean, noise from 0 to 1"), color=GREEN, linestyle="-.", label="mean, n0 cut to 0 … 1")
    axes.set_ylim(-1.5, 1.05)
    axes.set_xlim(0, places[-1])
    axes.set_xlabel("samples in common |D_i ∩ D_j|")
    axes.set_ylabel("precision ζ, A0 = 1")
    figure.legend(loc="outside right center", frameon=False)
    return figure
