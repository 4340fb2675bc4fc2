"""The figures of the report: they draw results and compute nothing."""

from __future__ import annotations

from databourse.experiments.figures import Figures
from databourse.experiments.sharing.figures.balance import balance
from databourse.experiments.sharing.figures.lies import lies
from databourse.experiments.sharing.figures.prices import prices
from databourse.experiments.sharing.figures.stability import stability
from databourse.experiments.sharing.figures.weights import weights

FIGURES: Figures = {
    "stability": ("profiles", stability),
    "prices": ("prices", prices),
    "balance": ("payments", balance),
    "weights": ("mixed", weights),
    "lies": ("lies", lies),
}
