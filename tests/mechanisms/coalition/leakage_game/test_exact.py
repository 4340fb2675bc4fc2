from __future__ import annotations

import numpy as np
import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms import compiled
from databourse.mechanisms.coalition import LeakageGame, best_partition, form
from databourse.mechanisms.coalition.leakage_game import Mode
from databourse.mechanisms.coalition.leakage_game.exact import best_blocks, coalition_values
from databourse.mechanisms.coalition.literal import best_by_enumeration, partitions
from tests.mechanisms.coalition.leakage_game.games import random_game


@pytest.mark.parametrize("from_work", [0, 10**9], ids=["compiled", "interpreted"])
@pytest.mark.parametrize("mode", ["outside", "inside"])
def test_it_is_the_best_of_all_partitions(from_work: int, mode: Mode, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "COMPILED_FROM", from_work)
    for seed in range(30):
        game = random_game(seed, devices=1 + seed % 6, cost=0.4, bonus=0.5, mode=mode)
        found = best_partition(game)
        assert sorted(device for block in found for device in block) == list(range(game.devices))
        assert sum(game.payoffs(found)) == pytest.approx(best_by_enumeration(game, game.devices))


def test_forming_never_beats_it() -> None:
    for seed in range(10):
        game = random_game(seed, devices=10, cost=0.4)
        best = sum(game.payoffs(best_partition(game)))
        assert sum(game.payoffs(form(game, seed=seed).partition)) <= best + 1e-9


def test_values_of_all_sets() -> None:
    game = random_game(2, devices=4, bonus=0.2)
    values = coalition_values(game)
    assert values[0] == 0
    for partition in partitions(4):
        masks = [sum(1 << device for device in block) for block in partition]
        assert sum(values[mask] for mask in masks) == pytest.approx(sum(game.payoffs(partition)))


def test_any_values_have_a_best_partition() -> None:
    values = np.array([0, 1, 1, 5, 1, 0, 0, 4.0])
    assert best_blocks(values) == ((0, 1), (2,))
    assert best_blocks(np.array([0, 1, 1, 2.5, 1, 2, 2, 9.0])) == ((0, 1, 2),)
    assert best_blocks(np.array([0.0, -3.0])) == ((0,),)


def test_it_is_for_few_devices() -> None:
    with pytest.raises(InvalidInput, match="there are 21 devices, but the exact optimum is for 20"):
        best_partition(LeakageGame.of([1] * 21, np.zeros((21, 21))))
