"""Fig 4: what a customised model is good for, and the strength that it takes."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from databourse.experiments.colours import BLUE, GREY, MARKERS, ORANGE, RED
from databourse.experiments.figures import sheet, title
from databourse.experiments.learning.customised import KINDS, SHOWN
from databourse.experiments.learning.pictures import LABELS

_COLOURS = dict(zip(KINDS, (BLUE, ORANGE, RED), strict=True))
_WORDS = dict(zip(KINDS, ("own task", "tasks that share a label", "other tasks"), strict=True))


def fig_4(found: dict[str, Any]) -> Figure:
    """On the left every model on every task at one strength; on the right means over the strength."""
    figure, ((left, right),) = sheet("Fig 4: customised models", 1, 2)
    figure.set_size_inches(11.5, 4.8)
    names = [f"{label}, {LABELS[(place + 1) % len(LABELS)]}" for place, label in enumerate(LABELS)]
    left.grid(visible=False)
    shown = left.imshow(found["matrix"], cmap="viridis", vmin=0, vmax=1)
    for row, values in enumerate(found["matrix"]):
        for column, value in enumerate(values):
            if value >= 0.05:
                colour = "black" if value > 0.6 else "white"
                left.text(column, row, f"{value:.2f}", ha="center", va="center", fontsize=7, color=colour)
    left.set_xticks(range(len(names)), names, rotation=60)
    left.set_yticks(range(len(names)), names)
    left.set_xlabel("task")
    left.set_ylabel("model for")
    figure.colorbar(shown, ax=left, label="accuracy", fraction=0.046)
    title(left, f"every model on every task, λ = {SHOWN:g}")

    points = found["strengths"]
    places = range(len(points))
    for (kind, colour), marker in zip(_COLOURS.items(), MARKERS, strict=False):
        right.plot(places, [point[kind] for point in points], color=colour, marker=marker, label=_WORDS[kind])
        right.axhline(found["own data only"][kind], color=colour, linestyle=":", linewidth=1)
    right.plot([], [], color=GREY, linestyle=":", label="trained on own labels only")
    right.set_xticks(places, [f"{point['strength']:g}" for point in points])
    right.set_xlabel("strength λ")
    right.set_ylabel("accuracy")
    right.set_ylim(-0.03, 1.03)
    right.legend(frameon=False, loc="center right", bbox_to_anchor=(1, 0.72))
    title(right, "means over tasks")
    return figure
