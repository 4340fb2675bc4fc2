"""The figures of the report: they draw results and compute nothing.

Every matrix has one colour and one marker in both; the paper's are drawn with full lines, TBDS with dashed ones.
"""

from __future__ import annotations

from databourse.experiments.figures import Figures
from databourse.experiments.resale.figures.by_length import by_length
from databourse.experiments.resale.figures.by_player import by_player

FIGURES: Figures = {
    "fig2-players": ("chains", by_player),
    "fig3-lengths": ("lengths", by_length),
}
