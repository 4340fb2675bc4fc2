"""Fig 8: correlation as the learner believes it, and how far off it is where it stops."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from databourse.experiments.coalition.published import PRECISION
from databourse.experiments.colours import BLACK, BLUE, MARKERS, RED, SERIES
from databourse.experiments.figures import sheet, title


def correlation(found: dict[str, Any]) -> Figure:
    """On the left one run, with its 95 % intervals; on the right all runs where they stop."""
    figure, ((left, right),) = sheet("Fig 8  Correlation, learnt sample by sample", 1, 2)
    path, rounds = found["path"], found["path"]["rounds"]
    for name, colour in zip(found["truth"], SERIES, strict=False):
        widths = path["half widths"][name]
        low = [value - width for value, width in zip(path[name], widths, strict=True)]
        high = [value + width for value, width in zip(path[name], widths, strict=True)]
        left.fill_between(rounds, low, high, color=colour, alpha=0.15, lw=0)
        left.plot(rounds, path[name], color=colour, label=f"r {name}")
        left.axhline(found["truth"][name], color=colour, linestyle=":", linewidth=1)
    fewest, _, most = found["rounds"]
    left.axvspan(fewest, most, color="0.85", label="the stop rule says stop", lw=0)
    left.set_xscale("log")
    left.set_ylim(-1.05, 1.25)
    left.set_xlabel("rounds")
    left.set_ylabel("correlation")
    left.legend(loc="lower right", frameon=False, fontsize=8.5)
    title(left, "one run, with 95 % intervals")

    right.plot(found["all rounds"], found["all errors"], linestyle="", marker=MARKERS[0], markersize=3, color=BLUE)
    right.axhline(found["half width"][1], color=BLACK, linestyle=":", label="half of the widest 95 % interval")
    right.axhline(PRECISION, color=RED, linestyle="--", label="published precision")
    right.set_ylim(PRECISION / 2, 0.3)
    right.legend(loc="upper left", frameon=False, fontsize=8.5)
    right.set_yscale("log")
    right.set_xlabel("rounds until the rule says stop")
    right.set_ylabel("largest error of an r")
    title(right, f"{found['runs']} runs where they stop")
    return figure
