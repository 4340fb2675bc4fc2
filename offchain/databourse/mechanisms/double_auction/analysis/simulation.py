"""One book under a rule: what comes out, what it is worth, and who would gain by lying.

A rule that draws is run with several seeds. The first draw uses the seed itself, so that `solve` with it gives the same
outcome; the seeds of the others follow from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from databourse.mechanisms.double_auction.analysis.lies import Lie, Misreport, Misreports, best_lies
from databourse.mechanisms.double_auction.analysis.likely_lies import LikelyLie, likely_lies
from databourse.mechanisms.double_auction.analysis.reports import telling
from databourse.mechanisms.double_auction.analysis.summary import Summary, summarise
from databourse.mechanisms.double_auction.rules import RULES, solve
from databourse.mechanisms.double_auction.types import Ask, Bid, Outcome

#: Draws that choose the best lies of a rule that draws; others measure them.
_CHOOSING = 10
_FEWEST_MEASURING = 2

Watch = Callable[[Misreports], Iterable[Misreport]]


@dataclass(frozen=True, slots=True)
class Effort:
    """How much a simulation may work.

    Attributes:
        draws: of a rule that draws.
        solves: how often a rule is solved at most to look for lies; 0: not at all.
        verified: whether sellers can only report as much quality and as many units as they have.
    """

    draws: int
    solves: int
    verified: bool = True


@dataclass(frozen=True, slots=True)
class LieSearch:
    """Who would gain by lying.

    Attributes:
        lies: the most profitable one of each participant in each field; under a rule that draws, on average over the
            draws, and only those that are significant.
        tried: how many misreports were tried.
        possible: of how many that could matter.
        measured: how many lies of a rule that draws were promising enough to measure.
        needed: of how many standard errors their mean gain had to be.
    """

    lies: tuple[Lie | LikelyLie, ...]
    tried: int
    possible: int
    measured: int = 0
    needed: float = 0.0

    @property
    def complete(self) -> bool:
        """Whether every misreport that could matter was tried."""
        return self.tried == self.possible


@dataclass(frozen=True, slots=True)
class Simulated:
    """A book under one rule.

    Attributes:
        rule: its name.
        options: with which it was run, without the seed.
        outcome: of the first draw.
        summaries: of each draw; one for a rule that does not draw.
        search: for lies; None if there was none.
    """

    rule: str
    options: Mapping[str, Any]
    outcome: Outcome
    summaries: tuple[Summary, ...]
    search: LieSearch | None


def draws(rule: str) -> bool:
    """Whether the rule of this name draws from a seed."""
    return "seed" in RULES[rule].options


def draw_seed(seed: bytes, draw: int) -> bytes:
    """The seed of one draw: of the first, the seed itself."""
    return seed if draw == 0 else hashlib.sha256(b"simulation" + seed + draw.to_bytes(8, "big")).digest()


def simulate(
    rule: str,
    bids: Sequence[Bid],
    asks: Sequence[Ask],
    options: Mapping[str, Any],
    seed: bytes,
    effort: Effort,
    watch: Watch = lambda tries: tries,
) -> Simulated:
    """Runs the rule on the book, which counts as the truth.

    Args:
        rule: its name.
        bids: in the order of submission.
        asks: in the order of submission.
        options: of the rule, without a seed.
        seed: 32 bytes; a rule that does not draw ignores it.
        effort: how much to work.
        watch: hands on the misreports, and can tell how far the search is.

    Raises:
        InvalidInput: there is no such rule, or it does not take an option or its value.
    """
    if not draws(rule):
        outcome = solve(rule, bids, asks, options)
        search = _search(partial(solve, rule, options=options), bids, asks, effort, watch)
        return Simulated(rule, options, outcome, (summarise(outcome, bids, asks),), search)

    def drawn(bids: Sequence[Bid], asks: Sequence[Ask], draw: int) -> Outcome:
        return solve(rule, bids, asks, {**options, "seed": draw_seed(seed, draw)})

    first = drawn(bids, asks, 0)
    others = (drawn(bids, asks, draw) for draw in range(1, effort.draws))
    summaries = tuple(summarise(outcome, bids, asks) for outcome in (first, *others))
    return Simulated(rule, options, first, summaries, _drawn_search(drawn, bids, asks, effort, watch))


def _search(
    solved: Callable[[Sequence[Bid], Sequence[Ask]], Outcome],
    bids: Sequence[Bid],
    asks: Sequence[Ask],
    effort: Effort,
    watch: Watch,
) -> LieSearch | None:
    if not effort.solves:
        return None
    tries = Misreports(bids, asks, telling(bids, asks), verified=effort.verified, most=effort.solves)
    return LieSearch(tuple(best_lies(solved, bids, asks, watch(tries))), len(tries), tries.possible)


def _drawn_search(
    drawn: Callable[[Sequence[Bid], Sequence[Ask], int], Outcome],
    bids: Sequence[Bid],
    asks: Sequence[Ask],
    effort: Effort,
    watch: Watch,
) -> LieSearch | None:
    most = effort.solves // _CHOOSING
    if not most or effort.draws < _FEWEST_MEASURING:
        return None
    tries = Misreports(bids, asks, telling(bids, asks), verified=effort.verified, most=most)
    found = likely_lies(
        drawn,
        bids,
        asks,
        watch(tries),
        choosing=range(effort.draws, effort.draws + _CHOOSING),
        measuring=range(effort.draws),
        most=max(1, effort.solves // effort.draws),
    )
    return LieSearch(found.significant, len(tries), tries.possible, found.measured, found.needed)
