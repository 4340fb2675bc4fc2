"""The whole experiment, small: what a run leaves behind, again and again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from databourse.errors import InvalidInput
from databourse.experiments.coalition import early
from databourse.experiments.coalition.experiment import EXPERIMENT, PARTS
from databourse.experiments.coalition.review import render
from databourse.experiments.coalition.review.claims import CLAIMS
from databourse.experiments.coalition.settings import QUICK, Settings
from tests.experiments.coalition.conftest import TINY, run_tiny
from tests.experiments.runs import Run, check_files, check_report, check_topics


def test_a_run_leaves_report_figures_and_results(tiny_review: Run) -> None:
    check_files(EXPERIMENT, tiny_review)
    assert tiny_review.parts["gain"]["parameters"] == {"seed": TINY.seed, "markets": 20}


def test_the_report_shows_every_figure_and_leaves_nothing_out(tiny_review: Run) -> None:
    check_report(EXPERIMENT, tiny_review.report, tables=26)


def test_every_claim_is_told_twice(tiny_review: Run) -> None:
    """In the table at the beginning and where its numbers are."""
    report = tiny_review.report
    for claim in CLAIMS:
        assert f"| {claim.where} | {claim.words} | **" in report
        assert f"* *{claim.where}: {claim.words}.* **" in report


def test_for_one_seed_everything_but_the_times_is_the_same(tiny_review: Run, tmp_path: Path) -> None:
    topics = ("fig4", "fig8", "fig10", "fig12", "types", "value", "theorem2", "discovery")
    other = run_tiny(tmp_path, topics=topics, jobs=2)
    for name, result in other.results.items():
        assert result == tiny_review.results[name], name
    assert len(other.results) == 9
    for file in ("fig8-correlation.svg", "fig12-gain.svg"):
        assert (tmp_path / file).read_bytes() == (tiny_review.folder / file).read_bytes()


def test_what_does_not_depend_on_the_machine_in_times(tiny_review: Run, tmp_path: Path) -> None:
    other = run_tiny(tmp_path, topics=("fig11",))
    for devices, one in other.results["speed"]["crowd"].items():
        before = tiny_review.results["speed"]["crowd"][devices]
        assert [one[name] for name in ("looks", "sweeps", "moves")] == [
            before[name] for name in ("looks", "sweeps", "moves")
        ]


def test_another_seed_gives_other_games(tiny_review: Run, tmp_path: Path) -> None:
    other = run_tiny(tmp_path, replace(TINY, seed=1), topics=("stability", "fig8"))
    for name in ("convergence", "stopping"):
        assert other.results[name] != tiny_review.results[name]


def test_going_on_computes_only_what_is_missing(tmp_path: Path) -> None:
    def refuse(*_: Any) -> Any:
        raise AssertionError("computed again")

    run_tiny(tmp_path, topics=("table2", "fig9"))
    parts = tuple(replace(part, work=refuse) if part is early.PART else part for part in PARTS)
    broken = replace(EXPERIMENT, parts=parts)
    again = run_tiny(tmp_path, experiment=broken, topics=("table2", "fig10"))
    assert set(again.results) == {"early", "valuation", "off type"}
    report = again.report
    assert "Left out of this run." in report
    assert "**not computed**" in report
    with pytest.raises(AssertionError, match="computed again"):
        run_tiny(tmp_path, experiment=broken, topics=("table2",), fresh=True)


def test_the_report_names_the_command_that_wrote_it() -> None:
    for settings, command in (
        (Settings(), "bourse experiment coalition --fresh"),
        (QUICK, "bourse experiment coalition --quick --fresh"),
        (replace(QUICK, seed=1), "bourse experiment coalition --quick --seed 1 --fresh"),
    ):
        assert f"\n{command}\n" in render({}, settings)


def test_topics() -> None:
    assert [part.name for part in EXPERIMENT.choose(["fig12"])] == ["stopping", "gain"]
    check_topics(EXPERIMENT)
    with pytest.raises(InvalidInput, match="no such topic"):
        EXPERIMENT.choose(["fig12", "fig5"])


def test_settings_that_cannot_be() -> None:
    with pytest.raises(InvalidInput, match="seed is -1"):
        Settings(seed=-1)
