"""Fig 2: accuracy over copies of one digit."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from databourse.experiments.colours import BLUE, GREEN, MARKERS, ORANGE
from databourse.experiments.figures import sheet, title
from databourse.experiments.learning.replicas import COPIED, COPIES

_NAMES = {"logistic": "logistic regression", "network": "network"}
_LINES = {"all": ("all digits", BLUE), "0": ("digit 0", ORANGE), "4": ("digit 4", GREEN)}


def fig_2(found: dict[str, Any]) -> Figure:
    """A row for each learner, a column for each digit that is copied."""
    figure, panels = sheet("Fig 2: copies of one digit's pictures", len(COPIES), len(COPIED))
    for row, learner in zip(panels, COPIES, strict=True):
        for axes, digit in zip(row, COPIED, strict=True):
            points = found[learner][digit]["points"]
            numbers = [point["copies"] for point in points]
            for (name, (words, colour)), marker in zip(_LINES.items(), MARKERS, strict=False):
                means, margins = ([point[name][of] for point in points] for of in ("mean", "margin"))
                axes.errorbar(
                    numbers,
                    means,
                    margins,
                    color=colour,
                    marker=marker,
                    markersize=4,
                    linewidth=1.5,
                    capsize=2,
                    label=words,
                )
            axes.set_ylim(_least(found) - 0.01, 1.005)
            title(axes, f"{_NAMES[learner]}, digit {digit} copied")
    for axes in panels[-1]:
        axes.set_xlabel("copies")
    for row in panels:
        row[0].set_ylabel("accuracy")
    handles, labels = panels[0][0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=3, frameon=False)
    return figure


def _least(found: dict[str, Any]) -> float:
    """The smallest mean of all lines, which share an axis."""
    means: list[float] = [
        point[name]["mean"]
        for learner in COPIES
        for digit in COPIED
        for point in found[learner][digit]["points"]
        for name in _LINES
    ]
    return min(means)
