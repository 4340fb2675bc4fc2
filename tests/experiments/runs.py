"""What every experiment must leave behind, whichever paper it is about."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from databourse.experiments.folder import REPORT, RESULTS, Experiment

S = TypeVar("S")

DOCS = Path(__file__).parents[2] / "docs"


@contextmanager
def unwatched(title: str, tasks: int) -> Iterator[Callable[[int], None]]:  # noqa: ARG001
    """A progress that nobody looks at."""
    yield lambda _: None


@dataclass(frozen=True)
class Run:
    """A finished run."""

    folder: Path
    results: dict[str, Any]

    @property
    def report(self) -> str:
        return (self.folder / REPORT).read_text(encoding="utf-8")

    @property
    def parts(self) -> dict[str, Any]:
        """As the results file has them."""
        kept: dict[str, Any] = json.loads((self.folder / RESULTS).read_text(encoding="utf-8"))["parts"]
        return kept


def run(experiment: Experiment[S], settings: S, folder: Path, **options: Any) -> Run:
    """In this process, unless the options say otherwise."""
    chosen = {"topics": (), "jobs": 1, "fresh": False, "progress": unwatched, **options}
    return Run(folder, experiment.run(settings, folder, **chosen))


def check_files(experiment: Experiment[S], found: Run) -> None:
    """Report, figures, and results of all parts."""
    names = {path.name for path in found.folder.iterdir()}
    assert names == {REPORT, RESULTS, *(f"{name}.svg" for name in experiment.figures)}
    assert {name: part["result"] for name, part in found.parts.items()} == found.results
    assert set(found.parts) == {part.name for part in experiment.parts}


def check_report(experiment: Experiment[S], report: str, *, tables: int) -> None:
    """Every figure, nothing left out or unformatted, links that lead somewhere, and at least so many tables."""
    assert set(re.findall(r"\]\(([\w-]+)\.svg\)", report)) == set(experiment.figures)
    assert "Left out" not in report and "not computed" not in report
    assert not re.search(r"\bnan\b|\binf\b|None|\{|\}", report)
    headings = {
        re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in re.findall(r"^## (.*)$", report, re.M)
    }
    assert set(re.findall(r"\]\(#([\w-]+)\)", report)) <= headings
    blocks = re.findall(r"(?:^\|.*\|\n)+", report, re.M)
    assert len(blocks) >= tables
    for block in blocks:
        assert len({line.count("|") for line in block.splitlines()}) == 1, block


def check_topics(experiment: Experiment[S]) -> None:
    """They mean parts that there are, and all of them."""
    assert experiment.choose([]) == list(experiment.parts)
    assert {name for names in experiment.topics.values() for name in names} == {part.name for part in experiment.parts}


def check_published(experiment: Experiment[S], settings: S, name: str, command: str) -> None:
    """The report under docs/ is what its numbers say: nobody wrote into it, and its wording is the code's."""
    hint = f"run `bourse experiment {command} --render --out docs/{name}`, or without --render to compute again"
    published = Run(DOCS / name, {})
    for part in experiment.parts:
        expected = json.loads(json.dumps(part.parameters(settings)))
        assert published.parts[part.name]["parameters"] == expected, f"{part.name}: {hint}"
    results = {part: kept["result"] for part, kept in published.parts.items()}
    assert published.report == experiment.render(results, settings), hint
    assert {path.stem for path in published.folder.glob("*.svg")} == set(experiment.figures), hint
