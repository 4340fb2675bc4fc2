"""How results decide what becomes of a claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from databourse.experiments.review.claims import Results

#: The rules that the paper describes.
PAPER_RULES = ("dantm", "dadpm")


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
