"""Every preference of three agents: which hypotheses hold, whether the match is stable, and whether anything is.

All profiles of a class are looked at together, as arrays over the patterns of the three agents; tests hold them against
the solver.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from databourse.experiments.parts import Part
from databourse.experiments.sharing.patterns import (
    Pattern,
    hypotheses,
    ranked,
    refusal_is_lasting,
    strict,
    substitutable,
    weak,
)
from databourse.experiments.sharing.settings import Settings
from databourse.mechanisms.sharing.subsets import row_of

AGENTS = 3
PAIRS = tuple(combinations(range(AGENTS), 2))
#: A graph is a set of pairs, as bits; pairs stand in the order in which they are proposed.
GRAPHS = range(1 << len(PAIRS))

Signs = list[npt.NDArray[np.int8]]


def _row(graph: int, agent: int) -> int:
    """The agent's partners, as a row of its pattern."""
    ends = [pair for place, pair in enumerate(PAIRS) if graph >> place & 1 and agent in pair]
    return row_of(sum(1 << sum(pair) - agent for pair in ends), agent)


def signs(patterns: Sequence[Pattern]) -> Signs:
    """By agent, over its pattern, a graph and another one: whether the other is better (1), as good (0) or worse."""
    tables = np.array(patterns, dtype=np.int8)
    found = []
    for agent in range(AGENTS):
        values = tables[:, [_row(graph, agent) for graph in GRAPHS]]
        sign = np.sign(values[:, None, :] - values[:, :, None])
        shape = [1] * AGENTS
        shape[agent] = len(patterns)
        found.append(sign.reshape(*shape, len(GRAPHS), len(GRAPHS)))
    return found


def _reachable(graph: int, coalition: Sequence[int]) -> list[int]:
    """What a coalition can make of a graph: any edges inside, and of those to outsiders no new ones."""
    inside = sum(1 << place for place, pair in enumerate(PAIRS) if set(pair) <= set(coalition))
    touching = sum(1 << place for place, pair in enumerate(PAIRS) if set(pair) & set(coalition))
    return [
        other
        for other in GRAPHS
        if (other ^ graph) & ~touching == 0 and other & ~graph & ~inside == 0 and other != graph
    ]


def stable(sign: Signs) -> npt.NDArray[np.bool_]:
    """By profile and graph: whether no coalition blocks it (definition 3.2)."""
    counts = [array.shape[agent] for agent, array in enumerate(sign)]
    blocked = np.zeros((*counts, len(GRAPHS)), dtype=bool)
    for size in range(1, AGENTS + 1):
        for coalition in combinations(range(AGENTS), size):
            for graph in GRAPHS:
                for other in _reachable(graph, coalition):
                    gains = np.broadcast_arrays(*(sign[agent][..., graph, other] for agent in coalition))
                    blocked[..., graph] |= (np.min(gains, axis=0) >= 0) & (np.max(gains, axis=0) > 0)
    return ~blocked


def match(sign: Signs, accept: int = 1) -> npt.NDArray[np.int64]:
    """By profile the graph of the ordered match; an edge needs this sign from both ends: 1 better, 0 no worse."""
    counts = [array.shape[agent] for agent, array in enumerate(sign)]
    places = np.ix_(*(np.arange(count) for count in counts))
    graph = np.zeros(counts, dtype=np.int64)
    for place, pair in enumerate(PAIRS):
        with_it = graph | 1 << place
        wanted = [
            sign[agent].reshape(counts[agent], len(GRAPHS), len(GRAPHS))[places[agent], graph, with_it] >= accept
            for agent in pair
        ]
        graph = np.where(wanted[0] & wanted[1], with_it, graph)
    return graph


def _told(sign: Signs, accept: int = 1) -> dict[str, npt.NDArray[np.bool_]]:
    """By profile what happens."""
    good, matched = stable(sign), match(sign, accept)
    at_match = np.take_along_axis(good, matched[..., None], axis=-1)[..., 0]
    return {
        "match stable": at_match,
        "none stable": ~good.any(axis=-1),
        "several stable": good.sum(axis=-1) > 1,
        "dropping helps": _dropping_helps(sign, matched),
        "stable but dominated": (good & _dominated(sign)).any(axis=-1),
    }


