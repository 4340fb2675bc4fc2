"""The figures of the report: they draw results and compute nothing.

Every rule has one colour and one marker in all of them; what the paper publishes is drawn with full lines, what stands
beside it with dashed ones. Bars at points are 95 % intervals. For the same results and the same version of matplotlib
the files are the same, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from databourse.experiments.auction.figures.leakage import leakage
from databourse.experiments.auction.figures.over_bidders import budget, payoffs, times, welfare
from databourse.experiments.auction.figures.own_report import own_report

#: File name, the part whose results it shows, and the function that draws them.
FIGURES: Mapping[str, tuple[str, Callable[[dict[str, Any]], Figure]]] = {
    "fig5-payoffs": ("sweep", payoffs),
    "fig6-budget": ("sweep", budget),
    "fig7-welfare": ("sweep", welfare),
    "fig8-times": ("times", times),
    "fig9-own-report": ("own_report", own_report),
    "fig10-leakage": ("leakage", leakage),
}

_STYLE: Any = {"svg.hashsalt": "databourse", "font.size": 9.5, "axes.titlesize": 10.5, "axes.titleweight": "bold"}


def save_figures(results: dict[str, Any], folder: Path) -> list[Path]:
    """Draws every figure whose part has results, as SVG, and returns the files."""
    files = []
    for name, (part, draw) in FIGURES.items():
        if part in results:
            file = folder / f"{name}.svg"
            with mpl.rc_context(_STYLE):
                draw(results[part]).savefig(file, metadata={"Date": None})
            files.append(file)
    return files
