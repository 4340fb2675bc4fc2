"""Theorem 1 in random tables."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from databourse.experiments.colours import BLUE, ORANGE, RED
from databourse.experiments.figures import sheet


def theorem(found: dict[str, Any]) -> Figure:
    """A group of bars for each shape of tables: how often copies pay, and how often the index is above 0."""
    figure, ((axes,),) = sheet("Copies in random tables, one task for all")
    figure.set_size_inches(9.6, 4.2)
    shapes = found["shapes"]
    for name, words, colour, shift in (
        ("index above 0", "the index is above 0: Theorem 1 is silent", BLUE, -0.27),
        ("1 copies pay", "one copy pays", ORANGE, 0),
        ("3 copies pay", "three copies pay", RED, 0.27),
    ):
        places = [place + shift for place in range(len(shapes))]
        shares = [100 * one[name] / one["cases"] for one in shapes.values()]
        axes.bar(places, shares, 0.25, color=colour, label=words)
        for place, share in zip(places, shares, strict=True):
            axes.text(place, share + 0.4, f"{share:.2g}", ha="center", fontsize=8)
    axes.set_xticks(range(len(shapes)), [shape.replace(" of ", "\nof ") for shape in shapes])
    axes.set_xlabel("shape of accuracy")
    axes.set_ylabel("percent of parties")
    figure.legend(loc="outside lower center", ncols=3, frameon=False)
    return figure
