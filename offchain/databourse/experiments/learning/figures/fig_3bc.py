"""Figs 3b and 3c, and what they leave out: the money."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from databourse.experiments.colours import BLACK, BLUE, GREY, ORANGE
from databourse.experiments.figures import sheet, title


def fig_3bc(found: dict[str, Any]) -> Figure:
    """Shares by u and by v, and the replicating party's net money, by its number of identities."""
    figure, (panels,) = sheet("Figs 3b and 3c: one of two parties copies itself", 1, 3)
    figure.set_size_inches(12, 4.2)
    numbers = [point["identities"] for point in found["points"]]
    for axes, name, words in zip(
        panels, ("u", "v", "net"), ("3b: shares by u", "3c: shares by v", "net money, by v"), strict=True
    ):
        means, margins = ([point[name][of] for point in found["points"]] for of in ("mean", "margin"))
        ideal = [point[name] for point in found["ideal"]]
        style: dict[str, Any] = {"marker": "o", "markersize": 4, "capsize": 2}
        axes.errorbar(numbers, means, margins, color=ORANGE, label="who copies itself, all identities", **style)
        if name != "net":
            rest = [1 - mean for mean in means]
            axes.errorbar(numbers, rest, margins, color=BLUE, label="the honest party", **style)
            axes.plot(numbers, [1 - value for value in ideal], color=GREY, linestyle=":")
            axes.set_ylim(0.25, 0.75)
            axes.set_ylabel("share of the pot")
        else:
            axes.axhline(0, color=BLACK, linewidth=0.8)
            axes.set_ylabel("net money, in accuracy")
        axes.plot(numbers, ideal, color=GREY, linestyle=":", label="if copies add nothing to a model")
        axes.set_xlabel("identities")
        axes.set_xticks(numbers)
        title(axes, words)
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=3, frameon=False)
    return figure
