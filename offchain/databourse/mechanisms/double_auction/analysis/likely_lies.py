"""Who would gain by lying on average, under a rule that draws.

Truth and lie are compared draw by draw with the same seed (common random numbers), which leaves less of the noise.
The best of many lies looks better than it is, so it is chosen by some draws and measured by others; and the more
lies are measured, the more of them seem to pay by chance, so each needs more evidence (Bonferroni's correction).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from databourse.mechanisms.double_auction.analysis.lies import Misreport
from databourse.mechanisms.double_auction.analysis.reports import Field, Side
from databourse.mechanisms.double_auction.analysis.summary import Average
from databourse.mechanisms.double_auction.analysis.welfare import payoffs
from databourse.mechanisms.double_auction.types import Ask, Bid, Outcome

#: Finds the outcome of a book in one draw.
DrawnSolver = Callable[[Sequence[Bid], Sequence[Ask], int], Outcome]

#: How likely it is at most that any lie is called significant although none pays.
LEVEL = 0.01


@dataclass(frozen=True, slots=True)
class LikelyLie(Misreport):
    """A misreport that paid on average; `gain` is how much more than the truth, in base units."""

    gain: Average


@dataclass(frozen=True, slots=True)
class LikelyLies:
    """What a search found.

    Attributes:
        significant: lies that pay beyond doubt, in the order of the tries.
        measured: how many were measured, the most promising of each participant and field.
        needed: of how many standard errors a mean gain has to be.
    """

    significant: tuple[LikelyLie, ...]
    measured: int
    needed: float


def likely_lies(
    solve: DrawnSolver,
    bids: Sequence[Bid],
    asks: Sequence[Ask],
    tries: Iterable[Misreport],
    *,
    choosing: Sequence[int],
    measuring: Sequence[int],
    most: int,
) -> LikelyLies:
    """The most profitable lie of each participant in each field in which one pays significantly.

    Args:
        solve: the rule.
        bids: the truth.
        asks: the truth.
        tries: the misreports to choose from.
        choosing: draws that choose the best misreport of each participant and field.
        measuring: other draws, which tell what it gains; at least 2.
        most: how many are measured at most, those that gained most in the draws that chose.
    """
    chosen = _Comparison(solve, bids, asks, choosing)
    best: dict[tuple[Side, int, Field], tuple[int, Misreport]] = {}
    for tried in tries:
        gained = sum(chosen.gains(tried))
        key = tried.side, tried.index, tried.field
        if gained > 0 and (key not in best or gained > best[key][0]):
            best[key] = gained, tried
    promising = set(sorted(best, key=lambda key: best[key][0], reverse=True)[:most])
    if not promising:
        return LikelyLies((), 0, 0.0)

    needed = NormalDist().inv_cdf(1 - LEVEL / len(promising))
    measured = _Comparison(solve, bids, asks, measuring)
    significant = []
    for key, (_, tried) in best.items():
        if key in promising:
            gain = Average.of(measured.gains(tried))
            if gain.total > 0 and gain.mean >= needed * (gain.standard_error or 0):
                significant.append(LikelyLie(*key, tried.truth, tried.report, gain))
    return LikelyLies(tuple(significant), len(promising), needed)


class _Comparison:
    """Truth against lie in the same draws."""

    def __init__(self, solve: DrawnSolver, bids: Sequence[Bid], asks: Sequence[Ask], draws: Sequence[int]) -> None:
        self._solve, self._bids, self._asks, self._draws = solve, bids, asks, draws
        self._truthful = [payoffs(solve(bids, asks, draw), bids, asks) for draw in draws]

    def gains(self, lie: Misreport) -> list[int]:
        """How much more than the truth the lie is worth in each draw, base units."""
        reported = lie.applied(self._bids, self._asks)
        gained = []
        for draw, truthful in zip(self._draws, self._truthful, strict=True):
            truth = (truthful.buyers if lie.side == "bid" else truthful.sellers)[lie.index]
            gained.append(lie.payoff(self._solve(*reported, draw), self._bids, self._asks) - truth)
        return gained
