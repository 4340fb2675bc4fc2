from __future__ import annotations

from typing import Any

import pytest

from databourse.errors import InvalidInput
from databourse.market.coalition.params import ContractParams, LeakageParams, in_units

LEAKAGE: dict[str, Any] = {"entry_bond": 5, "bond": 6, "cost": 7, "most_contracts": 8, "influence": [[1], [2, 65_536]]}


def test_the_contract_games_params_are_twelve_bytes() -> None:
    params = ContractParams.of({"entry_bond": 2**88 - 1, "most_contracts": 255})
    assert params.encode().hex() == "ff" * 12
    assert ContractParams.of({"entry_bond": 1}).encode().hex() == "00" * 10 + "01" + "0a"
    assert ContractParams.decode(params.encode()) == params


def test_the_leakage_games_params_end_with_the_lower_triangle() -> None:
    params = LeakageParams.of(LEAKAGE)
    money = "".join(f"{amount:022x}" for amount in (5, 6, 7))
    assert params.encode().hex() == money + "08" + "02" + "000001" + "000002" + "010000"
    assert LeakageParams.decode(params.encode()) == params
    assert params.kinds == 2
    assert [params.between(0, 0), params.between(0, 1), params.between(1, 0), params.between(1, 1)] == [1, 2, 2, 65_536]


def test_what_is_left_out_has_a_default() -> None:
    params = LeakageParams.of({"entry_bond": 1, "bond": 1, "influence": [[0]]})
    assert (params.cost, params.most_contracts) == (0, 10)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "contract-game needs the option 'entry_bond'"),
        ({"entry_bond": 0}, "entry_bond is 0, but it must be at least 1"),
        ({"entry_bond": 2**88}, "entry_bond is 309485009821345068724781056, but it must be at most"),
        ({"entry_bond": True}, "entry_bond is True, but it must be an integer"),
        ({"entry_bond": 1, "most_contracts": 0}, "most_contracts is 0"),
        ({"entry_bond": 1, "most_contracts": 256}, "most_contracts is 256"),
        ({"entry_bond": 1, "k": 3}, "contract-game has no option 'k'"),
    ],
)
def test_impossible_options_of_the_contract_game(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        ContractParams.of(options)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"bond": 0}, "bond is 0, but it must be at least 1"),
        ({"cost": -1}, "cost is -1"),
        ({"influence": []}, "influence has 0 rows, but there are 1 to 32 types"),
        ({"influence": [[0] * (kind + 1) for kind in range(33)]}, "influence has 33 rows"),
        ({"influence": [[0], [0]]}, r"influence\[1\] has 1 entries, but a lower triangle has 2"),
        ({"influence": [[0, 0], [0, 0]]}, r"influence\[0\] has 2 entries"),
        ({"influence": [[65_537]]}, r"influence\[0\]\[0\] is 65537, but it must be at most 65536"),
        ({"influence": [[0.5]]}, r"influence\[0\]\[0\] is 0.5, but it must be an integer"),
        ({"influence": 3}, "influence is 3, but it must be a list"),
        ({"kappa": 3}, "leakage-game has no option 'kappa'"),
    ],
)
def test_impossible_options_of_the_leakage_game(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        LeakageParams.of(LEAKAGE | changed)


@pytest.mark.parametrize("params", ["", "00" * 12, "01" * 11, "01" * 13, "00" * 10 + "01" + "00"])
def test_params_that_no_contract_game_can_have(params: str) -> None:
    with pytest.raises(InvalidInput):
        ContractParams.decode(bytes.fromhex(params))


_MONEY = "00" * 10 + "01" + "00" * 10 + "01" + "00" * 11


@pytest.mark.parametrize(
    "params", ["", "01" * 34, _MONEY + "0100", _MONEY + "0101" + "010001", _MONEY + "0101", _MONEY + "0102" + "00" * 8]
)
def test_params_that_no_leakage_game_can_have(params: str) -> None:
    with pytest.raises(InvalidInput):
        LeakageParams.decode(bytes.fromhex(params))


def test_a_matrix_becomes_units_rounded_to_the_nearest() -> None:
    assert in_units([[0, 0.5], [0.5, 1]]) == ((0,), (32_768, 65_536))
    assert in_units([[0.7 / 65_536]]) == ((1,),)
    assert in_units([[0.4 / 65_536]]) == ((0,),)


@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        ([[0, 0.1], [0.2, 0]], r"influence\[0\]\[1\] is 0.1, but it must be symmetric"),
        ([[1.1]], r"influence\[0\]\[0\] is 1.1, but it must be from 0 to 1"),
        ([[-0.1]], r"influence\[0\]\[0\] is -0.1"),
        ([[float("nan")]], r"influence\[0\]\[0\] is nan, but it must be finite"),
        ([[0, 0]], r"influence\[0\] has 2 entries, but it must have 1"),
    ],
)
def test_matrices_that_are_none(matrix: list[list[float]], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        in_units(matrix)
