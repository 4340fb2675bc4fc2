"""Sizes of data as the common ranking, work of the ordered match, and the paper's small examples."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from typing import Any

from databourse.experiments.parts import Part, chunks
from databourse.experiments.sharing.markets import added
from databourse.experiments.sharing.settings import Settings
from databourse.experiments.statistics import rounded
from databourse.mechanisms.sharing import SizeGame, TableGame, blocking, check_hypotheses, match_sizes, ordered_match
from databourse.mechanisms.sharing.bilateral import Edge, Game, stable_graphs
from databourse.mechanisms.sharing.bilateral.game import CURVES, curve_value
from databourse.mechanisms.sharing.bilateral.ordered_match import strictly, weakly
from databourse.mechanisms.sharing.literal import optimum_by_enumeration
from databourse.mechanisms.sharing.subsets import as_set, row_of

AGENTS = 4
COUNTS = (10, 20, 40, 80, 160)
_A_TASK = 20


def size_game(chance: random.Random) -> SizeGame:
    """Four agents of other sizes, wishes and costs, so that some edges are wanted and some are not."""
    curve = chance.choice(CURVES)
    sizes = [chance.uniform(1, 20) for _ in range(AGENTS)]
    # a cost between nothing and what the next partner adds at first
    scale = [chance.uniform(0.5, 2) for _ in range(AGENTS)]
    first = [curve_value(CURVES.index(curve), size + 10) - curve_value(CURVES.index(curve), size) for size in sizes]
    cost = [wish * more * chance.uniform(0, 1.2) for wish, more in zip(scale, first, strict=True)]
    return SizeGame.of(sizes, scale, cost, curve)


def by_size(sizes: list[int], worth: Callable[[int], int]) -> TableGame:
    """A game in which only the total size counts."""
    tables = [[0] * (1 << len(sizes) - 1) for _ in sizes]
    for agent, table in enumerate(tables):
        for graph in range(1 << len(sizes)):
            if not graph >> agent & 1:
                total = sizes[agent] + sum(size for other, size in enumerate(sizes) if graph >> other & 1)
                table[row_of(graph, agent)] = worth(total)
    return TableGame.of(tables)


def _check(seed: int, games: range) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    shares = []
    for at in games:
        chance = random.Random(f"{seed}/sizes/{at}")
        game = size_game(chance)
        edges = list(match_sizes(game).edges())
        counts["hypotheses hold"] += check_hypotheses(game, game.ranking).hold
        stable = stable_graphs(game)
        counts["match stable"] += tuple(sorted(edges)) in stable
        counts["match alone is stable"] += len(stable) == 1
        counts["some but not all edges"] += 0 < len(edges) < AGENTS * (AGENTS - 1) // 2
        shares.append(_share(game, edges))
        _count_sizes(chance, counts)
    return {"counts": dict(counts), "shares": shares}


def _share(game: SizeGame, edges: list[Edge]) -> float:
    """Of what sharing could add to the sum of utilities, what the match adds."""
    alone = welfare(game, [])
    best = float(optimum_by_enumeration(game.utility, AGENTS)) - alone
    return rounded((welfare(game, edges) - alone) / best) if best > 1e-12 else 1.0


def _count_sizes(chance: random.Random, counts: Counter[str]) -> None:
    """Corollary 3.1.1: utility a function of the total size alone, one that rises, and any."""
    sizes = sorted(chance.sample(range(1, 9), AGENTS), reverse=True)
    steps = [chance.randint(1, 5) for _ in range(sum(sizes) + 1)]
    values = [chance.randint(0, 99) for _ in steps]
    rising = by_size(sizes, lambda total: sum(steps[:total]))
    order = range(AGENTS)
    counts["rising, ranked"] += check_hypotheses(rising, order).common_ranking is None
    counts["rising, all share with all"] += len(ordered_match(strictly(rising), order)) == AGENTS * (AGENTS - 1) // 2
    counts["any, ranked"] += check_hypotheses(by_size(sizes, values.__getitem__), order).common_ranking is None


def welfare(game: Game, edges: Iterable[Edge]) -> float:
    """The sum of utilities."""
    pairs = list(edges)
    partners = [{sum(pair) - agent for pair in pairs if agent in pair} for agent in range(game.agents)]
    return float(sum(game.utility(agent, found) for agent, found in enumerate(partners)))


def proposals(agents: int) -> dict[str, int]:
    """How often agents are asked whether they want a partner, in a market where few are refused."""
    game = SizeGame.of([agents + 1 - place for place in range(agents)], [1] * agents, [0.01] * agents)
    asked = Counter[int]()
    wants = strictly(game)

    def counted(agent: int, partners: AbstractSet[int], other: int) -> bool:
        asked[agent < other] += 1
        return wants(agent, partners, other)

    ordered_match(counted, range(agents))
    return {"agents": agents, "proposals": asked[True], "answers": asked[False]}


def _table(*agents: dict[tuple[int, ...], float]) -> TableGame:
    """The game in which each agent's partners are worth this."""
    rows = [
        {row_of(as_set(partners), agent): value for partners, value in values.items()}
        for agent, values in enumerate(agents)
    ]
    return TableGame.of([[values[row] for row in range(len(values))] for values in rows])


