"""What the comparison of rules shows, read back from the drawing."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.patches import Rectangle

from databourse.market.double_auction.comparison_plot import draw_comparison
from databourse.mechanisms.double_auction import Ask, Bid
from databourse.mechanisms.double_auction.analysis.simulation import Effort, Simulated, simulate
from databourse.mechanisms.double_auction.analysis.welfare import best_gains

BIDS, ASKS = [Bid(5, 1), Bid(6, 2, min_quality=2)], [Ask(3, 2), Ask(4, 1), Ask(5, 1)]


def result(rule: str, **options: object) -> Simulated:
    return simulate(rule, BIDS, ASKS, options, bytes(32), Effort(draws=3, solves=0))


def bars(results: list[Simulated], unit: int = 1) -> list[tuple[float, float]]:
    figure = draw_comparison("a book", results, best_gains(BIDS, ASKS), "tokens", unit)
    drawn = [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)]
    return [(patch.get_y(), patch.get_height()) for patch in drawn[: 3 * len(results)]]


def test_the_parts_stand_on_each_other() -> None:
    one = result("kth-price", k=1)
    payoffs = one.summaries[0].payoffs
    buyers, sellers, budget = sum(payoffs.buyers), sum(payoffs.sellers), payoffs.budget
    assert bars([one]) == [(0, buyers), (buyers, sellers), (buyers + sellers, budget)]
    assert bars([one], unit=2)[0] == (0, buyers / 2)


def test_what_is_lost_hangs_below() -> None:
    """Without the filter the second buyer gets what it cannot use."""
    one = result("dantm", quality_filter=False)
    payoffs = one.summaries[0].payoffs
    assert sum(payoffs.buyers) < 0
    assert bars([one]) == [(0, sum(payoffs.buyers)), (0, sum(payoffs.sellers)), (sum(payoffs.sellers), payoffs.budget)]


def test_averages_of_draws_are_drawn() -> None:
    one = result("dadpm-split", price_grid=(4,))
    mean = sum(sum(summary.payoffs.buyers) for summary in one.summaries) / 3
    assert bars([one])[0][1] == pytest.approx(mean)


def test_the_rules_and_the_optimum_are_named() -> None:
    figure = draw_comparison("$x_1", [result("kth-price"), result("dantm")], best_gains(BIDS, ASKS), "DBT", 1)
    axes = figure.axes[0]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["kth-price", "dantm"]
    legend = [text.get_text() for text in figure.legends[0].get_texts()]
    assert legend == ["the most that can be gained", "gained by buyers", "gained by sellers", "surplus"]
    assert any(np.array_equal(line.get_ydata(), [best_gains(BIDS, ASKS)] * 2) for line in axes.lines)
    assert axes.get_ylabel() == "gains from trade, DBT"
    figure.draw_without_rendering()
