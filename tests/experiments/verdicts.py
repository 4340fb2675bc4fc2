"""What must hold of the claims of every review: other results, other verdicts."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from typing import Any

from databourse.experiments.review.claims import Claims, Verdict
from tests.experiments.changes import Change

Case = tuple[str, Change, Verdict]
"""Where a claim stands, what is changed in the results, and the verdict that follows."""


def check_verdict(claims: Claims, results: dict[str, Any], case: Case, render: Callable[[dict[str, Any]], str]) -> None:
    """The verdict follows, and the report gives its reason."""
    where, change, verdict = case
    changed = copy.deepcopy(results)
    change(changed)
    (claim,) = (claim for claim in claims if claim.where == where)
    finding = claim.find(changed)
    assert finding.verdict is verdict, finding
    assert finding.why in render(changed)


def check_cases(claims: Claims, cases: Iterable[Case]) -> None:
    """Every claim is driven to two verdicts at least."""
    told = [(where, verdict) for where, _, verdict in cases]
    for claim in claims:
        assert len({verdict for where, verdict in told if where == claim.where}) >= 2, claim.where


def check_open(claims: Claims, results: dict[str, Any]) -> None:
    """A claim stays open without any part that it needs."""
    for claim in claims:
        for part in claim.needs:
            others = {name: result for name, result in results.items() if name != part}
            assert claim.find(others).verdict is Verdict.OPEN
