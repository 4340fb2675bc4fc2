"""Fig 9: what a seller's data are worth to the learner at offered prices."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from databourse.experiments.colours import MARKERS, SERIES
from databourse.experiments.figures import sheet, title


def valuation(found: dict[str, Any]) -> Figure:
    """A panel for each share of the samples, a line for each seller that came before."""
    shares = found["per device"]
    figure, (panels,) = sheet("Fig 9  Value of one seller's data, by who sold before it", 1, len(shares))
    for axes, (share, lines) in zip(panels, shares.items(), strict=True):
        for (name, line), colour, marker in zip(lines.items(), SERIES, MARKERS, strict=False):
            axes.plot(found["prices"], line, color=colour, marker=marker, markersize=4, label=name)
        axes.set_yscale("log")
        axes.set_xlabel("offered price")
        title(axes, f"{float(share) * 100:.0f} % of the samples")
    panels[0].set_ylabel("value V_i")
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, title="sold before", loc="outside lower center", ncols=len(labels), frameon=False)
    return figure
