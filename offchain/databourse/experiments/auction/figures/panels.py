"""What the figures share: a rule's line with its intervals, and the legend."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from databourse.experiments.auction.variants import VARIANTS, Variant

Estimates = Sequence[dict[str, Any]]  # each with mean and margin


def draw_rule(axes: Axes, variant: Variant, places: Sequence[float], estimates: Estimates) -> None:
    """One rule's means with 95 % intervals; rules stand a little beside each other, so that bars do not hide bars."""
    step = min((b - a for a, b in pairwise(places)), default=1)
    aside = 0.07 * step * (VARIANTS.index(variant) - (len(VARIANTS) - 1) / 2)
    draw_line(axes, [place + aside for place in places], estimates, **_style(variant))


def draw_line(axes: Axes, places: Sequence[float], estimates: Estimates, **style: Any) -> None:
    """Means with 95 % intervals."""
    axes.errorbar(
        places,
        [one["mean"] for one in estimates],
        yerr=[one["margin"] for one in estimates],
        linewidth=1.5,
        elinewidth=0.9,
        markersize=4.5,
        **style,
    )


def rules_legend(figure: Figure, columns: int = len(VARIANTS)) -> None:
    """All rules, below the panels."""
    lines = [
        Line2D([], [], label=_words(variant), linewidth=1.5, markersize=4.5, **_style(variant)) for variant in VARIANTS
    ]
    figure.legend(handles=lines, loc="outside lower center", ncols=columns, frameon=False, fontsize=9)


def _style(variant: Variant) -> dict[str, Any]:
    return {"color": variant.colour, "marker": variant.marker, "linestyle": "-" if variant.published else (0, (4, 2))}


def _words(variant: Variant) -> str:
    return f"{variant.name} (published)" if variant.published else variant.name
