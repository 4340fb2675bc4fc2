from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import ok, refused, run

SMALL = ("experiment", "auction", "--only", "gains", "--runs", 5, "--jobs", 1)


def test_a_run_and_the_next_one(tmp_path: Path) -> None:
    told = ok(*SMALL, "--out", tmp_path / "review").out
    assert "Gains from trade against the optimum: " in told
    assert f"The report is {tmp_path / 'review' / 'README.md'}" in told
    assert "Gains from trade against the optimum: found finished" in ok(*SMALL, "--out", tmp_path / "review").out
    answer = ok(*SMALL, "--out", tmp_path / "review", "--json").json
    assert set(answer["results"]) == {"gains"}
    assert 0 < answer["results"]["gains"]["equal quality"]["kth-price"]["share"]["mean"] <= 1
    assert Path(answer["report"]).read_text(encoding="utf-8").startswith("# ")


def test_writing_again_computes_nothing(tmp_path: Path) -> None:
    assert "there is no results.json" in refused(2, "experiment", "auction", "--render", "--out", tmp_path)
    ok(*SMALL, "--out", tmp_path)
    results = tmp_path / "results.json"
    # as if other code had computed it
    results.write_text(re.sub(r'"code": "\w+"', '"code": "0"', results.read_text(encoding="utf-8")), encoding="utf-8")
    report = (tmp_path / "README.md").read_text(encoding="utf-8")
    (tmp_path / "README.md").unlink()
    told = ok("experiment", "auction", "--render", "--runs", 5, "--out", tmp_path).out
    assert "Gains" not in told
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == report
    assert '"code": "0"' in results.read_text(encoding="utf-8")
    assert "nothing for these settings" in refused(2, "experiment", "auction", "--render", "--out", tmp_path)
    assert "neither" in refused(2, "experiment", "auction", "--render", "--fresh", "--out", tmp_path)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--runs", 4), "runs"),
        (("--runs", "many"), "runs"),
        (("--jobs", 0), "jobs"),
        (("--seed", -1), "must not be negative"),
        (("--bidders", "10"), "more than one"),
        (("--bidders", "10,x"), "--bidders is 'x'"),
        (("--bidders", "10,"), "--bidders is ''"),
        (("--bidders", "10,15"), "bidders is 15"),
        (("--only", "fig11"), "the topics are: fig5, "),
        (("--only", ""), "the topics are: fig5, "),
        (("--out", __file__), "is a file"),
    ],
)
def test_options_that_cannot_be(options: tuple[object, ...], message: str) -> None:
    assert message in refused(2, "experiment", "auction", *options)


def test_a_folder_with_something_else(tmp_path: Path) -> None:
    (tmp_path / "results.json").write_text("[]", encoding="utf-8")
    assert "no results file" in refused(2, *SMALL, "--out", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["results.json"]


def test_help_says_what_there_is() -> None:
    told = run("experiment", "auction", "--help").out
    for topic in ("fig5", "ranges", "audit", "gains", "privacy", "examples"):
        assert topic in told


def test_the_paper_of_resale_chains(tmp_path: Path) -> None:
    small = ("experiment", "resale", "--quick", "--only", "examples,fptas", "--jobs", 1, "--out", tmp_path)
    told = ok(*small).out
    assert "Smallest counterexamples: " in told and f"The report is {tmp_path / 'README.md'}" in told
    answer = ok(*small, "--json").json
    assert set(answer["results"]) == {"examples", "accuracy"}
    assert answer["results"]["examples"]["equal shares lose"]["AVE"]["welfare"] == "11/2"
    assert "Smallest counterexamples" not in ok("experiment", "resale", "--quick", "--render", "--out", tmp_path).out


def test_the_review_of_coalitions_is_written_into_a_folder(tmp_path: Path) -> None:
    small = ("experiment", "coalition", "--quick", "--only", "table2, fig9", "--out", tmp_path, "--jobs", 1)
    told = ok(*small).out
    assert "Tables I and II: who sells first: " in told and f"The report is {tmp_path / 'README.md'}" in told
    answer = ok(*small, "--json").json
    assert set(answer["results"]) == {"early", "valuation"}
    assert answer["results"]["early"]["II"]["sold"] == {"D2": [1, 2], "D1": [3, 4, 5]}
    assert "who sells first" not in ok("experiment", "coalition", "--quick", "--render", "--out", tmp_path).out


def test_the_review_of_sharing_is_written_into_a_folder(tmp_path: Path) -> None:
    small = ("experiment", "sharing", "--quick", "--only", "stability, queries", "--out", tmp_path, "--jobs", 1)
    told = ok(*small).out
    assert "Every preference of three agents: " in told and f"The report is {tmp_path / 'README.md'}" in told
    answer = ok(*small, "--json").json
    assert set(answer["results"]) == {"profiles", "queries"}
    assert answer["results"]["profiles"]["strict"]["H1 only"]["none stable"] == 16
    assert "Every preference" not in ok("experiment", "sharing", "--quick", "--render", "--out", tmp_path).out


def test_the_review_of_learning_is_written_into_a_folder(tmp_path: Path) -> None:
    small = ("experiment", "learning", "--quick", "--rows", 200, "--only", "examples, fig3bc", "--out", tmp_path)
    told = ok(*small, "--jobs", 1).out
    assert "Smallest counterexamples: " in told and f"The report is {tmp_path / 'README.md'}" in told
    answer = ok(*small, "--jobs", 1, "--json").json
    assert set(answer["results"]) == {"examples", "shares"}
    assert answer["results"]["examples"]["single"]["nets"][:3] == ["2/3", "7/9", "4/5"]
    again = ok("experiment", "learning", "--quick", "--rows", 200, "--render", "--out", tmp_path).out
    assert "Smallest counterexamples" not in again


def test_pictures_that_cannot_be_had(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: Any, **__: Any) -> None:
        raise OSError("no route")

    monkeypatch.setattr("sklearn.datasets.fetch_openml", unreachable)
    told = refused(5, "experiment", "learning", "--data", "mnist", "--only", "fig2", "--out", tmp_path)
    assert "MNIST cannot be downloaded: no route" in told and "the bundled digits need no network" in told
    assert not list(tmp_path.iterdir())
    for options, message in ((("--rows", 199), "rows"), (("--data", "cifar"), "'cifar' is not one of")):
        assert message in refused(2, "experiment", "learning", *options, "--out", tmp_path)


@pytest.mark.parametrize(
    ("paper", "first"),
    [
        ("resale", "table1, fig2, "),
        ("coalition", "fig4, table2, "),
        ("sharing", "stability, sizes, "),
        ("learning", "fig2, fig3a, "),
    ],
)
def test_options_of_other_papers_that_cannot_be(tmp_path: Path, paper: str, first: str) -> None:
    for options, message in (
        (("--only", "fig99"), f"the topics are: {first}"),
        (("--seed", -1), "must not be negative"),
        (("--jobs", 0), "jobs"),
        (("--render", "--fresh"), "neither"),
        (("--render",), "there is no results.json"),
    ):
        assert message in refused(2, "experiment", paper, *options, "--out", tmp_path)


@pytest.mark.parametrize("paper", ["resale", "coalition", "sharing", "learning"])
def test_every_topic_is_explained(paper: str) -> None:
    topics = import_module(f"databourse.experiments.{paper}.experiment").TOPICS
    told = run("experiment", paper, "--help").out
    for topic in topics:
        assert f"\n    {topic} " in told
