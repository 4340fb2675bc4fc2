"""The graph of a sharing round: agents on a circle, their data as discs, a line where data goes."""

from __future__ import annotations

from math import cos, pi, sin
from pathlib import Path

from matplotlib.figure import Figure

from databourse.cli.sharing.graph import Graph
from databourse.market.double_auction.picture import clean, save_figure

_ACTIVE, _IDLE, _LINE = "#0072B2", "#BBBBBB", "#777777"
_LARGEST, _SMALLEST = 1400, 30  # areas of discs, points squared
_LETTERS, _MOST_NAMED = 16, 40


def save_graph(graph: Graph, path: Path) -> None:
    """Draws it, the first agent on top and the others clockwise.

    Raises:
        InvalidInput: the picture cannot be written.
    """
    figure = Figure(figsize=(8, 7.4), layout="constrained")
    axes = figure.add_subplot()
    count = len(graph.discs)
    places = [(sin(2 * pi * place / count), cos(2 * pi * place / count)) for place in range(count)]
    largest = max((disc.size for disc in graph.discs), default=0) or 1
    areas = [max(_SMALLEST, _LARGEST * disc.size / largest) for disc in graph.discs]
    width = max(0.3, min(1.6, 60 / max(1, len(graph.edges))))
    for source, target in graph.edges:
        style = {"arrowstyle": "-|>" if graph.directed else "-", "color": _LINE, "linewidth": width}
        # arrows of two that sell to each other do not hide each other, and end where the discs do
        bend = {"connectionstyle": "arc3,rad=0.12"} if graph.directed else {}
        shrink = {"shrinkA": areas[source] ** 0.5 / 2, "shrinkB": areas[target] ** 0.5 / 2}
        axes.annotate("", places[target], places[source], arrowprops={**style, **bend, **shrink}, zorder=1)
    for active, colour, label in ((True, _ACTIVE, "takes part"), (False, _IDLE, "neither gives nor gets")):
        chosen = [place for place, disc in enumerate(graph.discs) if disc.active is active]
        if chosen:
            across, up = zip(*(places[place] for place in chosen), strict=True)
            axes.scatter(across, up, s=[areas[place] for place in chosen], color=colour, edgecolor="white", zorder=2)
            axes.scatter([], [], s=60, color=colour, label=label)
    if count <= _MOST_NAMED:
        for (right, top), disc in zip(places, graph.discs, strict=True):
            told = f"{clean(disc.name, _LETTERS)}\n{disc.told}"
            axes.text(1.4 * right, 1.28 * top, told, ha="center", va="center", fontsize=8)
    axes.set_xlim(-1.8, 1.8)
    axes.set_ylim(-1.5, 1.5)
    axes.set_axis_off()
    axes.legend(loc="lower left", fontsize=8, frameon=False)
    axes.set_title(clean(graph.title, 80), loc="left")
    save_figure(figure, path)
