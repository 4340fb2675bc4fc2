"""Fig 11: time over devices, and how it grows in large markets."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from databourse.experiments.colours import BLACK, BLUE, GREEN, GREY, ORANGE, RED
from databourse.experiments.figures import sheet, title

_LINES = {
    "Algorithm 1": ("Algorithm 1, as printed", ORANGE, "s"),
    "here": ("switch, merge, split", BLUE, "o"),
    "by type": ("by type", GREEN, "^"),
}


def time(found: dict[str, Any]) -> Figure:
    """On the left the paper's sizes and the exact optimum; on the right contract games up to the largest."""
    figure, ((left, right),) = sheet("Fig 11  Time", 1, 2)
    devices = [one["devices"] for one in found["figure"]]
    for name, (words, colour, marker) in _LINES.items():
        left.plot(devices, [one[name] for one in found["figure"]], color=colour, marker=marker, label=words)
    exact = found["exact"]
    left.plot(list(map(int, exact)), list(exact.values()), color=RED, marker="D", label="exact optimum")
    left.set_yscale("log")
    left.set_xlabel("devices")
    left.set_ylabel("milliseconds")
    left.legend(frameon=False, fontsize=8.5, loc="lower right")
    title(left, "leakage game, 1 to 5 groups")

    sizes = list(map(int, found["crowd"]))
    for name, colour, marker in (("switching", BLUE, "o"), ("placement", GREEN, "^")):
        right.plot(sizes, [one[name] for one in found["crowd"].values()], color=colour, marker=marker, label=name)
    per_device = found["crowd"][str(sizes[-1])]["switching"] / sizes[-1]
    right.plot(
        sizes, [per_device * size for size in sizes], color=GREY, linestyle=":", label="in proportion to devices"
    )
    right.set_xscale("log")
    right.set_yscale("log")
    right.set_xlabel("devices")
    right.legend(frameon=False, fontsize=8.5, loc="upper left", labelcolor=BLACK)
    title(right, "contract game, 10 contracts")
    return figure
