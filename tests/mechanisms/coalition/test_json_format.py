from __future__ import annotations

import json
from typing import Any

import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition import LeakageGame, best_partition, form, is_individually_stable, solve_instance

CONTRACT: dict[str, Any] = {
    "game": "contract",
    "devices": [{"samples": 7, "type": 0}, {"samples": 3, "type": 1}],
    "contracts": [{"type": 0, "budget": 60}],
}
LEAKAGE: dict[str, Any] = {"game": "leakage", "prices": [10, 1], "influence": [[0, 1], [1, 0]], "coalition_cost": 1}


def test_a_contract_game() -> None:
    assert solve_instance(CONTRACT) == {"assignment": [0, None], "payments": [60, 0], "stable": True}
    empty = {"game": "contract", "devices": [], "contracts": []}
    assert solve_instance(empty) == {"assignment": [], "payments": [], "stable": True}


def test_money_above_2_53_is_a_string_both_ways() -> None:
    large = {**CONTRACT, "contracts": [{"type": 0, "budget": str(2**80)}]}
    assert solve_instance(large)["payments"] == [str(2**80), 0]
    assert solve_instance({**CONTRACT, "contracts": [{"type": 0, "budget": 2**80}]}) == solve_instance(large)
    assert solve_instance({**CONTRACT, "contracts": [{"type": 0, "budget": "5"}]})["payments"] == [5, 0]
    assert solve_instance({**CONTRACT, "contracts": [{"type": 0, "budget": 2**53}]})["payments"] == [2**53, 0]


def test_a_leakage_game_has_the_keys_of_its_form() -> None:
    full = {**LEAKAGE, "bonus": 0, "mode": "outside", "consent": True, "seed": 0}
    assert json.dumps(solve_instance(full)) == json.dumps(
        {
            "coalitions": [[0], [1]],
            "payoffs": [5.0, 0.5],
            "nash": False,
            "individually_stable": True,
            "steps": 0,
            "value": 5.5,
        }
    )
    assert solve_instance(LEAKAGE) == solve_instance(full)


def test_without_consent_a_cycle_is_told_as_unstable() -> None:
    found = solve_instance({**LEAKAGE, "consent": False})
    assert found["coalitions"] == [[0, 1]] and found["steps"] == 3
    assert not found["nash"] and not found["individually_stable"]


def test_every_option_reaches_the_game() -> None:
    prices, influence = [9, 4, 6, 2], [[0, 0.5, 0.1, 0], [0.5, 0, 0.3, 0.2], [0.1, 0.3, 0, 1], [0, 0.2, 1, 0]]
    for mode in ("outside", "inside"):
        for seed in range(5):
            game = LeakageGame.of(prices, influence, 0.1, 0.5, mode)
            asked = {"game": "leakage", "prices": prices, "influence": influence, "coalition_cost": 0.1, "bonus": 0.5}
            found = solve_instance({**asked, "mode": mode, "seed": seed})
            formed = form(game, seed=seed)
            assert found["coalitions"] == list(map(list, formed.partition)) and found["steps"] == formed.steps
            assert found["payoffs"] == game.payoffs(formed.partition) and found["value"] == sum(found["payoffs"])
            exact = solve_instance({**asked, "mode": mode, "solver": "exact"})
            assert exact["coalitions"] == list(map(list, best_partition(game))) and exact["steps"] == 0
            assert exact["individually_stable"] is is_individually_stable(game, exact["coalitions"])


def test_types() -> None:
    assert solve_instance({"game": "types", "scores": [0.1, 0.8, 1], "levels": 5}) == {"types": [0, 4, 4]}


@pytest.mark.parametrize(
    ("instance", "message"),
    [
        ([], "the instance is [], but it must be an object"),
        ({}, 'game is None, but it must be one of "contract", "leakage", "types"'),
        ({"game": "chess"}, "game is 'chess'"),
        ({"game": "contract", "devices": []}, "the instance has no 'contracts'"),
        ({**CONTRACT, "seed": 1}, "the instance has an unknown key 'seed'"),
        ({**CONTRACT, "devices": {}}, "devices is {}, but it must be a list"),
        ({**CONTRACT, "devices": [5]}, "devices[0] is 5, but it must be an object"),
        ({**CONTRACT, "devices": [{"samples": 1}]}, "devices[0] has no 'type'"),
        ({**CONTRACT, "devices": [{"samples": 0, "type": 0}]}, "devices[0].samples is 0, but it must be at least 1"),
        ({**CONTRACT, "devices": [{"samples": 1, "type": "a"}]}, "devices[0].type is 'a', but it must be an integer"),
        ({**CONTRACT, "devices": [{"samples": 1, "type": None}]}, "devices[0].type is None"),
        ({**CONTRACT, "contracts": [{"type": 0, "budget": 0}]}, "contracts[0].budget is 0, but it must be at least 1"),
        ({**CONTRACT, "contracts": [{"type": 0, "budget": "1e5"}]}, "contracts[0].budget is '1e5'"),
        ({**CONTRACT, "contracts": [{"type": 0, "budget": 1, "x": 1}]}, "contracts[0] has an unknown key 'x'"),
        ({"game": "leakage", "prices": [1]}, "the instance has no 'influence'"),
        ({**LEAKAGE, "prices": []}, "prices is empty"),
        ({**LEAKAGE, "influence": [[0, 1], [0.5, 0]]}, "influence[0][1] is 1.0, but it must be symmetric"),
        ({**LEAKAGE, "influence": [[0, 1], [float("nan"), 0]]}, "influence[1][0] is nan"),
        ({**LEAKAGE, "consent": 1}, "consent is 1, but it must be true or false"),
        ({**LEAKAGE, "seed": -1}, "seed is -1"),
        ({**LEAKAGE, "seed": "0"}, "seed is '0'"),
        ({**LEAKAGE, "solver": "exact", "seed": 0.5}, "seed is 0.5"),
        ({**LEAKAGE, "solver": "best"}, 'solver is \'best\', but it must be "forming" or "exact"'),
        ({**LEAKAGE, "solver": []}, "solver is []"),
        ({**LEAKAGE, "mode": "sideways"}, "mode is 'sideways'"),
        ({"game": "types", "scores": [2], "levels": 5}, "scores[0] is 2"),
        ({"game": "types", "scores": [0.5], "levels": 0}, "levels is 0"),
        ({"game": "types", "scores": [0.5]}, "the instance has no 'levels'"),
    ],
)
def test_bad_instances(instance: Any, message: str) -> None:
    with pytest.raises(InvalidInput) as error:
        solve_instance(instance)
    assert message in error.value.message
