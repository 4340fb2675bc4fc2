"""Start pointers: where the next delivery of each dataset begins.

The double auction's paper lets successive partial deliveries of a dataset rotate through it, and keeps a pointer for
that. Nothing about it is stored on chain: the pointer of a dataset in a round is the one that its last settled round of
the series left, modulo the quantity now offered, so anyone derives it from the log. Rounds that were aborted leave no
trace.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from databourse.errors import NotFound
from databourse.market.mechanism import Mechanism, Pointers, Solution, by_checker
from databourse.market.rounds import Round, Series
from databourse.market.solving import outcome_of


@dataclass(frozen=True, slots=True)
class SolvedRound:
    """A settled round with the pointers it began with and its outcome, found again from its entries."""

    round: Round
    mechanism: Mechanism
    pointers: Pointers
    solution: Solution[Any]


def solved_rounds(series: Series, rules: Mapping[str, str]) -> Iterator[SolvedRound]:
    """Solves every settled round of the series again, in order, handing the pointers on.

    A round whose checker's rule is not known is passed over; its deliveries, if it had any, move no pointer here.

    Args:
        series: as read from its first round on.
        rules: name of the rule by checksummed checker address.
    """
    pointers: dict[int, int] = {}
    for settled in series.rounds:
        if settled.settled is None:
            continue
        try:
            mechanism = by_checker(rules, settled.terms.checker)
        except NotFound:
            continue
        before = dict(pointers)
        solution = outcome_of(settled, mechanism, before)
        pointers.update(solution.pointers)
        yield SolvedRound(settled, mechanism, before, solution)


def pointers_before(series: Series, number: int, rules: Mapping[str, str]) -> dict[int, int]:
    """The pointers that round `number` begins with; datasets that never stood in a settled round are left out: 0."""
    pointers: dict[int, int] = {}
    for solved in solved_rounds(series, rules):
        if solved.round.number >= number:
            break
        pointers.update(solved.solution.pointers)
    return pointers
