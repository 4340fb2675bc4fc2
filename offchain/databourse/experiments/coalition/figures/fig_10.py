"""Fig 10: what a device gets in the coalition of each type."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from databourse.experiments.colours import GREY, MARKERS, SERIES
from databourse.experiments.figures import sheet, title


def off_type(found: dict[str, Any]) -> Figure:
    """A panel for each correlation between neighbouring types, a line for each device's own type."""
    figure, (panels,) = sheet(
        "Fig 10  Utility in the coalition of each type, 1 in one's own; by eq (12) it is 0 in all others", 1, 3
    )
    places = [kind + 1 for kind in range(len(found["eq 12"]))]
    for axes, (decay, table) in zip(panels, found["leakage"].items(), strict=True):
        for kind, (row, colour, marker) in enumerate(zip(table, SERIES, MARKERS, strict=True)):
            axes.plot(places, row, color=colour, marker=marker, markersize=4, label=f"type {kind + 1}")
        axes.axhline(1, color=GREY, linewidth=0.8)
        axes.set_xticks(places)
        axes.set_xlabel("coalition of type")
        title(axes, f"correlation {decay} to the next type")
    panels[0].set_ylabel("utility / utility in own type")
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, title="the device's own type", loc="outside lower center", ncols=5, frameon=False)
    return figure
