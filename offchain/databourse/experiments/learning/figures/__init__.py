"""The figures of the report: they draw results and compute nothing."""

from __future__ import annotations

from databourse.experiments.figures import Figures
from databourse.experiments.learning.figures.attacks import attacks
from databourse.experiments.learning.figures.copies import copies
from databourse.experiments.learning.figures.estimators import estimators
from databourse.experiments.learning.figures.fig_2 import fig_2
from databourse.experiments.learning.figures.fig_3a import fig_3a
from databourse.experiments.learning.figures.fig_3bc import fig_3bc
from databourse.experiments.learning.figures.fig_4 import fig_4
from databourse.experiments.learning.figures.theorem import theorem

FIGURES: Figures = {
    "fig2-replicas": ("replicas", fig_2),
    "fig3a-relevance": ("relevance", fig_3a),
    "fig3bc-shares": ("shares", fig_3bc),
    "fig4-customised": ("customised", fig_4),
    "theorem1": ("theorem", theorem),
    "copies": ("copies", copies),
    "attacks": ("tasks", attacks),
    "estimators": ("estimators", estimators),
}
