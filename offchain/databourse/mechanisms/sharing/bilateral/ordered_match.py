"""The ordered match: agents propose to all that rank below them, in the order of the common ranking (prop. 3.1).

An edge is made if both then like it better. N(N - 1)/2 proposals; under limited complementarity an agent can stop at
its own first refusal, since whoever comes later is liked no better.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import Floats
from databourse.mechanisms.compiled import Ints, compiled, worth_compiling
from databourse.mechanisms.sharing.bilateral.game import CURVES, Game, SizeGame, curve_value

Edge: TypeAlias = tuple[int, int]
"""The lower agent first."""

Wants = Callable[[int, AbstractSet[int], int], bool]
"""Whether an agent with these partners would rather have one more. The set is live: look at it, do not keep it."""


def ordered_match(wants: Wants, order: Sequence[int], stop_at_refusal: bool = False) -> list[Edge]:
    """Who shares with whom, for any oracle of preferences.

    Args:
        wants: the oracle; `strictly` and `weakly` make one of a game.
        order: all agents, the one that everybody likes best first.
        stop_at_refusal: whether an agent proposes no more after the first that it does not want itself. The outcome is
            the same under limited complementarity, and only then.

    Raises:
        InvalidInput: the order is not one of the agents from 0 on.
    """
    if sorted(order) != list(range(len(order))):
        raise InvalidInput.of("order", list(order), "it must name every agent once, from 0 on")
    partners: list[set[int]] = [set() for _ in order]
    for place, proposer in enumerate(order):
        for other in order[place + 1 :]:
            if not wants(proposer, partners[proposer], other):
                if stop_at_refusal:
                    break
            elif wants(other, partners[other], proposer):
                partners[proposer].add(other)
                partners[other].add(proposer)
    return sorted((agent, other) for agent, found in enumerate(partners) for other in found if agent < other)


def strictly(game: Game) -> Wants:
    """An agent takes a partner that makes it better off, as in the paper's (1) and (2)."""
    return lambda agent, partners, other: bool(game.utility(agent, partners | {other}) > game.utility(agent, partners))


def weakly(game: Game) -> Wants:
    """An agent also takes a partner that makes no difference to it."""
    return lambda agent, partners, other: bool(game.utility(agent, partners | {other}) >= game.utility(agent, partners))


@dataclass(frozen=True)
class Match:
    """The match of a size game: by proposer in the order of sizes, those below it that it shares with.

    Attributes:
        ranking: agents, the largest first.
        starts: where each proposer's partners start, and where the last one's end.
        partners: places in the ranking, ascending for each proposer.
    """

    ranking: Ints
    starts: Ints
    partners: npt.NDArray[np.int32]

    def __len__(self) -> int:
        """How many edges there are."""
        return len(self.partners)

    def edges(self) -> Iterator[Edge]:
        """Every edge, by proposer."""
        for place, proposer in enumerate(self.ranking.tolist()):
            for partner in self.ranking[self.partners[self.starts[place] : self.starts[place + 1]]].tolist():
                yield min(proposer, partner), max(proposer, partner)


def match_sizes(game: SizeGame) -> Match:
    """The ordered match of a size game, with strict acceptance: O(agents + edges).

    f is concave and sizes fall along the ranking. So who refuses once refuses all that follow: a proposer stops, and
    whom it asked is passed over from then on.
    """
    ranking = np.array(game.ranking, dtype=np.int64)
    kernel = compiled(_match) if worth_compiling(_match, game.agents**2 // 8) else _match
    columns = game.sizes[ranking], game.scale[ranking], game.cost[ranking]
    # once to count them and once to write them down, since memory that grows costs more than the match
    partners = np.empty(0, dtype=np.int32)
    starts = kernel(*columns, CURVES.index(game.curve), partners)
    partners = np.empty(starts[-1], dtype=np.int32)
    kernel(*columns, CURVES.index(game.curve), partners)
    return Match(ranking, starts, partners)


def _match(sizes: Floats, scale: Floats, cost: Floats, curve: int, partners: npt.NDArray[np.int32]) -> Ints:
    """A kernel, see `mechanisms.compiled`: where each proposer's partners start; they are written as far as they fit.

    Sizes fall.
    """
    agents = len(sizes)
    totals = sizes.copy()
    worth = np.empty(agents)
    for agent in range(agents):
        worth[agent] = scale[agent] * curve_value(curve, sizes[agent])
    after = np.arange(1, agents + 1)  # the next one that has refused nobody yet
    starts = np.zeros(agents + 1, dtype=np.int64)
    edges = 0
    for proposer in range(agents):
        size, total, now = sizes[proposer], totals[proposer], worth[proposer]
        wish, price = scale[proposer], cost[proposer]
        before = proposer
        other = after[proposer]
        while other < agents:
            more = wish * curve_value(curve, total + sizes[other])
            if not more - now > price:
                break
            theirs = scale[other] * curve_value(curve, totals[other] + size)
            if theirs - worth[other] > cost[other]:
                if edges < len(partners):
                    partners[edges] = other
                edges += 1
                total += sizes[other]
                now = more
                totals[other] += size
                worth[other] = theirs
                before = other
            else:
                after[before] = after[other]
            other = after[other]
        starts[proposer + 1] = edges
    return starts
