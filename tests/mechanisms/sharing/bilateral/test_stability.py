from __future__ import annotations

import random
from itertools import combinations

import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.sharing import SizeGame, TableGame, blocking
from databourse.mechanisms.sharing.bilateral import Blocking, stable_graphs
from databourse.mechanisms.sharing.literal import blocks_by_definition, graphs
from tests.mechanisms.sharing.bilateral.games import COMPLEMENTS, NOT_INCREASING, TIE, example_3_5, random_game
from tests.mechanisms.sharing.golden import FACTS


def blocked_by_definition(game: TableGame, graph: frozenset[tuple[int, int]]) -> bool:
    coalitions = (c for size in range(1, game.agents + 1) for c in combinations(range(game.agents), size))
    return any(blocks_by_definition(game.utility, graph, coalition) for coalition in coalitions)


def check_claim(game: TableGame, graph: frozenset[tuple[int, int]], found: Blocking) -> None:
    """The coalition may have these edges, and none of it loses by them."""
    inside = set(combinations(found.coalition, 2))
    assert set(found.edges) <= inside | {edge for edge in graph if set(edge) & set(found.coalition)}

    def utility(edges: frozenset[tuple[int, int]], agent: int) -> object:
        return game.utility(agent, {sum(edge) - agent for edge in edges if agent in edge})

    gains = [utility(frozenset(found.edges), agent) - utility(graph, agent) for agent in found.coalition]  # type: ignore[operator]
    assert min(gains) >= 0 and max(gains) > 0


def test_blocking_is_the_definition() -> None:
    chance = random.Random(2)
    seen = 0
    for _ in range(60):
        game = random_game(chance, chance.randint(1, 4), most=chance.choice([2, 30]))
        for graph in chance.sample(list(graphs(game.agents)), min(4, 1 << game.agents * (game.agents - 1) // 2)):
            found = blocking(game, graph)
            assert bool(found) is blocked_by_definition(game, graph)
            if found:
                check_claim(game, graph, found)
            seen += not found
    assert seen > 10


def test_stable_graphs_are_those_that_nobody_blocks() -> None:
    chance = random.Random(4)
    for _ in range(15):
        game = random_game(chance, 3)
        stable = stable_graphs(game)
        assert {frozenset(graph) for graph in stable} == {g for g in graphs(3) if not blocked_by_definition(game, g)}


def test_five_agents() -> None:
    game = SizeGame.of([9, 7, 5, 3, 1], [1] * 5, [0.3] * 5)
    assert stable_graphs(game) == [((0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3))]
    assert blocking(game, []) == Blocking((0, 1), ((0, 1),))


def test_example_3_5_has_no_stable_outcome_unless_12_is_best_for_agent_2() -> None:
    """The paper leaves out where {1, 2} stands for agent 2, and claims that nothing is stable. It depends on that."""
    facts = FACTS["example_3_5_stable_sets_by_rank_of_12_for_agent2"]
    ranks = dict(zip(facts, (4, 3, 2.5, 2, 1.5, 1, 0), strict=True))
    for name, rank in ranks.items():
        # agents 1 and 2 of the paper are 0 and 1 here
        expected = [tuple((one - 1, other - 1) for one, other in graph) for graph in facts[name]]
        assert stable_graphs(example_3_5(rank)) == expected


def test_facts_of_the_specification() -> None:
    fact = FACTS["limited_complementarity_needed"]
    coalition, edges = fact["blocked_by"]
    assert blocking(COMPLEMENTS, []) == Blocking(tuple(coalition), tuple(map(tuple, edges)))
    assert stable_graphs(COMPLEMENTS) == [tuple(map(tuple, graph)) for graph in fact["all_stable"]]
    fact = FACTS["cor_3_1_1_nonmonotone"]
    assert stable_graphs(NOT_INCREASING) == [tuple(map(tuple, graph)) for graph in fact["stable"]]
    assert blocking(NOT_INCREASING, [(1, 2)]) is fact["blocked"]


def test_one_may_drop_edges_alone() -> None:
    game = TableGame.of([[0, -1], [0, 1]])
    assert blocking(game, [(0, 1)]) == Blocking((0,), ())
    assert blocking(game, []) is None
    assert blocking(TIE, []) == Blocking((0, 1), ((0, 1),))
    assert blocking(TableGame.of([[7]]), []) is None


def test_refusals() -> None:
    with pytest.raises(InvalidInput, match="6 agents"):
        blocking(SizeGame.of([1] * 6, [1] * 6, [0] * 6), [])
    for edge in ((0, 2), (1, 1), (-1, 0)):
        with pytest.raises(InvalidInput, match="edge is"):
            blocking(TIE, [edge])


@pytest.mark.parametrize(
    ("tables", "message"),
    [([], "0 utilities"), ([[0, 1], [0]], r"utilities\[1\] has 1 values"), ([[0]] * 22, "22 utilities")],
)
def test_bad_tables(tables: list[list[int]], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        TableGame.of(tables)
