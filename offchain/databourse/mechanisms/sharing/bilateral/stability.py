"""Strong stability (definition 3.2): no coalition would rather drop some of its edges and make others inside.

An edge that leaves the coalition concerns one member only. So for each graph inside, every member keeps of its edges to
outsiders what it likes best, and the coalition blocks if none of its members is worse off then, and one is better off.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from databourse.errors import InvalidInput
from databourse.mechanisms.sharing.bilateral.game import Game, Value
from databourse.mechanisms.sharing.bilateral.ordered_match import Edge
from databourse.mechanisms.sharing.subsets import as_set, members, subsets

MOST_AGENTS = 5
"""The graphs inside a coalition are 2^(members (members - 1) / 2)."""


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
    return _blocking(tables, _neighbours(edges, game.agents))


def stable_graphs(game: Game) -> list[tuple[Edge, ...]]:
    """Every strongly stable graph, those with fewer edges first.

    Raises:
        InvalidInput: there are more than 5 agents.
    """
    tables = _tables(game)
    pairs = list(combinations(range(game.agents), 2))
    graphs = (graph for size in range(len(pairs) + 1) for graph in combinations(pairs, size))
    return [graph for graph in graphs if not _blocking(tables, _neighbours(graph, game.agents))]


def _tables(game: Game) -> list[dict[int, Value]]:
    if game.agents > MOST_AGENTS:
        hint = "for more the ordered match can be had, but not checked for every coalition"
        raise InvalidInput(f"there are {game.agents} agents, but coalitions are searched among {MOST_AGENTS}", hint)
    everybody = as_set(range(game.agents))
    return [
        {bits: game.utility(agent, frozenset(members(bits))) for bits in subsets(everybody & ~(1 << agent))}
        for agent in range(game.agents)
    ]


def _neighbours(edges: Iterable[Edge], agents: int) -> list[int]:
    neighbours = [0] * agents
    for one, other in edges:
        if not (0 <= one < agents and 0 <= other < agents and one != other):
            raise InvalidInput.of("edge", (one, other), f"it must join two of the agents 0 to {agents - 1}")
        neighbours[one] |= 1 << other
        neighbours[other] |= 1 << one
    return neighbours


def _blocking(tables: list[dict[int, Value]], neighbours: list[int]) -> Blocking | None:
    agents = range(len(tables))
    now = [tables[agent][neighbours[agent]] for agent in agents]
    for size in range(1, len(tables) + 1):
        for coalition in combinations(agents, size):
            outside = ~as_set(coalition)
            # for every member and set of partners inside: the best of all that it can be with
            best = {
                (agent, inside): max(
                    (inside | kept for kept in subsets(neighbours[agent] & outside)), key=tables[agent].__getitem__
                )
                for agent in coalition
                for inside in subsets(as_set(coalition) & ~(1 << agent))
            }
            for graph in _graphs(coalition, len(tables)):
                chosen = {agent: best[agent, graph[agent]] for agent in coalition}
                gains = [tables[agent][chosen[agent]] - now[agent] for agent in coalition]
                if min(gains) >= 0 and max(gains) > 0:
                    pairs = {(min(one, other), max(one, other)) for one in coalition for other in members(chosen[one])}
                    return Blocking(coalition, tuple(sorted(pairs)))
    return None


@cache
def _graphs(coalition: tuple[int, ...], agents: int) -> tuple[list[int], ...]:
    """The neighbours of every agent in every graph among these, those with fewer edges first."""
    pairs = list(combinations(coalition, 2))
    sizes = range(len(pairs) + 1)
    return tuple(_neighbours(graph, agents) for size in sizes for graph in combinations(pairs, size))
