"""Copies of real data: what each party gains by one."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from databourse.experiments.colours import BLACK, BLUE, RED
from databourse.experiments.figures import sheet


def copies(found: dict[str, Any]) -> Figure:
    """A row of points for each learner: the gains of all parties by a copy of their own."""
    figure, ((axes,),) = sheet("One copy of real data, by learner")
    figure.set_size_inches(9.6, 3.8)
    for place, one in enumerate(found.values()):
        profits = one["profits"]
        # points are spread a little, in their order, so that each can be seen
        heights = [place + 0.27 * ((7 * at) % 11 / 5 - 1) for at in range(len(profits))]
        colours = [RED if profit > 0 else BLUE for profit in profits]
        axes.scatter(profits, heights, s=14, c=colours, alpha=0.85, linewidths=0)
    axes.axvline(0, color=BLACK, linewidth=0.8)
    names = [f"{name}\n({one['pays']} of {one['cases']} pay)" for name, one in found.items()]
    axes.set_yticks(range(len(found)), names)
    axes.invert_yaxis()
    axes.grid(visible=False)
    axes.grid(axis="x", color="0.92")
    axes.set_xlabel("what the copy adds to the party's net money, in accuracy; red: it pays")
    return figure
