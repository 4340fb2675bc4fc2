"""Fig 3a: values of parties with two labels each."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from databourse.experiments.colours import BLACK, BLUE, ORANGE
from databourse.experiments.figures import sheet
from databourse.experiments.learning.relevance import TASK


def fig_3a(found: dict[str, Any]) -> Figure:
    """Two bars for each party of one draw: on all digits, and on six of them."""
    figure, ((axes,),) = sheet("Fig 3a: Shapley values of accuracy, two labels a party")
    figure.set_size_inches(9.2, 4.2)
    draw = found["example"]
    for name, words, colour, shift in (
        ("every", "all ten digits", BLUE, -0.2),
        ("some", f"only {', '.join(TASK)}", ORANGE, 0.2),
    ):
        axes.bar([place + shift for place in range(len(draw["labels"]))], draw[name], 0.38, color=colour, label=words)
    held = [label for labels in draw["labels"] for label in labels]
    names = [" and ".join(f"{label}*" if held.count(label) == 1 else label for label in two) for two in draw["labels"]]
    axes.axhline(0, color=BLACK, linewidth=0.8)
    axes.set_xticks(range(len(names)), names)
    axes.set_xlabel("labels of the party; * nobody else has this one")
    axes.set_ylabel("Shapley value")
    axes.legend(frameon=False, title="validated on", loc="upper left", bbox_to_anchor=(1, 1))
    return figure
