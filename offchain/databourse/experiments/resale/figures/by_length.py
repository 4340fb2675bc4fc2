"""Fig 3: chains of different lengths."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from databourse.experiments.figures import sheet, title
from databourse.experiments.resale.chains import MATRICES
from databourse.experiments.resale.figures.lines import TITLES, draw, legend


def by_length(found: dict[str, Any]) -> Figure:
    """A column for each model: welfare above, volume below."""
    figure, (above, below) = sheet("Fig 3  Welfare and volume over the number of trades", 2, len(TITLES))
    for welfare, volume, (name, words) in zip(above, below, TITLES.items(), strict=True):
        lengths = [int(trades) for trades in found[name]]
        for axes, measure in ((welfare, "welfare"), (volume, "volume")):
            lines = {matrix: [one[matrix][measure] for one in found[name].values()] for matrix in MATRICES}
            draw(axes, lengths, lines)
            axes.set_ylim(bottom=0)
            axes.set_xlabel("possible trades n")
        title(welfare, words)
    above[0].set_ylabel("social welfare")
    below[0].set_ylabel("trades that occur")
    legend(figure)
    return figure
