"""Coalitions that block a match of lots, among any number of agents: of all sizes that can be looked at in a while.

Values never fall and partners cost the same each. So of so many outsiders a member keeps those with the most data, and
the best that it can keep is one of as many sets as it has partners outside, and not of all of them (see `stability`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

from databourse.errors import InvalidInput
from databourse.mechanisms.sharing.bilateral.lots import LotGame
from databourse.mechanisms.sharing.bilateral.ordered_match import Edge
from databourse.mechanisms.sharing.bilateral.stability import Blocking, first_blocking, neighbours_of
from databourse.mechanisms.sharing.subsets import members

_MOST_STEPS = 2_000_000
"""Members of graphs that are looked at: some seconds."""
_KEPT_A_STEP = 8
"""Partners that a member may keep which take as long as one of these."""
_ALWAYS = 2
"""Coalitions of this size are looked at in any case."""


@dataclass(frozen=True, slots=True)
class Search:
    """What was searched, and the first coalition that was found.

    Attributes:
        found: the smallest that blocks, and of those the first; None if none of those that were looked at does.
        among: the agents whose coalitions were looked at, rising.
        largest: how many members the largest of these have.
        complete: whether these are all coalitions that there are, so that nothing found means strongly stable.
    """

    found: Blocking | None
    among: tuple[int, ...]
    largest: int
    complete: bool


def search(game: LotGame, edges: Iterable[Edge], among: Iterable[int] | None = None) -> Search:
    """Looks for a coalition that blocks a graph (definition 3.2): smaller ones first, as large as there is time for.

    Args:
        game: what partners are worth to agents.
        edges: of the graph.
        among: agents of whom coalitions are made; None for all.

    Raises:
        InvalidInput: an agent or an edge is not of the game.
    """
    chosen = tuple(range(game.agents) if among is None else sorted(set(among)))
    for agent in chosen:
        if not 0 <= agent < game.agents:
            raise InvalidInput.of("agent", agent, f"it must be one of the agents 0 to {game.agents - 1}")
    neighbours = neighbours_of(edges, game.agents)
    largest = _largest(len(chosen), max((bits.bit_count() for bits in neighbours), default=0))
    by_size = sorted(range(game.agents), key=lambda agent: -game.sizes[agent])
    ranked = [[other for other in by_size if neighbours[agent] >> other & 1] for agent in range(game.agents)]

    def best(agent: int, inside: int, outside: int) -> tuple[int, int]:
        return _keep(game, agent, inside, [other for other in ranked[agent] if outside >> other & 1])

    now = [game.utility(agent, frozenset(ranked[agent])) for agent in range(game.agents)]
    coalitions = (coalition for size in range(1, largest + 1) for coalition in combinations(chosen, size))
    found = first_blocking(coalitions, neighbours, now, best)
    return Search(found, chosen, largest, complete=largest == game.agents)


def _keep(game: LotGame, agent: int, inside: int, outside: Sequence[int]) -> tuple[int, int]:
    """The best of all sets with those inside and some outside, who are given by size; of equal ones the largest."""
    scale, cost = game.scales[agent], game.costs[agent]
    within = members(inside)
    total = game.sizes[agent] + sum(game.sizes[partner] for partner in within)
    partners, paid = inside, cost * len(within)
    best, best_value = partners, scale * game.value(total) - paid
    for other in outside:
        total, partners, paid = total + game.sizes[other], partners | 1 << other, paid + cost
        value = scale * game.value(total) - paid
        if value >= best_value:
            best, best_value = partners, value
    return best, best_value


def _largest(agents: int, degree: int) -> int:
    """Up to which size all coalitions of so many agents can be looked at, who have at most so many partners."""
    steps, size = 0, 0
    while size < agents:
        count = size + 1
        graphs = count * (1 << count * (count - 1) // 2)
        kept = count * (1 << size) * (1 + degree)
        steps += comb(agents, count) * (graphs + kept // _KEPT_A_STEP)
        if steps > _MOST_STEPS and count > _ALWAYS:
            break
        size = count
    return size
