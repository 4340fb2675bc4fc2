"""Fig 2: how often each trade occurs, and what each player can expect."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from databourse.experiments.figures import sheet, title
from databourse.experiments.resale.chains import TRADES
from databourse.experiments.resale.figures.lines import TITLES, draw, legend


def by_player(found: dict[str, Any]) -> Figure:
    """A column for each model: trades above, players below."""
    figure, (above, below) = sheet("Fig 2  Success rate of each trade, utility of each player", 2, len(TITLES))
    for rates, utilities, (name, words) in zip(above, below, TITLES.items(), strict=True):
        matrices = found[name]
        draw(rates, range(1, TRADES + 1), {matrix: one["rates"] for matrix, one in matrices.items()})
        draw(utilities, range(TRADES + 1), {matrix: one["utilities"] for matrix, one in matrices.items()})
        rates.set_ylim(0, 1.05)
        utilities.set_ylim(bottom=0)
        rates.set_xlabel("trade")
        utilities.set_xlabel("player")
        title(rates, words)
    above[0].set_ylabel("probability that it occurs")
    below[0].set_ylabel("expected utility")
    legend(figure)
    return figure
