from __future__ import annotations

import random

import numpy as np
import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms import compiled
from databourse.mechanisms.sharing import SizeGame, TableGame, WholeSizeGame, blocking, match_sizes, ordered_match
from databourse.mechanisms.sharing.bilateral import Curve
from databourse.mechanisms.sharing.bilateral.game import CURVES
from databourse.mechanisms.sharing.bilateral.ordered_match import strictly, weakly
from databourse.mechanisms.sharing.literal import graphs, match_by_definition, optimum_by_enumeration
from databourse.mechanisms.sharing.literal.bilateral import partners
from tests.mechanisms.sharing.bilateral.games import COMPLEMENTS, NOT_INCREASING, REMARK_3_4, TIE, random_game
from tests.mechanisms.sharing.golden import FACTS


def pairs(edges: list[list[int]]) -> list[tuple[int, ...]]:
    return [tuple(edge) for edge in edges]


def test_any_game_is_matched_as_printed() -> None:
    chance = random.Random(1)
    for _ in range(300):
        game = random_game(chance, chance.randint(1, 5), most=chance.choice([2, 30]))
        order = chance.sample(range(game.agents), game.agents)
        assert ordered_match(strictly(game), order) == sorted(match_by_definition(game.utility, order))


def test_the_facts_of_the_specification() -> None:
    fact = FACTS["remark_3_4"]
    edges = ordered_match(strictly(REMARK_3_4), [0, 1])
    assert edges == fact["edges"] and blocking(REMARK_3_4, edges) is fact["blocking"]
    assert sum(REMARK_3_4.utility(agent, set()) for agent in (0, 1)) == fact["welfare"]
    assert optimum_by_enumeration(REMARK_3_4.utility, 2) == fact["optimum_welfare"]

    fact = FACTS["ties"]
    for accept, name in ((strictly, "strict"), (weakly, "weak")):
        edges = ordered_match(accept(TIE), [0, 1])
        assert edges == pairs(fact[f"{name}_accept_edges"])
        assert bool(blocking(TIE, edges)) is fact[f"{name}_blocked"]

    fact = FACTS["cor_3_1_1_nonmonotone"]
    assert ordered_match(strictly(NOT_INCREASING), [0, 1, 2]) == pairs(fact["ordered_match"])
    fact = FACTS["limited_complementarity_needed"]
    assert ordered_match(strictly(COMPLEMENTS), [0, 1, 2]) == fact["match"]


def test_stopping_at_the_own_refusal_needs_limited_complementarity() -> None:
    game = TableGame.of([[0, -1, 5, 1, 7, 0, 0, 0]] + [[0, 1, 1, 2, 1, 2, 2, 3]] * 3)  # agent 0 wants 2 and 3, not 1
    assert ordered_match(strictly(game), range(4)) != ordered_match(strictly(game), range(4), stop_at_refusal=True)
    for seed in range(30):
        sized = random_sizes(seed, 8)
        stopped = ordered_match(strictly(sized), sized.ranking, stop_at_refusal=True)
        assert stopped == ordered_match(strictly(sized), sized.ranking)


def random_sizes(seed: int, agents: int, curve: Curve = "sqrt") -> SizeGame:
    chance = np.random.default_rng(seed)
    dear = {"sqrt": 0.5, "log": 0.2, "saturating": 0.01}[curve]
    sizes = 1 + chance.permutation(29)[:agents]  # all different, so that they are a strict ranking
    return SizeGame.of(sizes, chance.uniform(0.5, 2, agents), chance.uniform(0, dear, agents), curve)


@pytest.mark.parametrize("curve", CURVES)
@pytest.mark.parametrize("compile_it", [False, True])
def test_sizes_are_matched_as_any_game(curve: Curve, compile_it: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if compile_it:
        monkeypatch.setattr(compiled, "COMPILED_FROM", 0)
    found = 0
    for seed in range(40):
        game = random_sizes(seed, seed % 23 + 1, curve)
        match = match_sizes(game)
        assert sorted(match.edges()) == ordered_match(strictly(game), game.ranking)
        found += len(match)
        if game.agents <= 5:
            assert blocking(game, match.edges()) is None
    assert 500 < found < 4_000  # neither none nor all


def test_many_agents_have_few_partners_where_those_cost_much() -> None:
    game = SizeGame.of([3] * 500, [1] * 500, [0.4] * 500)
    match = match_sizes(game)
    # 3 + 3 + 3 is worth 0.55 more than 3 + 3, and the next 0.46; a fifth only 0.41, a sixth 0.37
    degrees = np.bincount(np.array(list(match.edges())).ravel())
    assert set(degrees.tolist()) == {4}
    assert len(match) == 1_000


def test_whole_sizes() -> None:
    game = WholeSizeGame.of([5, 3, 2], [[0, 9, 17, 24, 30, 35, 39, 42, 44, 45, 46]] * 3, [1, 8, 2])
    assert game.ranking == (0, 1, 2) and game.utility(2, {0, 1}) == 46 - 4 and game.utility(1, {0}) == 44 - 8
    edges = ordered_match(strictly(game), game.ranking)
    assert edges == [(0, 1), (0, 2)]
    assert blocking(game, edges) is None
    assert WholeSizeGame.of([2, 5, 5], [[0]] * 3, [0] * 3).ranking == (1, 2, 0)


def test_no_and_one_agent() -> None:
    assert ordered_match(lambda *_: True, []) == []
    assert ordered_match(lambda *_: True, [0]) == []
    assert len(match_sizes(SizeGame.of([1], [1], [0]))) == 0


def test_orders_that_are_none() -> None:
    for order in ([0, 0], [1, 2], [0, 2]):
        with pytest.raises(InvalidInput, match="order is"):
            ordered_match(lambda *_: True, order)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (([], [], []), "sizes is empty"),
        (([0], [1], [0]), r"sizes\[0\] is 0"),
        (([1, 2], [1], [0, 0]), "scale has 1 entries, but there are 2 sizes"),
        (([1], [1], [0, 0]), "cost has 2 entries"),
        (([1], [-1], [0]), r"scale\[0\] is -1"),
        (([1], [1], [-0.5]), r"cost\[0\] is -0.5"),
        (([1], [1], [0], "cubic"), "curve is 'cubic'"),
    ],
)
def test_bad_size_games(columns: tuple[list[float], ...], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        SizeGame.of(*columns)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (([], [], []), "sizes is empty"),
        (([1], [[0]], [-1]), r"cost\[0\] is -1"),
        (([1], [[0], [0]], [1]), "table has 2 entries, but there are 1 sizes"),
        (([1.5], [[0]], [1]), r"sizes\[0\] is 1.5"),
        (([1], [[]], [1]), r"table\[0\] is empty"),
    ],
)
def test_bad_whole_games(columns: tuple[list[float], list[list[int]], list[int]], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        WholeSizeGame.of(*columns)


def test_partners_of_a_graph() -> None:
    assert len(list(graphs(4))) == 64
    assert partners({(0, 1), (1, 2)}, 1) == {0, 2}