def example_3_5(rank: float) -> TableGame:
    """Agents 1, 2 and 3 of the paper are 0, 1 and 2; for agent 2 {1,2,3} is worth 3, {2} 2, {2,3} 1, {1,2} the rank."""
    return _table(
        {(2,): 4, (1,): 3, (): 2, (1, 2): 1},
        {(0, 2): 3, (): 2, (2,): 1, (0,): rank},
        {(0, 1): 4, (1,): 3, (): 2, (0,): 1},
    )


def examples() -> dict[str, Any]:
    """What becomes of the paper's examples, and of the smallest that it leaves out."""
    ranks = {
        "best": 4,
        "as good as with both": 3,
        "between both and nobody": 2.5,
        "between nobody and 3 alone": 1.5,
        "worst": 0,
    }
    tie = _table({(): 0, (1,): 0}, {(): 0, (0,): 1})
    poor = _table({(): 1, (1,): 0}, {(): 0, (0,): 10})
    peak = by_size([5, 3, 2], lambda total: -abs(total - 5))
    one, two = range(2), range(3)
    match = ordered_match(strictly(poor), one)
    return {
        "3.5": {name: [list(graph) for graph in stable_graphs(example_3_5(rank))] for name, rank in ranks.items()},
        "3.5, ranking": check_hypotheses(example_3_5(2.5), two).common_ranking is None,
        "tie": {
            "strict": _matched(tie, ordered_match(strictly(tie), one)),
            "weak": _matched(tie, ordered_match(weakly(tie), one)),
        },
        "3.4": {"match": welfare(poor, match), "optimum": float(optimum_by_enumeration(poor.utility, 2))},
        "3.4, stable": blocking(poor, match) is None,
        "peak": check_hypotheses(peak, two).common_ranking,
    }


def _matched(game: Game, edges: list[Edge]) -> dict[str, Any]:
    return {"edges": edges, "blocked": blocking(game, edges) is not None}


def _combine(settings: Settings, found: list[dict[str, Any]]) -> dict[str, Any]:
    shares = [share for one in found for share in one["shares"]]
    return {
        "games": settings.games,
        **added(one["counts"] for one in found),
        "share": {"mean": rounded(sum(shares) / len(shares)), "worst": min(shares)},
        "optimal": sum(share > 1 - 1e-9 for share in shares),
        "work": [proposals(agents) for agents in COUNTS],
        "examples": examples(),
    }


PART = Part[Settings](
    name="sizes",
    title="The ordered match by sizes of data, and the paper's examples",
    needs=("seed", "games"),
    tasks=lambda settings: [(settings.seed, games) for games in chunks(settings.games, _A_TASK)],
    work=_check,
    combine=_combine,
)
