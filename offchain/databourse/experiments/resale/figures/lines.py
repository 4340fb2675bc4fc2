"""What the figures share: a line for each matrix, and the legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from databourse.experiments.resale.chains import MATRICES
from databourse.experiments.resale.published import MATRICES as PUBLISHED

_DASHED = (0, (4, 2))
_COLOURS = ("#000000", "#0072B2", "#56B4E9", "#009E73", "#E69F00", "#D55E00")
_MARKERS = ("o", "s", "v", "D", "^", "P")
_STYLES: Mapping[str, dict[str, Any]] = {
    matrix: {
        "color": colour,
        "marker": marker,
        "linestyle": "-" if matrix in PUBLISHED else _DASHED,
        "linewidth": 1.6 if matrix in PUBLISHED else 1.1,
        "markersize": 5 if matrix in PUBLISHED else 3.5,
    }
    for matrix, colour, marker in zip(MATRICES, _COLOURS, _MARKERS, strict=True)
}

#: The models by what the paper calls them.
TITLES = {"1'": "Model 1", "2": "Model 2", "3": "Model 3", "4": "Model 4"}


def draw(axes: Axes, places: Sequence[int], values: Mapping[str, Sequence[float]]) -> None:
    """A line for each matrix; the paper's lie above."""
    for matrix, line in values.items():
        axes.plot(places, line, zorder=3 if matrix in PUBLISHED else 2, **_STYLES[matrix])
    axes.set_xticks(places)


def legend(figure: Figure) -> None:
    """All matrices, below the panels."""
    lines = [
        Line2D([], [], label=matrix if matrix in PUBLISHED else f"{matrix} (ours)", **_STYLES[matrix])
        for matrix in MATRICES
    ]
    figure.legend(handles=lines, loc="outside lower center", ncols=len(lines), frameon=False, fontsize=10)
