"""Sharing data for data by its definitions: the match as printed, and every graph and coalition looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, combinations
from typing import Any

from databourse.mechanisms.sharing.bilateral.ordered_match import Edge

Graph = frozenset[Edge]
Utility = Callable[[int, frozenset[int]], Any]


def match_by_definition(utility: Utility, order: Sequence[int]) -> Graph:
    """Agent n swipes l from n + 1 to N; an edge where (1) and (2) hold."""
    graph: set[Edge] = set()
    for place, proposer in enumerate(order):
        for other in order[place + 1 :]:
            edge = (min(proposer, other), max(proposer, other))
            if all(
                utility(agent, partners(graph | {edge}, agent)) > utility(agent, partners(graph, agent))
                for agent in edge
            ):
                graph.add(edge)
    return frozenset(graph)


def blocks_by_definition(utility: Utility, graph: Graph, coalition: Sequence[int]) -> bool:
    """Whether a change inside the coalition, and of edges that it drops, harms no member and is better for one."""
    inside = set(combinations(sorted(coalition), 2))
    touching = {edge for edge in graph if set(edge) & set(coalition)}
    for tried in _subsets(sorted(inside | touching)):
        other = frozenset(graph - touching) | frozenset(tried)
        gains = [utility(agent, partners(other, agent)) - utility(agent, partners(graph, agent)) for agent in coalition]
        if min(gains) >= 0 and max(gains) > 0:
            return True
    return False


def optimum_by_enumeration(utility: Utility, agents: int) -> Any:
    """The largest sum of utilities of any graph."""
    return max(sum(utility(agent, partners(graph, agent)) for agent in range(agents)) for graph in graphs(agents))


def graphs(agents: int) -> Iterator[Graph]:
    """Every graph."""
    return map(frozenset, _subsets(list(combinations(range(agents), 2))))


def partners(graph: Graph | set[Edge], agent: int) -> frozenset[int]:
    """Those that an agent has an edge to."""
    return frozenset(one if other == agent else other for one, other in graph if agent in (one, other))


def _subsets(entries: Sequence[Edge]) -> Iterator[tuple[Edge, ...]]:
    return chain.from_iterable(combinations(entries, size) for size in range(len(entries) + 1))
