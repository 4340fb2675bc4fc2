"""The benchmark runs, every contestant solves its book, and the README has its table. Nothing depends on the time."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from bench.speed import double_auction
from bench.speed.double_auction import Figure, measure, table
from bench.speed.double_auction_contestants import CONTESTANTS, book
from databourse.mechanisms.double_auction import Outcome
from tools import pages

FIGURES = [Figure("fast", 100, 0.026, 90.4), Figure("fast", 1_000, 12.51, 91.6), Figure("slow", 100, 1234.5, 80.2)]


@pytest.mark.parametrize("contestant", CONTESTANTS, ids=lambda one: one.name)
def test_every_contestant_trades(contestant: object) -> None:
    outcome = contestant.prepare(*book(100))()  # type: ignore[attr-defined]
    trades = outcome.trades if isinstance(outcome, Outcome) else outcome[0].get_df()
    assert len(trades) > 3


def test_ours_and_the_loops_solve_the_same_books() -> None:
    outcomes = {one.name: one.prepare(*book(100))() for one in CONTESTANTS}
    for ours, slow in (
        ("kth-price", "kth-price by its definition"),
        ("dantm", "dantm as the paper loops"),
        ("dadpm", "dadpm as the paper loops"),
        ("dadpm-split", "dadpm-split by its definition"),
    ):
        assert outcomes[ours] == outcomes[slow]
    assert len(outcomes["dantm, prices × 10^18"].trades) == len(outcomes["dantm"].trades)  # type: ignore[attr-defined]


def test_a_figure_is_measured() -> None:
    figure = measure("kth-price", 100, seconds=0)
    assert (figure.contestant, figure.size) == ("kth-price", 100)
    assert figure.milliseconds > 0
    assert figure.memory > 20


def test_the_table() -> None:
    assert table(FIGURES).splitlines() == [
        "| ms for bids + asks of | 100 | 1,000 | MiB at the largest |",
        "|---|---:|---:|---:|",
        "| fast | 0.026 | 13 | 92 |",
        "| slow | 1,234 |  | 80 |",
    ]


def test_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """One contestant, in a process of its own."""
    page, record = tmp_path / "README.md", tmp_path / "speed.json"
    page.write_text("before\n<!-- speed -->\nold\n<!-- /speed -->\nafter\n", encoding="utf-8")
    monkeypatch.setattr(double_auction, "CONTESTANTS", CONTESTANTS[:1])
    monkeypatch.setattr(double_auction, "SECONDS_EACH", 0)
    monkeypatch.setattr(pages, "README", page)
    monkeypatch.setattr(sys, "argv", ["bench", "--largest", "100", "--json", str(record), "--write"])
    double_auction.main()
    printed = capsys.readouterr()
    assert printed.err.startswith("kth-price, 100 orders …")
    assert page.read_text(encoding="utf-8") == f"before\n<!-- speed -->\n{printed.out}<!-- /speed -->\nafter\n"
    figures = json.loads(record.read_text(encoding="utf-8"))["figures"]
    assert [(figure["contestant"], figure["size"]) for figure in figures] == [("kth-price", 100)]


def test_the_readme_has_a_place_for_it() -> None:
    written = pages.read(double_auction.NAME)
    rows = [line.split("|")[1].strip() for line in written.splitlines()]
    assert rows == [] or rows[2:] == [contestant.name for contestant in CONTESTANTS]


def test_a_readme_without_a_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "README", tmp_path / "README.md")
    pages.README.write_text("<!-- speed -->", encoding="utf-8")
    with pytest.raises(LookupError, match=r"README\.md has no place for speed"):
        pages.write("speed", "text")
