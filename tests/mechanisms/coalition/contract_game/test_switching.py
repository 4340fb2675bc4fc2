from __future__ import annotations

import numpy as np
import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms import compiled
from databourse.mechanisms.coalition import ContractGame, is_stable, place, switch
from databourse.mechanisms.coalition.literal import nash_by_definition, switch_by_definition
from tests.mechanisms.coalition.contract_game.games import game_of, none_for_unplaced, random_games


@pytest.mark.parametrize("from_work", [0, 10**9], ids=["compiled", "interpreted"])
def test_it_ends_in_a_nash_equilibrium(from_work: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "COMPILED_FROM", from_work)
    for seed, (devices, contracts) in enumerate(random_games(400, seed=11)):
        ended = switch(game_of(devices, contracts), seed)
        assert nash_by_definition(devices, contracts, none_for_unplaced(ended.assignment.tolist()))
        assert ended.sweeps >= 1


def test_it_moves_as_the_definition_does() -> None:
    for seed, (devices, contracts) in enumerate(random_games(200, seed=12)):
        game = game_of(devices, contracts)
        start = [int(game.slots[a]) if a < b else None for a, b in zip(game.first, game.end, strict=True)]
        # the same draws as in `switch`: first the contracts, which a given start leaves out, then the order
        order = np.random.default_rng(seed).permutation(len(devices)).tolist()
        expected = switch_by_definition(devices, contracts, start, order)
        assert none_for_unplaced(switch(game, seed, start).assignment.tolist()) == expected


def test_a_stable_start_stays() -> None:
    for devices, contracts in random_games(100, seed=13):
        game = game_of(devices, contracts)
        ended = switch(game, 5, place(game))
        assert ended.steps == 0 and ended.sweeps == 1
        assert ended.assignment.tolist() == place(game).tolist()


def test_the_start_is_not_changed_and_the_seed_decides() -> None:
    game = ContractGame.of(range(1, 40), [0] * 39, [(0, 50), (0, 60), (0, 70)])
    start = np.zeros(39, dtype=np.int64)
    first = switch(game, 1, start)
    assert not start.any() and first.steps
    assert switch(game, 1, start).assignment.tolist() == first.assignment.tolist()
    assert len({tuple(switch(game, seed).assignment.tolist()) for seed in range(8)}) > 1


def test_someone_without_a_contract_enters_one() -> None:
    game = ContractGame.of([3, 4], [0, 1], [(0, 10)])
    assert switch(game, 0, [None, None]).assignment.tolist() == [0, -1]


def test_wide_money() -> None:
    game = ContractGame.of(list(range(1, 60)), [0] * 59, [(0, 2**80 + 1), (0, 2**79), (0, 2**81)])
    assert is_stable(game, switch(game, 3).assignment)


@pytest.mark.parametrize("seed", [-1, 1.0, True, None])
def test_bad_seeds(seed: int) -> None:
    with pytest.raises(InvalidInput, match="seed"):
        switch(ContractGame.of([1], [0], [(0, 1)]), seed)
