from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition import LeakageGame, WholeGame
from databourse.mechanisms.coalition.leakage_game import Mode, is_individually_stable, is_nash, objection, temptations
from databourse.mechanisms.coalition.literal import is_nash_by_definition, partitions
from tests.mechanisms.coalition.leakage_game.games import random_game

THREE = [[0, 0.5, 0.25], [0.5, 0, 0], [0.25, 0, 0]]


def test_payoffs_outside_and_inside() -> None:
    outside = LeakageGame.of([8, 4, 2], THREE, 0.5, 0.1)
    bonus = 0.1 * math.log(1.5)
    assert outside.payoffs([[0, 1], [2]]) == pytest.approx([8 / 1.125 + bonus - 0.5, 4 + bonus - 0.5, 2 / 1.125])
    inside = LeakageGame.of([8, 4, 2], THREE, 0.5, 0.1, "inside")
    assert inside.payoffs([[0, 1], [2]]) == pytest.approx([8 / 1.25 + bonus - 0.5, 4 / 1.25 + bonus - 0.5, 2])


def test_full_leakage_costs_at_most_half() -> None:
    for devices in (2, 5, 9):
        full = np.ones((devices, devices)) - np.eye(devices)
        assert LeakageGame.of([6] * devices, full).payoffs([[m] for m in range(devices)]) == [3.0] * devices


@pytest.mark.parametrize("mode", ["outside", "inside"])
def test_stability_agrees_with_the_definition_on_all_partitions(mode: Mode) -> None:
    seen = set()
    for seed in range(12):
        game = random_game(seed, devices=5, cost=0.4, bonus=0.3, mode=mode)
        for partition in partitions(5):
            nash = is_nash_by_definition(game, partition, game.slack)
            welcome = is_nash_by_definition(game, partition, game.slack, consent=True)
            seen.add((nash, welcome))
            assert is_nash(game, partition) is nash
            assert is_individually_stable(game, partition) is welcome
    # inside, every gain is by leaving, which nobody has to welcome
    assert seen == {(True, True), (False, False)} | ({(False, True)} if mode == "outside" else set())


def test_integers_agree_with_the_definition_on_all_partitions() -> None:
    for seed in range(6):
        chance = np.random.default_rng(seed)
        units = np.triu(chance.integers(0, 2**16 + 1, (5, 5)), 1)
        game = WholeGame.of(chance.integers(1, 40, 5).tolist(), (units + units.T).tolist(), 1)
        for partition in partitions(5):
            assert is_nash(game, partition) is is_nash_by_definition(game, partition)
            assert is_individually_stable(game, partition) is is_nash_by_definition(game, partition, consent=True)


def test_integers_are_exact_where_floats_see_a_tie() -> None:
    """With prices of 2^87 one base unit is far below a float's last digit."""
    price = 2**87
    influence = [[0, 2**16], [2**16, 0]]
    half = price // 2
    assert not objection(WholeGame.of([price, price], influence, half), [[0], [1]], 0, [1])
    assert objection(WholeGame.of([price, price], influence, half - 1), [[0], [1]], 0, [1])
    assert WholeGame.of([price, price], influence, half).payoffs([[0, 1]]) == [Fraction(half)] * 2


def test_one_objection_is_a_temptation_that_is_welcome() -> None:
    for seed in range(20):
        game = random_game(seed, devices=5, cost=0.2)
        for partition in list(partitions(5))[::7]:
            welcome = {(move.device, move.target) for move in temptations(game, partition) if move.welcome}
            for device in range(5):
                for target in (*partition, ()):
                    if device not in target and not (target == () and (device,) in partition):
                        assert objection(game, partition, device, target) is ((device, target) in welcome)
                if (device,) in partition:
                    assert not objection(game, partition, device)
            assert not objection(game, partition, 0, next(block for block in partition if 0 in block))


