"""The whole experiment, small: what a run leaves behind, again and again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from databourse.errors import InvalidInput
from databourse.experiments.learning import examples
from databourse.experiments.learning.experiment import EXPERIMENT, PARTS
from databourse.experiments.learning.review import render
from databourse.experiments.learning.review.claims import CLAIMS
from databourse.experiments.learning.settings import QUICK, Settings
from tests.experiments.learning.conftest import TINY, run_tiny
from tests.experiments.runs import Run, check_files, check_report, check_topics, run


def test_a_run_leaves_report_figures_and_results(tiny_review: Run) -> None:
    check_files(EXPERIMENT, tiny_review)
    assert tiny_review.parts["theorem"]["parameters"] == {"seed": TINY.seed, "tables": TINY.tables}


def test_the_report_shows_every_figure_and_leaves_nothing_out(tiny_review: Run) -> None:
    check_report(EXPERIMENT, tiny_review.report, tables=15)


def test_every_claim_is_told_twice(tiny_review: Run) -> None:
    """In the table at the beginning and where its numbers are."""
    for claim in CLAIMS:
        assert f"| {claim.where} | {claim.words} | **" in tiny_review.report
        assert f"* *{claim.where}: {claim.words}.* **" in tiny_review.report


def test_for_one_seed_everything_is_the_same(tiny_review: Run, tmp_path: Path) -> None:
    other = run(EXPERIMENT, TINY, tmp_path, topics=("fig3bc", "tasks"), jobs=2)
    assert len(other.results) == 2
    for name, result in other.results.items():
        assert result == tiny_review.results[name], name
    assert (tmp_path / "attacks.svg").read_bytes() == (tiny_review.folder / "attacks.svg").read_bytes()


def test_another_seed_gives_other_markets(tiny_review: Run, tmp_path: Path) -> None:
    other = run_tiny(tmp_path, replace(TINY, seed=1), topics=("identities", "tasks", "theorem1"))
    for name, result in other.results.items():
        assert result != tiny_review.results[name], name


def test_going_on_computes_only_what_is_missing(tmp_path: Path) -> None:
    def refuse(*_: Any) -> Any:
        raise AssertionError("computed again")

    run(EXPERIMENT, TINY, tmp_path, topics=("examples",))
    broken = replace(
        EXPERIMENT, parts=tuple(replace(part, work=refuse) if part is examples.PART else part for part in PARTS)
    )
    again = run(broken, TINY, tmp_path, topics=("examples", "properties"))
    assert set(again.results) == {"examples", "properties"}
    assert "Left out of this run." in again.report and "**not computed**" in again.report
    with pytest.raises(AssertionError, match="computed again"):
        run(broken, TINY, tmp_path, topics=("examples",), fresh=True)


def test_the_report_names_the_command_that_wrote_it() -> None:
    for settings, command in (
        (Settings(), "bourse experiment learning --fresh"),
        (QUICK, "bourse experiment learning --quick --fresh"),
        (Settings(data="mnist", rows=9_000), "bourse experiment learning --data mnist --rows 9000 --fresh"),
        (replace(QUICK, seed=1), "bourse experiment learning --quick --seed 1 --fresh"),
    ):
        assert f"\n{command}\n" in render({}, settings)


def test_topics() -> None:
    assert [part.name for part in EXPERIMENT.choose(["fig3bc"])] == ["shares"]
    check_topics(EXPERIMENT)
    with pytest.raises(InvalidInput, match="no such topic"):
        EXPERIMENT.choose(["fig3bc", "fig5"])


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"seed": -1}, "seed is -1"),
        ({"rows": 199}, "rows is 199, but it must be from 200"),
        ({"rows": 70_001}, "rows is 70001"),
        ({"data": "cifar"}, "it must be one of digits, mnist"),
    ],
)
def test_settings_that_cannot_be(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        Settings(**wrong)
