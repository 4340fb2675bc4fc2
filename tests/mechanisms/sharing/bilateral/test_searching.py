"""The search among many agents against that of all sets, and against what it says that it looked at."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.sharing.bilateral import LotGame, blocking, match_lots, search
from databourse.mechanisms.sharing.bilateral.searching import _largest


def random_game(rng: Random, agents: int) -> LotGame:
    """Small numbers, so that ties and steep steps are common."""
    values = [0]
    for _ in range(rng.randint(1, 12)):
        values.append(values[-1] + rng.choice([0, 1, 3, 9]))
    scales, costs = ([rng.randint(least, 4) for _ in range(agents)] for least in (1, 0))
    return LotGame.of([rng.randint(1, 5) for _ in range(agents)], scales, costs, rng.randint(1, 3), values)


def random_graph(rng: Random, game: LotGame) -> list[tuple[int, int]]:
    if rng.random() < 0.5:
        return match_lots(game)
    return [pair for pair in combinations(range(game.agents), 2) if rng.random() < 0.5]


@pytest.mark.parametrize("seed", range(100))
def test_it_finds_a_coalition_iff_there_is_one_and_a_smallest(seed: int) -> None:
    rng = Random(seed)
    game = random_game(rng, rng.randint(1, 5))
    edges = random_graph(rng, game)
    found, right = search(game, edges), blocking(game, edges)
    assert found.complete and found.largest == game.agents and found.among == tuple(range(game.agents))
    assert (found.found and found.found.coalition) == (right and right.coalition)
    if found.found:
        members = found.found.coalition
        partners = {
            agent: {sum(edge) - agent for edge in found.found.edges if agent in edge} for agent in range(game.agents)
        }
        before = {agent: {sum(edge) - agent for edge in edges if agent in edge} for agent in members}
        # nobody outside gets a partner that it did not have
        assert all(partners[agent] <= before[agent] | set(members) for agent in members)
        gains = [game.utility(agent, partners[agent]) - game.utility(agent, before[agent]) for agent in members]
        assert min(gains) >= 0 and max(gains) > 0


def test_some_agents_alone_are_searched_when_others_are_there() -> None:
    # three units are worth 9, fewer nothing: any three of size 1 would share, two cannot
    game = LotGame.of([1] * 8, [1] * 8, [1] * 8, 1, [0, 0, 0, 9])
    some = search(game, [], [6, 1, 4])
    assert some.found is not None and some.found.coalition == (1, 4, 6)
    assert (some.among, some.largest, some.complete) == ((1, 4, 6), 3, False)
    assert search(game, [], [0, 5]).found is None
    for agent in (8, -1):
        with pytest.raises(InvalidInput, match=f"agent is {agent}"):
            search(game, [], [agent])
    assert search(LotGame.of([], [], [], 1, [0]), []).complete


def test_how_large_coalitions_can_be() -> None:
    assert [_largest(agents, agents - 1) for agents in (1, 2, 5, 6, 20, 40, 256)] == [1, 2, 5, 6, 4, 3, 2]
