"""A section of the report: a title, the parts that it tells of, and its text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from databourse.experiments.auction.review.claims import CLAIMS
from databourse.experiments.auction.review.markdown import capital, paragraphs
from databourse.experiments.auction.review.verdict import Results
from databourse.experiments.auction.settings import Settings


@dataclass(frozen=True)
class Section:
    """A section of the report.

    Attributes:
        title: its heading.
        needs: the parts without whose results it cannot be written.
        write: from the results and the settings to Markdown, without the heading.
    """

    title: str
    needs: tuple[str, ...]
    write: Callable[[Results, Settings], str]

    def render(self, results: Results, settings: Settings) -> str:
        """The section, or what was left out."""
        if any(part not in results for part in self.needs):
            return f"## {self.title}\n\nLeft out of this run."
        return f"## {self.title}\n\n{self.write(results, settings)}"


def figure(name: str, words: str) -> str:
    """A figure of the folder."""
    return f"![{words}]({name}.svg)"


def verdicts(results: Results, *where: str) -> str:
    """The verdicts on the claims of these places, as a list."""
    lines = []
    for claim in CLAIMS:
        if claim.where in where:
            finding = claim.find(results)
            lines.append(f"* *{claim.where}: {claim.words}.* **{capital(finding.verdict)}**: {finding.why}.")
    return "\n".join(lines)


def join(*blocks: str) -> str:
    """Blocks of Markdown under each other; texts of the source lose their indentation."""
    return "\n\n".join(paragraphs(block) for block in blocks)
