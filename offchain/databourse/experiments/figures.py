"""Figures of a report: they draw results and compute nothing.

For the same results and the same version of matplotlib the files are the same, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

#: By file name: the part whose results a figure shows, and the function that draws them.
Figures = Mapping[str, tuple[str, Callable[[Any], Figure]]]

_STYLE: Any = {"svg.hashsalt": "databourse", "font.size": 9.5, "axes.titlesize": 10.5, "axes.titleweight": "bold"}


def save_figures(figures: Figures, results: dict[str, Any], folder: Path) -> list[Path]:
    """Draws every figure whose part has results, as SVG, and returns the files."""
    files = []
    for name, (part, draw) in figures.items():
        if part in results:
            file = folder / f"{name}.svg"
            with mpl.rc_context(_STYLE):
                draw(results[part]).savefig(file, metadata={"Date": None})
            files.append(file)
    return files


def sheet(title: str, rows: int = 1, columns: int = 1) -> tuple[Figure, list[list[Axes]]]:
    """A figure with its panels, row by row."""
    figure = Figure(figsize=(2.5 + 3.6 * columns, 1.3 + 3.1 * rows), dpi=110, layout="constrained")
    figure.suptitle(title, x=0.01, ha="left", fontsize=13, fontweight="bold")
    panels = figure.subplots(rows, columns, squeeze=False)
    for axes in panels.flat:
        axes.grid(axis="y", color="0.92")
        axes.set_axisbelow(True)
        axes.spines[["top", "right"]].set_visible(False)
    return figure, [list(row) for row in panels]


def title(axes: Axes, words: str) -> None:
    """What one panel shows."""
    axes.set_title(words, loc="left")
