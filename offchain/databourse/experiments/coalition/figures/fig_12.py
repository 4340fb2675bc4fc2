"""Fig 12: average payoffs with and without coalitions, and the gain in every reading beside the published one."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from databourse.experiments.coalition.gain import readings
from databourse.experiments.colours import BLACK, BLUE, GREEN, MARKERS, ORANGE, RED, SKY
from databourse.experiments.figures import sheet, title

_LINES = {
    "merges": ("coalitions: switch, merge, split", GREEN),
    "switches": ("coalitions: switch only", SKY),
    "by type": ("coalitions of one type", BLUE),
    "alone, other types only": ("alone, other types' leakage only", ORANGE),
    "alone": ("alone", BLACK),
}


def gain(found: dict[str, Any]) -> Figure:
    """On the left over the size of a group, on the right the gains."""
    figure, ((left, right),) = sheet("Fig 12  Average payoff per device, and the gain", 1, 2)
    figure.set_size_inches(12, 4.9)
    sizes = list(map(int, found["sizes"]))
    for (name, (words, colour)), marker in zip(_LINES.items(), MARKERS, strict=True):
        values = [one[name] for one in found["sizes"].values()]
        means, margins = ([value[key] for value in values] for key in ("mean", "margin"))
        left.errorbar(sizes, means, margins, color=colour, marker=marker, markersize=4, capsize=2, label=words)
    left.set_ylim(0.5, 1.05)
    left.set_xticks(sizes)
    left.set_xlabel("devices in the group, of random types X, Y, Z")
    left.set_ylabel("average payoff at price 1")
    title(left, "over the size of the group")
    left.legend(frameon=False, fontsize=8.5, loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=2)

    shown = dict(sorted(readings(found).items(), key=lambda reading: reading[1]))
    places = range(len(shown))
    right.barh(list(places), [100 * value for value in shown.values()], color=BLUE, height=0.6)
    for place, value in zip(places, shown.values(), strict=True):
        right.text(0.7, place, f"{100 * value:.1f}", va="center", fontsize=8.5, color="white")
    published = 100 * found["fitted"]["published"]
    right.axvline(published, color=RED, linestyle="--")
    right.text(published + 0.4, -0.9, "published 32.72 %", color=RED, fontsize=8.5)
    right.set_yticks(list(places), list(shown))
    right.set_ylim(len(shown) - 0.4, -1.3)
    right.grid(visible=False)
    right.set_xlabel("gain, percent")
    title(right, "the gain, by reading")
    return figure
