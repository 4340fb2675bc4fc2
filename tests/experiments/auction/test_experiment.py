"""The whole experiment, small: what a run leaves behind, again and again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from databourse.errors import InvalidInput
from databourse.experiments.auction import sweep
from databourse.experiments.auction.experiment import EXPERIMENT, PARTS
from databourse.experiments.auction.review import render
from databourse.experiments.auction.settings import QUICK, Settings
from tests.experiments.auction.conftest import TINY, run_tiny
from tests.experiments.runs import Run, check_files, check_report, check_topics


def test_a_run_leaves_report_figures_and_results(tiny: Run) -> None:
    check_files(EXPERIMENT, tiny)
    assert tiny.parts["sweep"]["parameters"] == {"seed": TINY.seed, "runs": 5, "bidders": [4, 8]}


def test_the_report_shows_every_figure_and_leaves_nothing_out(tiny: Run) -> None:
    check_report(EXPERIMENT, tiny.report, tables=15)


def test_for_one_seed_everything_but_the_times_is_the_same(tiny: Run, tmp_path: Path) -> None:
    other = run_tiny(tmp_path, topics=("fig5", "fig9", "fig10", "audit", "gains"))
    for name, result in other.results.items():
        assert result == tiny.results[name], name
    assert len(other.results) == 6
    for file in ("fig5-payoffs.svg", "fig9-own-report.svg", "fig10-leakage.svg"):
        assert (tmp_path / file).read_bytes() == (tiny.folder / file).read_bytes()


def test_another_seed_gives_other_markets(tiny: Run, tmp_path: Path) -> None:
    other = run_tiny(tmp_path, replace(TINY, seed=1), topics=("gains",))
    assert other.results["gains"] != tiny.results["gains"]


def test_going_on_computes_only_what_is_missing(tmp_path: Path) -> None:
    def refuse(*_: Any) -> Any:
        raise AssertionError("computed again")

    run_tiny(tmp_path, topics=("fig6", "gains"))
    assert PARTS[0] is sweep.SWEEP
    broken = replace(EXPERIMENT, parts=(replace(sweep.SWEEP, work=refuse), *PARTS[1:]))
    # found finished, and parts of an earlier run stay in the report
    again = run_tiny(tmp_path, experiment=broken, topics=("fig7", "privacy"))
    assert set(again.results) == {"sweep", "gains", "privacy"}
    report = again.report
    assert report.count("Left out of this run.") == 9
    assert "**not computed**" in report
    with pytest.raises(AssertionError, match="computed again"):
        run_tiny(tmp_path, replace(TINY, runs=6), broken, topics=("fig6",))
    with pytest.raises(AssertionError, match="computed again"):
        run_tiny(tmp_path, experiment=broken, topics=("fig6",), fresh=True)


def test_the_report_names_the_command_that_wrote_it() -> None:
    for settings, command in (
        (Settings(), "bourse experiment auction --fresh"),
        (QUICK, "bourse experiment auction --quick --fresh"),
        (replace(QUICK, seed=1, runs=7), "bourse experiment auction --quick --runs 7 --seed 1 --fresh"),
        (Settings(bidders=(4, 8)), "bourse experiment auction --bidders 4,8 --fresh"),
    ):
        assert f"\n{command}\n" in render({}, settings)


def test_topics() -> None:
    assert [part.name for part in EXPERIMENT.choose(["fig6", "fig5"])] == ["sweep"]
    check_topics(EXPERIMENT)
    with pytest.raises(InvalidInput, match="no such topic"):
        EXPERIMENT.choose(["fig5", "fig11"])


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"runs": 4}, "runs is 4"),
        ({"runs": 10_001}, "runs is 10001"),
        ({"seed": -1}, "seed is -1"),
        ({"bidders": (10,)}, "more than one"),
        ({"bidders": (10, 15)}, "bidders is 15"),
        ({"bidders": (2, 10)}, "bidders is 2"),
        ({"bidders": (10, 2_000)}, "bidders is 2000"),
        ({"bidders": (20, 10)}, "must rise"),
        ({"bidders": (10, 10)}, "must rise"),
    ],
)
def test_settings_that_cannot_be(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        Settings(**wrong)
