"""Fig 9: payoff against the own report."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from databourse.experiments.auction.figures.panels import draw_rule, rules_legend
from databourse.experiments.auction.own_report import COUNTED, ROLES
from databourse.experiments.auction.variants import VARIANTS
from databourse.experiments.figures import sheet, title


def own_report(found: dict[str, Any]) -> Figure:
    """Four participants from left to right; counted with the true value above, with the reported one below."""
    figure, panels = sheet("Fig 9  Payoff against the own report", rows=len(COUNTED), columns=len(ROLES))
    for row, counted in zip(panels, COUNTED, strict=True):
        for axes, role in zip(row, ROLES, strict=True):
            for variant in VARIANTS:
                points = found[variant.name][role][counted]
                shifts = [point["shift"] for point in points]
                draw_rule(axes, variant, shifts, [point["payoff"] for point in points])
            axes.axvline(0, color="0.6", linewidth=0.8)
            axes.axhline(0, color="0.6", linewidth=0.8)
            title(axes, role)
            axes.set_xlabel("report less truth, money a unit")
        row[0].set_ylabel(f"mean payoff, by the {counted} value")
    rules_legend(figure)
    return figure