@pytest.mark.parametrize(
    ("device", "target", "message"),
    [
        (3, [1], "device is 3"),
        (-1, [], "device is -1"),
        (0, [1, 2], r"target is \[1, 2\]"),
        (0, [9], r"target is \[9\]"),
    ],
)
def test_bad_objections(device: int, target: list[int], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        objection(LeakageGame.of([8, 4, 2], THREE), [[0, 1], [2]], device, target)


def test_a_game_is_rounded_to_units() -> None:
    whole = WholeGame.rounded(LeakageGame.of([8, 4, 2], THREE, 3))
    assert whole.prices == (8, 4, 2) and whole.coalition_cost == 3
    assert whole.influence.tolist() == [[0, 32768, 16384], [32768, 0, 0], [16384, 0, 0]]
    assert whole.payoffs([[0], [1], [2]]) == [Fraction(64, 11), Fraction(16, 5), Fraction(16, 9)]
    with pytest.raises(InvalidInput, match=r"bonus is 0\.5"):
        WholeGame.rounded(LeakageGame.of([8, 4, 2], THREE, 3, 0.5))
    with pytest.raises(InvalidInput, match="whole base units"):
        WholeGame.rounded(LeakageGame.of([8, 4, 2.5], THREE, 3))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"prices": []}, "prices is empty"),
        ({"prices": [1, -1, 1]}, "prices[1] is -1, but it must not be negative"),
        ({"prices": [1, float("nan"), 1]}, "prices[1] is nan, but it must be finite"),
        ({"prices": [1, float("inf"), 1]}, "prices[1] is inf"),
        ({"prices": [1, "2", 1]}, "prices[1] is '2', but it must be a number"),
        ({"prices": [1, True, 1]}, "prices[1] is True"),
        ({"prices": 5}, "prices is 5, but it must be a list"),
        ({"influence": [[0, 1], [1, 0]]}, "influence has 2 rows, but it must have 3"),
        ({"influence": [[0, 0], [0, 0], [0, 0]]}, "influence[0] has 2 entries, but it must have 3"),
        ({"influence": [[0, 0.5, 0], [0.4, 0, 0], [0, 0, 0]]}, "influence[0][1] is 0.5, but it must be symmetric"),
        ({"influence": [[0, 1.5, 0], [1.5, 0, 0], [0, 0, 0]]}, "influence[0][1] is 1.5, but it must be from 0 to 1"),
        ({"influence": [[0, -0.5, 0], [-0.5, 0, 0], [0, 0, 0]]}, "influence[0][1] is -0.5"),
        ({"influence": [[0, float("nan"), 0], [0, 0, 0], [0, 0, 0]]}, "influence[0][1] is nan"),
        ({"influence": np.full((3, 3), np.nan)}, "influence[0][0] is nan"),
        ({"influence": [[1, 0, 0], [0, 0, 0], [0, 0, 0]]}, "influence[0][0] is 1.0, but a device has no influence"),
        ({"coalition_cost": -1}, "coalition_cost is -1"),
        ({"coalition_cost": float("nan")}, "coalition_cost is nan"),
        ({"coalition_cost": 10**400}, "coalition_cost is a number of 1329 bits, but it must be finite"),
        ({"bonus": -0.5}, "bonus is -0.5"),
        ({"bonus": None}, "bonus is None"),
        ({"mode": "both"}, 'mode is \'both\', but it must be "outside" or "inside"'),
    ],
)
def test_bad_games(changes: dict[str, object], message: str) -> None:
    right: dict[str, object] = {"prices": [1, 1, 1], "influence": THREE}
    with pytest.raises(InvalidInput) as error:
        LeakageGame.of(**{**right, **changes})  # type: ignore[arg-type]
    assert message in error.value.message


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"prices": []}, "prices is empty"),
        ({"prices": [1, 2**88]}, "prices[1] is 309485009821345068724781056, but it must be below 2^88"),
        ({"prices": [1, 0.5]}, "prices[1] is 0.5, but it must be an integer"),
        ({"coalition_cost": -1}, "coalition_cost is -1"),
        ({"influence": [[0, 65537], [65537, 0]]}, "influence[0][1] is 65537"),
        ({"influence": [[0, 0.5], [0.5, 0]]}, "influence[0][1] is 0.5"),
        ({"influence": [[0, True], [True, 0]]}, "influence[0][1] is True"),
        ({"influence": [[0, 5], [6, 0]]}, "it must be symmetric"),
        ({"influence": [[5, 0], [0, 0]]}, "a device has no influence on itself"),
        ({"influence": [[0]]}, "influence has 1 rows"),
        ({"mode": 0}, "mode is 0"),
    ],
)
def test_bad_games_in_integers(changes: dict[str, object], message: str) -> None:
    right: dict[str, object] = {"prices": [1, 1], "influence": [[0, 5], [5, 0]]}
    with pytest.raises(InvalidInput) as error:
        WholeGame.of(**{**right, **changes})  # type: ignore[arg-type]
    assert message in error.value.message