def _dropping_helps(sign: Signs, matched: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Lemma 3.2: whether some agent likes some part of the match better than the match."""
    helps = np.zeros(matched.shape, dtype=bool)
    for graph in GRAPHS:
        parts = [part for part in GRAPHS if part & ~graph == 0 and part != graph]
        for part in parts:
            for agent in range(AGENTS):
                helps |= (matched == graph) & (sign[agent][..., graph, part] > 0)
    return helps


def _dominated(sign: Signs) -> npt.NDArray[np.bool_]:
    """By profile and graph: whether some graph is no worse for all and better for one."""
    every = np.broadcast_arrays(*sign)
    better: npt.NDArray[np.bool_] = ((np.min(every, axis=0) >= 0) & (np.max(every, axis=0) > 0)).any(axis=-1)
    return better


def _strict_classes() -> dict[str, Any]:
    patterns = list(strict(AGENTS - 1))
    found = _told(signs(patterns))
    first = _everybody([hypotheses(pattern).common_ranking is None for pattern in patterns])
    second = _everybody([hypotheses(pattern).limited_complementarity is None for pattern in patterns])
    classes = {
        "H1 and H2": first & second,
        "H1 only": first & ~second,
        "H2 only": ~first & second,
        "neither": ~first & ~second,
    }
    return {name: _counted(found, profiles) for name, profiles in classes.items()}


def _everybody(holds: Sequence[bool]) -> npt.NDArray[np.bool_]:
    one = np.array(holds)
    found: npt.NDArray[np.bool_] = one[:, None, None] & one[None, :, None] & one[None, None, :]
    return found


def _counted(found: dict[str, npt.NDArray[np.bool_]], profiles: npt.NDArray[np.bool_]) -> dict[str, int]:
    return {
        "profiles": int(profiles.sum()),
        "match unstable": int((~found["match stable"] & profiles).sum()),
        **{name: int((values & profiles).sum()) for name, values in found.items() if name != "match stable"},
    }


def _with_ties() -> dict[str, Any]:
    """Profiles that meet H1 and H2 as they are printed, with ties allowed, and with a tie somewhere."""
    patterns = [
        pattern
        for pattern in weak(AGENTS - 1)
        if hypotheses(pattern).common_ranking is None and hypotheses(pattern).limited_complementarity is None
    ]
    tied = ~_everybody([hypotheses(pattern).strict_preferences is None for pattern in patterns])
    sign = signs(patterns)
    return {
        "patterns": len(patterns),
        "refusal does not last": sum(not refusal_is_lasting(pattern) for pattern in patterns),
        "strict": _counted(_told(sign), tied),
        "weak": _counted(_told(sign, accept=0), tied),
    }


def _substitutes(others: int) -> dict[str, int]:
    """Strict patterns that are substitutable, with and without a common ranking, and those of them that fail H2."""
    found = [pattern for pattern in strict(others) if ranked(pattern) or others == AGENTS - 1]
    found = [pattern for pattern in found if substitutable(pattern)]
    counts = {"patterns": 0, "H2 fails": 0, "without H1": 0, "without H1, H2 fails": 0}
    for pattern in found:
        fails = hypotheses(pattern).limited_complementarity is not None
        first = hypotheses(pattern).common_ranking is None
        counts["patterns" if first else "without H1"] += 1
        counts["H2 fails" if first else "without H1, H2 fails"] += fails
    return counts


def count_profiles() -> dict[str, Any]:
    """Everything about three agents, and substitutes for four."""
    return {
        "strict": _strict_classes(),
        "ties": _with_ties(),
        "substitutes": {str(others + 1): _substitutes(others) for others in (2, 3)},
        "lasting": sum(
            not refusal_is_lasting(pattern)
            for pattern in strict(AGENTS - 1)
            if hypotheses(pattern).limited_complementarity is None
        ),
    }


PART = Part[Settings](
    name="profiles",
    title="Every preference of three agents",
    needs=(),
    tasks=lambda _: [()],
    work=count_profiles,
    combine=lambda _, found: found[0],
)
