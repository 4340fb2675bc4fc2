"""The whole experiment, small: what a run leaves behind, again and again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from databourse.errors import InvalidInput
from databourse.experiments.sharing import queries
from databourse.experiments.sharing.experiment import EXPERIMENT, PARTS
from databourse.experiments.sharing.review import render
from databourse.experiments.sharing.review.claims import CLAIMS
from databourse.experiments.sharing.settings import QUICK, Settings
from tests.experiments.runs import Run, check_files, check_report, check_topics, run
from tests.experiments.sharing.conftest import TINY


def test_a_run_leaves_report_figures_and_results(tiny_review: Run) -> None:
    check_files(EXPERIMENT, tiny_review)
    assert tiny_review.parts["prices"]["parameters"] == {"seed": TINY.seed, "markets": TINY.markets}


def test_the_report_shows_every_figure_and_leaves_nothing_out(tiny_review: Run) -> None:
    check_report(EXPERIMENT, tiny_review.report, tables=13)


def test_every_claim_is_told_twice(tiny_review: Run) -> None:
    """In the table at the beginning and where its numbers are."""
    for claim in CLAIMS:
        assert f"| {claim.where} | {claim.words} | **" in tiny_review.report
        assert f"* *{claim.where}: {claim.words}.* **" in tiny_review.report


def test_for_one_seed_everything_is_the_same(tiny_review: Run, tmp_path: Path) -> None:
    other = run(EXPERIMENT, TINY, tmp_path, topics=("sizes", "vcg", "mixed", "queries"), jobs=2)
    assert len(other.results) == 4
    for name, result in other.results.items():
        assert result == tiny_review.results[name], name
    assert (tmp_path / "balance.svg").read_bytes() == (tiny_review.folder / "balance.svg").read_bytes()


def test_another_seed_gives_other_markets(tiny_review: Run, tmp_path: Path) -> None:
    other = run(EXPERIMENT, replace(TINY, seed=1), tmp_path, topics=("vcg", "queries"))
    for name, result in other.results.items():
        assert result != tiny_review.results[name], name


def test_going_on_computes_only_what_is_missing(tmp_path: Path) -> None:
    def refuse(*_: Any) -> Any:
        raise AssertionError("computed again")

    run(EXPERIMENT, TINY, tmp_path, topics=("queries",))
    broken = replace(
        EXPERIMENT, parts=tuple(replace(part, work=refuse) if part is queries.PART else part for part in PARTS)
    )
    again = run(broken, TINY, tmp_path, topics=("queries", "mixed"))
    assert set(again.results) == {"queries", "mixed"}
    assert "Left out of this run." in again.report and "**not computed**" in again.report
    with pytest.raises(AssertionError, match="computed again"):
        run(broken, TINY, tmp_path, topics=("queries",), fresh=True)


def test_the_report_names_the_command_that_wrote_it() -> None:
    for settings, command in (
        (Settings(), "bourse experiment sharing --fresh"),
        (QUICK, "bourse experiment sharing --quick --fresh"),
        (replace(QUICK, seed=1), "bourse experiment sharing --quick --seed 1 --fresh"),
    ):
        assert f"\n{command}\n" in render({}, settings)


def test_topics() -> None:
    assert [part.name for part in EXPERIMENT.choose(["vcg"])] == ["payments"]
    check_topics(EXPERIMENT)
    with pytest.raises(InvalidInput, match="no such topic"):
        EXPERIMENT.choose(["vcg", "fig5"])


def test_settings_that_cannot_be() -> None:
    with pytest.raises(InvalidInput, match="seed is -1"):
        Settings(seed=-1)
