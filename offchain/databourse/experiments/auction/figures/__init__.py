"""The figures of the report: they draw results and compute nothing.

Every rule has one colour and one marker in all of them; what the paper publishes is drawn with full lines, what stands
beside it with dashed ones. Bars at points are 95 % intervals.
"""

from __future__ import annotations

from databourse.experiments.auction.figures.leakage import leakage
from databourse.experiments.auction.figures.over_bidders import budget, payoffs, times, welfare
from databourse.experiments.auction.figures.own_report import own_report
from databourse.experiments.figures import Figures

FIGURES: Figures = {
    "fig5-payoffs": ("sweep", payoffs),
    "fig6-budget": ("sweep", budget),
    "fig7-welfare": ("sweep", welfare),
    "fig8-times": ("times", times),
    "fig9-own-report": ("own_report", own_report),
    "fig10-leakage": ("leakage", leakage),
}
