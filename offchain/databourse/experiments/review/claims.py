"""What a paper says, and what results make of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from databourse.experiments.review.markdown import capital, table

Results = Mapping[str, Any]  # results of the parts, by part


class Verdict(Enum):
    """What becomes of a claim; the words for it are the report's own."""

    HOLDS = "holds"
    PARTLY = "holds only if something is added"
    FAILS = "fails"
    OPEN = "left out of a run"


@dataclass(frozen=True)
class Finding:
    """A verdict and the numbers that it follows from."""

    verdict: Verdict
    why: str


@dataclass(frozen=True)
class Claim:
    """Something that a paper says.

    Attributes:
        where: in the paper.
        words: what it says.
        needs: the parts that decide it.
        judge: from the results of all parts to the verdict.
    """

    where: str
    words: str
    needs: tuple[str, ...]
    judge: Callable[[Results], Finding]

    def find(self, results: Results) -> Finding:
        """The verdict, as far as the results allow one."""
        missing = [part for part in self.needs if part not in results]
        return Finding(Verdict.OPEN, "left out of this run") if missing else self.judge(results)


@dataclass(frozen=True)
class Claims:
    """All claims of a paper, in its order, and the report's words for each verdict."""

    claims: tuple[Claim, ...]
    words: Mapping[Verdict, str]

    def __iter__(self) -> Iterator[Claim]:
        return iter(self.claims)

    def __len__(self) -> int:
        return len(self.claims)

    def counted(self, results: Results) -> str:
        """How many there are of each verdict."""
        found = [claim.find(results).verdict for claim in self]
        counts = {words: found.count(verdict) for verdict, words in self.words.items()}
        return ", ".join(f"{count} *{words}*" for words, count in counts.items() if count)

    def table(self, results: Results) -> str:
        """All claims, each with its verdict and the reason."""
        found = [(claim, claim.find(results)) for claim in self]
        rows = [(claim.where, claim.words, f"**{self.words[one.verdict]}**", one.why) for claim, one in found]
        return table(["where", "claim", "verdict", "because"], rows)

    def listed(self, results: Results, *where: str) -> str:
        """The verdicts on the claims of these places, as a list."""
        found = [(claim, claim.find(results)) for claim in self if claim.where in where]
        return "\n".join(
            f"* *{claim.where}: {claim.words}.* **{capital(self.words[one.verdict])}**: {one.why}."
            for claim, one in found
        )

    def sorted_out(self, results: Results, headings: Mapping[Verdict, str]) -> list[str]:
        """The claims under the heading of their verdict; headings without claims are left out."""
        verdicts = [(claim, claim.find(results).verdict) for claim in self]
        blocks = []
        for verdict, heading in headings.items():
            lines = [f"* {capital(claim.words)} ({claim.where})" for claim, found in verdicts if found is verdict]
            if lines:
                blocks += [f"**{heading}**", "\n".join(lines)]
        return blocks
