"""The report under docs/ is what its numbers say: nobody wrote into it by hand, and its wording is the code's."""

from __future__ import annotations

import json
from pathlib import Path

from databourse.experiments.auction.experiment import PARTS
from databourse.experiments.auction.figures import FIGURES
from databourse.experiments.auction.review import render
from databourse.experiments.auction.settings import Settings
from databourse.experiments.folder import REPORT, RESULTS

FOLDER = Path(__file__).parents[3] / "docs" / "double-auction-review"
HINT = "run `bourse experiment auction --render --out docs/double-auction-review`, or without --render to compute again"


def test_the_published_report_follows_from_the_published_results() -> None:
    parts = json.loads((FOLDER / RESULTS).read_text(encoding="utf-8"))["parts"]
    settings = Settings()
    for part in PARTS:
        expected = json.loads(json.dumps(part.parameters(settings)))
        assert parts[part.name]["parameters"] == expected, f"{part.name}: {HINT}"
    results = {name: part["result"] for name, part in parts.items()}
    assert (FOLDER / REPORT).read_text(encoding="utf-8") == render(results, settings), HINT


def test_all_figures_are_there() -> None:
    assert {path.stem for path in FOLDER.glob("*.svg")} == set(FIGURES), HINT
