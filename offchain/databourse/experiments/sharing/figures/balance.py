"""What VCG leaves over or lacks, in both readings, and how often the published split does not balance."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from databourse.experiments.colours import BLACK, BLUE, GREEN, ORANGE
from databourse.experiments.figures import sheet, title

_READINGS = {
    "participation": ("a graph without i's edges", BLUE, -0.17),
    "as printed": ("any graph, as (20) is printed", ORANGE, 0.17),
}


def balance(found: dict[str, Any]) -> Figure:
    """On the left the sum of payments, 5 to 95 % of markets and the middle half; on the right the published split."""
    figure, ((left, right),) = sheet("The budget of VCG, and the published split", 1, 2)
    figure.set_size_inches(11, 4.6)
    kinds = found["kinds"]
    for reading, (words, colour, shift) in _READINGS.items():
        for place, one in enumerate(kinds.values()):
            _, low, first, median, third, high, _ = one["share of welfare"][reading]
            at = place + shift
            left.plot([at, at], [low, high], color=colour, linewidth=1.4)
            left.plot([at, at], [first, third], color=colour, linewidth=8, solid_capstyle="butt", alpha=0.55)
            left.plot(at, median, marker="_", markersize=13, color=colour, label=words if not place else None)
    left.axhline(0, color=BLACK, linewidth=0.8)
    left.set_xticks(range(len(kinds)), [kind.replace(" in ", "\nin ") for kind in kinds])
    left.set_xlabel("kind of utility")
    left.set_ylabel("sum of payments / welfare")
    left.legend(frameon=False, fontsize=8.5, title="the alternative to agent i is", loc="upper right")
    title(left, "median, middle half, 5 to 95 %")

    shares = [100 * one["published does not balance"] / found["markets"] for one in kinds.values()]
    right.bar(range(len(kinds)), shares, color=GREEN, width=0.5)
    for place, share in enumerate(shares):
        right.text(place, share + 1.2, f"{share:.3g}", ha="center", fontsize=8.5)
    right.set_xticks(range(len(kinds)), [kind.replace(" in ", "\nin ") for kind in kinds])
    right.set_xlabel("kind of utility")
    right.set_ylabel("percent of markets")
    right.set_ylim(0, 100)
    title(right, "(23) to (27): money does not add up to 0")
    return figure
