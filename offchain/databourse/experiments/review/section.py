"""A section of a report: a title, the parts that it tells of, and its text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from databourse.experiments.review.claims import Results
from databourse.experiments.review.markdown import paragraphs

S = TypeVar("S")  # settings of an experiment


@dataclass(frozen=True)
class Section(Generic[S]):
    """A section of a report.

    Attributes:
        title: its heading.
        needs: the parts without whose results it cannot be written.
        write: from the results and the settings to Markdown, without the heading.
    """

    title: str
    needs: tuple[str, ...]
    write: Callable[[Results, S], str]

    def render(self, results: Results, settings: S) -> str:
        """The section, or what was left out."""
        if any(part not in results for part in self.needs):
            return f"## {self.title}\n\nLeft out of this run."
        return f"## {self.title}\n\n{self.write(results, settings)}"


def report(title: str, command: str, sections: Sequence[Section[S]], results: Results, settings: S) -> str:
    """A whole report. Sections whose parts have no results say so."""
    note = f"*Written by `bourse experiment {command}`; numbers and verdicts follow from [results.json](results.json).*"
    return "\n\n".join([f"# {title}", note, *(section.render(results, settings) for section in sections)]) + "\n"


def figure(name: str, words: str) -> str:
    """A figure of the folder."""
    return f"![{words}]({name}.svg)"


def join(*blocks: str) -> str:
    """Blocks of Markdown under each other; texts of the source lose their indentation."""
    return "\n\n".join(paragraphs(block) for block in blocks)
