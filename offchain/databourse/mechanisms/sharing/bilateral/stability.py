"""Strong stability (definition 3.2): no coalition would rather drop some of its edges and make others inside.

An edge that leaves the coalition concerns one member only. So for each graph inside, every member keeps of its edges to
outsiders what it likes best, and the coalition blocks if none of its members is worse off then, and one is better off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TypeAlias

from databourse.errors import InvalidInput
from databourse.mechanisms.sharing.bilateral.game import Game, Value
from databourse.mechanisms.sharing.bilateral.ordered_match import Edge
from databourse.mechanisms.sharing.subsets import as_set, members, subsets

MOST_AGENTS = 5
"""The graphs inside a coalition are 2^(members (members - 1) / 2)."""


Best: TypeAlias = Callable[[int, int, int], tuple[int, Value]]
"""Of an agent, the set of its partners inside a coalition, and that of its partners outside: the set of all partners
that it likes best if it has those inside and keeps any of the others, and how well off it is with them."""


@dataclass(frozen=True, slots=True)
class Blocking:
    """A coalition that would rather have these edges: those inside it, and those to outsiders that it keeps."""

    coalition: tuple[int, ...]
    edges: tuple[Edge, ...]


def blocking(game: Game, edges: Iterable[Edge]) -> Blocking | None:
    """A coalition that blocks a graph, the smallest and of those the first; None if the graph is strongly stable.

    Raises:
        InvalidInput: there are more than 5 agents, or an edge is not between two of them.
    """
    tables = _tables(game)
    return _blocking(tables, neighbours_of(edges, game.agents))


def stable_graphs(game: Game) -> list[tuple[Edge, ...]]:
    """Every strongly stable graph, those with fewer edges first.

    Raises:
        InvalidInput: there are more than 5 agents.
    """
    tables = _tables(game)
    pairs = list(combinations(range(game.agents), 2))
    graphs = (graph for size in range(len(pairs) + 1) for graph in combinations(pairs, size))
    return [graph for graph in graphs if not _blocking(tables, neighbours_of(graph, game.agents))]


def _tables(game: Game) -> list[dict[int, Value]]:
    if game.agents > MOST_AGENTS:
        hint = "for more the ordered match can be had, but not checked for every coalition"
        raise InvalidInput(f"there are {game.agents} agents, but coalitions are searched among {MOST_AGENTS}", hint)
    everybody = as_set(range(game.agents))
    return [
        {bits: game.utility(agent, frozenset(members(bits))) for bits in subsets(everybody & ~(1 << agent))}
        for agent in range(game.agents)
    ]


def neighbours_of(edges: Iterable[Edge], agents: int) -> list[int]:
    """Those of each agent in a graph, as a set.

    Raises:
        InvalidInput: an edge is not between two of the agents.
    """
    neighbours = [0] * agents
    for one, other in edges:
        if not (0 <= one < agents and 0 <= other < agents and one != other):
            raise InvalidInput.of("edge", (one, other), f"it must join two of the agents 0 to {agents - 1}")
        neighbours[one] |= 1 << other
        neighbours[other] |= 1 << one
    return neighbours


def _blocking(tables: list[dict[int, Value]], neighbours: list[int]) -> Blocking | None:
    agents = range(len(tables))

    def best(agent: int, inside: int, outside: int) -> tuple[int, Value]:
        table = tables[agent]
        chosen = max((inside | kept for kept in subsets(outside)), key=table.__getitem__)
        return chosen, table[chosen]

    coalitions = (coalition for size in range(1, len(tables) + 1) for coalition in combinations(agents, size))
    return first_blocking(coalitions, neighbours, [tables[agent][neighbours[agent]] for agent in agents], best)


def first_blocking(
    coalitions: Iterable[tuple[int, ...]], neighbours: Sequence[int], now: Sequence[Value], best: Best
) -> Blocking | None:
    """The first of some coalitions that blocks a graph, with the fewest edges inside.

    Args:
        coalitions: agents, rising.
        neighbours: of each agent in the graph, as a set.
        now: how well off each agent is in the graph.
        best: how a member keeps edges to outsiders.
    """
    for coalition in coalitions:
        count, everybody = len(coalition), as_set(coalition)
        spread = [as_set(coalition[place] for place in members(places)) for places in range(1 << count)]
        # for every member and set of partners inside: the best of all that it can be with
        choices = [
            {
                places: best(agent, spread[places], neighbours[agent] & ~everybody)
                for places in subsets((1 << count) - 1 & ~(1 << place))
            }
            for place, agent in enumerate(coalition)
        ]
        for graph in _graphs(count):
            chosen = [choice[places] for choice, places in zip(choices, graph, strict=True)]
            gains = [value - now[agent] for agent, (_, value) in zip(coalition, chosen, strict=True)]
            if min(gains) >= 0 and max(gains) > 0:
                pairs = {
                    (min(one, other), max(one, other))
                    for one, (partners, _) in zip(coalition, chosen, strict=True)
                    for other in members(partners)
                }
                return Blocking(coalition, tuple(sorted(pairs)))
    return None


@cache
def _graphs(count: int) -> tuple[list[int], ...]:
    """The neighbours of so many agents in every graph among them, those with fewer edges first."""
    pairs = list(combinations(range(count), 2))
    sizes = range(len(pairs) + 1)
    return tuple(neighbours_of(graph, count) for size in sizes for graph in combinations(pairs, size))
