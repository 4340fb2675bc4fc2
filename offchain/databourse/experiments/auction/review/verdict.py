"""What becomes of a claim, and how results decide it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Results = Mapping[str, Any]  # results of the parts, by part


#: The rules that the paper describes.
PAPER_RULES = ("dantm", "dadpm")


class Verdict(StrEnum):
    """The three words of the report, and a fourth for what was left out of a run."""

    HOLDS = "reproduced"
    READING = "only under one reading"
    FAILS = "not reproduced"
    OPEN = "not computed"


@dataclass(frozen=True)
class Finding:
    """A verdict and the numbers that it follows from."""

    verdict: Verdict
    why: str


def is_positive(estimate: Mapping[str, float]) -> bool:
    """Whether the whole 95 % interval is above 0."""
    return estimate["mean"] > estimate["margin"]


def is_negative(estimate: Mapping[str, float]) -> bool:
    """Whether the whole 95 % interval is below 0."""
    return estimate["mean"] < -estimate["margin"]


def at_each(sweep: Results, rule: str, measure: str) -> Iterator[Mapping[str, float]]:
    """One measure of a rule at every number of bidders."""
    return (point["rules"][rule][measure] for point in sweep.values())


def most(flags: Sequence[bool]) -> bool:
    """Whether more than half of them are true."""
    return 2 * sum(flags) > len(flags)
