"""Errors of sampled values."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from databourse.experiments.colours import BLUE, MARKERS, ORANGE
from databourse.experiments.figures import sheet

_MARKS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2)


def estimators(found: dict[str, Any]) -> Figure:
    """Root of the mean square error over the number of orders."""
    figure, ((axes,),) = sheet("Sampled Shapley values of v, twelve parties")
    figure.set_size_inches(7.4, 4)
    shown: list[float] = []
    for (way, points), colour, marker in zip(found["ways"].items(), (BLUE, ORANGE), MARKERS, strict=False):
        orders, errors = ([point[name] for point in points] for name in ("orders", "rmse"))
        shown += errors
        axes.loglog(orders, errors, color=colour, marker=marker, label=way)
        for order, error in zip(orders, errors, strict=True):
            axes.annotate(
                f"{error:.2g}", (order, error), (4, 5), textcoords="offset points", fontsize=8.5, color=colour
            )
    axes.set_xticks(orders, [str(order) for order in orders])
    marks = [mark for mark in _MARKS if min(shown) / 1.5 < mark < 1.5 * max(shown)]
    axes.set_yticks(marks, [f"{mark:g}" for mark in marks])
    axes.minorticks_off()
    axes.set_xlabel("orders that are gone through")
    axes.set_ylabel("error (RMSE), in accuracy")
    axes.legend(frameon=False)
    return figure
