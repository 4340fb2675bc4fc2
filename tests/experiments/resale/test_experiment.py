"""The whole experiment, small: what a run leaves behind, again and again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from databourse.errors import InvalidInput
from databourse.experiments.resale import examples
from databourse.experiments.resale.experiment import EXPERIMENT, PARTS
from databourse.experiments.resale.review import render
from databourse.experiments.resale.settings import QUICK, Settings
from tests.experiments.resale.conftest import TINY, run_tiny
from tests.experiments.runs import Run, check_files, check_report, check_topics


def test_a_run_leaves_report_figures_and_results(tiny_review: Run) -> None:
    check_files(EXPERIMENT, tiny_review)
    assert tiny_review.parts["lengths"]["parameters"] == {"seed": TINY.seed, "lengths": [2, 3]}


def test_the_report_shows_every_figure_and_leaves_nothing_out(tiny_review: Run) -> None:
    check_report(EXPERIMENT, tiny_review.report, tables=18)


def test_every_claim_is_told_twice(tiny_review: Run) -> None:
    """In the table at the beginning and where its numbers are."""
    from databourse.experiments.resale.review.claims import CLAIMS

    report = tiny_review.report
    for claim in CLAIMS:
        assert f"| {claim.where} | {claim.words} | **" in report
        assert f"* *{claim.where}: {claim.words}.* **" in report


def test_for_one_seed_everything_but_the_times_is_the_same(tiny_review: Run, tmp_path: Path) -> None:
    other = run_tiny(tmp_path, topics=("fig2", "fig3", "equilibria", "theorems", "market"), jobs=2)
    for name, result in other.results.items():
        assert result == tiny_review.results[name], name
    assert len(other.results) == 7
    for file in ("fig2-players.svg", "fig3-lengths.svg"):
        assert (tmp_path / file).read_bytes() == (tiny_review.folder / file).read_bytes()


def test_another_seed_gives_other_games(tiny_review: Run, tmp_path: Path) -> None:
    other = run_tiny(tmp_path, replace(TINY, seed=1), topics=("equilibria",))
    assert other.results["games"] != tiny_review.results["games"]


def test_going_on_computes_only_what_is_missing(tmp_path: Path) -> None:
    def refuse(*_: Any) -> Any:
        raise AssertionError("computed again")

    run_tiny(tmp_path, topics=("examples", "fptas"))
    parts = tuple(replace(part, work=refuse) if part is examples.PART else part for part in PARTS)
    broken = replace(EXPERIMENT, parts=parts)
    again = run_tiny(tmp_path, experiment=broken, topics=("examples", "rounding"))
    assert set(again.results) == {"examples", "accuracy", "rounding"}
    report = again.report
    assert "Left out of this run." in report
    assert "**not computed**" in report
    with pytest.raises(AssertionError, match="computed again"):
        run_tiny(tmp_path, experiment=broken, topics=("examples",), fresh=True)


def test_the_report_names_the_command_that_wrote_it() -> None:
    for settings, command in (
        (Settings(), "bourse experiment resale --fresh"),
        (QUICK, "bourse experiment resale --quick --fresh"),
        (replace(QUICK, seed=1), "bourse experiment resale --quick --seed 1 --fresh"),
    ):
        assert f"\n{command}\n" in render({}, settings)


def test_topics() -> None:
    assert [part.name for part in EXPERIMENT.choose(["fig2", "table1"])] == ["chains"]
    check_topics(EXPERIMENT)
    with pytest.raises(InvalidInput, match="no such topic"):
        EXPERIMENT.choose(["fig2", "fig4"])


def test_settings_that_cannot_be() -> None:
    with pytest.raises(InvalidInput, match="seed is -1"):
        Settings(seed=-1)
