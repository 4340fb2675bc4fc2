"""Fig 10: privacy leakage."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from databourse.experiments.auction.figures.panels import draw_line
from databourse.experiments.auction.leakage import CHANGES, PUBLISHED, READINGS, SIDES
from databourse.experiments.figures import sheet, title

_COLOURS = dict(zip(READINGS, ("#0072B2", "#D55E00", "#009E73", "#CC79A7"), strict=True))
_MARKERS = dict(zip(READINGS, ("o", "s", "^", "D"), strict=True))
_SIDES = {"bid": "#0072B2", "ask": "#D55E00"}
_STYLES: dict[str, Any] = {"one unit": "-", "drawn anew": (0, (4, 2))}
#: Between plus and minus this the scale is linear, beyond it logarithmic.
_LINEAR = 1e-4


def leakage(found: dict[str, Any]) -> Figure:
    """With fixed candidates on the left, beside what the paper states; the whole mechanism on the right."""
    figure, [[bids, asks, whole]] = sheet("Fig 10  Privacy leakage of dadpm after changing one price", columns=3)
    bidders = [int(one) for one in found]
    for axes, side, words in ((bids, "bid", "a bid changed by one unit"), (asks, "ask", "an ask changed by one unit")):
        low, high = PUBLISHED[side]
        axes.axhspan(low, high, color="#F0E442", alpha=0.5, label="the paper's range")
        for reading, meaning in READINGS.items():
            estimates = [point[side]["one unit"][reading] for point in found.values()]
            style = {"color": _COLOURS[reading], "marker": _MARKERS[reading], "label": meaning}
            draw_line(axes, bidders, estimates, **style)
        axes.set_yscale("symlog", linthresh=_LINEAR)
        axes.set_ylabel("leakage (linear up to ±0.0001, then log)")
        title(axes, f"fixed candidates, {words}")
    for side in SIDES:
        for change in CHANGES:
            points = [point[side][change] for point in found.values()]
            shown = {"color": _SIDES[side], "linestyle": _STYLES[change]}
            told = [100 * point["told"] for point in points]
            whole.plot(bidders, told, marker="o", markersize=4.5, linewidth=1.5, label=f"{side}, {change}", **shown)
    whole.set_ylim(0, 100)
    whole.set_ylabel("% of changes")
    title(whole, "whole mechanism: winners or prices\nthat cannot occur after the change")
    for axes in (bids, asks, whole):
        axes.set_xlabel("bidders, half of them buyers")
        _legend(axes)
    return figure


def _legend(axes: Axes) -> None:
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=2, frameon=False, fontsize=8, handlelength=3)
