"""The picture of one model under several matrices."""

from __future__ import annotations

from pathlib import Path

import pytest
from matplotlib.figure import Figure

from databourse.errors import InvalidInput
from databourse.mechanisms.resale import published
from databourse.resale.forecast import forecast
from databourse.resale.shares import AVERAGE, RAW
from databourse.resale.simulation.comparison import Compared
from databourse.resale.simulation.comparison_plot import draw_comparison, save_comparison
from databourse.resale.simulation.runs import draw, evaluate, play

TRADES = 3


def compared(runs: int) -> list[Compared]:
    model = published("1'", TRADES, "exact")
    found = []
    for name, matrix in (("raw", RAW), ("an average $x$\nof everybody's", AVERAGE)):
        columns = matrix.first(TRADES)
        expected = forecast(model, columns)
        played = [play(expected, states) for states in draw(model, runs, seed=1)]
        sample = evaluate(model, played, columns) if runs else None
        found.append(Compared(name, columns, expected, played, sample))
    return found


def test_expectations_are_bars_and_lines_and_what_was_played_are_points() -> None:
    expected, played = (draw_comparison("a model", compared(runs)) for runs in (0, 20))
    for figure, points in ((expected, 0), (played, 2)):
        welfare, rates, utilities = figure.axes
        heights = [patch.get_height() for patch in welfare.patches]  # type: ignore[attr-defined]
        assert heights == pytest.approx([float(one.expected.welfare) for one in compared(0)])
        assert [len(axes.containers) for axes in (welfare, rates, utilities)] == [2 + points, points, points]
        first = rates.lines[0].get_ydata()
        assert list(first) == pytest.approx([float(rate) for rate in compared(0)[0].expected.trade_rates])  # type: ignore[arg-type]


def test_names_cannot_break_the_picture(tmp_path: Path) -> None:
    figure = draw_comparison("$\\frac{1}{$ " + "x" * 200, compared(0))
    assert isinstance(figure, Figure)
    for ending in ("png", "svg", "pdf"):
        save_comparison("$\\frac{1}{$", compared(5), tmp_path / f"it.{ending}")
        assert (tmp_path / f"it.{ending}").stat().st_size > 1000
    with pytest.raises(InvalidInput, match="its name must end with"):
        save_comparison("it", compared(0), tmp_path / "it.txt")
