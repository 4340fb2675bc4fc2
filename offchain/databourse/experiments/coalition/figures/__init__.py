"""The figures of the report: they draw results and compute nothing."""

from __future__ import annotations

from databourse.experiments.coalition.figures.fig_4 import overlap
from databourse.experiments.coalition.figures.fig_8 import correlation
from databourse.experiments.coalition.figures.fig_9 import valuation
from databourse.experiments.coalition.figures.fig_10 import off_type
from databourse.experiments.coalition.figures.fig_11 import time
from databourse.experiments.coalition.figures.fig_12 import gain
from databourse.experiments.coalition.figures.stability import stability
from databourse.experiments.figures import Figures

FIGURES: Figures = {
    "fig4-overlap": ("overlap", overlap),
    "fig8-correlation": ("stopping", correlation),
    "fig9-valuation": ("valuation", valuation),
    "fig10-off-type": ("off type", off_type),
    "fig11-time": ("speed", time),
    "fig12-gain": ("gain", gain),
    "stability": ("convergence", stability),
}
