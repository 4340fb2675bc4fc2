from __future__ import annotations

import numpy as np
import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms import compiled
from databourse.mechanisms.coalition import ContractGame, is_stable, place
from databourse.mechanisms.coalition.literal import nash_by_definition, placement_by_definition
from tests.mechanisms.coalition.contract_game.games import game_of, none_for_unplaced, random_games

WIDE = 2**80 + 7


@pytest.mark.parametrize("from_work", [0, 10**9], ids=["compiled", "interpreted"])
def test_it_is_the_placement_by_definition_and_stable(from_work: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "COMPILED_FROM", from_work)
    for devices, contracts in random_games(400, seed=1):
        found = none_for_unplaced(place(game_of(devices, contracts)).tolist())
        assert found == placement_by_definition(devices, contracts)
        assert nash_by_definition(devices, contracts, found)


def test_money_beyond_64_bits() -> None:
    for devices, contracts in random_games(150, seed=2, scale=WIDE):
        contracts = [(kind, budget + place) for place, (kind, budget) in enumerate(contracts)]
        found = none_for_unplaced(place(game_of(devices, contracts)).tolist())
        assert found == placement_by_definition(devices, contracts)


def test_products_just_beyond_64_bits_do_not_overflow() -> None:
    game = ContractGame.of([2**32 - 1, 2**32 - 2, 1], [0, 0, 0], [(0, 2**31 - 1), (0, 2**31 + 1)])
    expected = placement_by_definition([(2**32 - 1, 0), (2**32 - 2, 0), (1, 0)], [(0, 2**31 - 1), (0, 2**31 + 1)])
    assert place(game).tolist() == expected


def test_ties_go_to_the_lower_device_and_the_lower_contract() -> None:
    assert place(ContractGame.of([5, 5], [0, 0], [(0, 10), (0, 10)])).tolist() == [0, 1]
    assert place(ContractGame.of([1, 5, 5], [3, 0, 0], [(0, 10), (3, 1), (0, 10)])).tolist() == [1, 0, 2]


def test_one_contract_a_type_is_bucketing_by_type() -> None:
    game = ContractGame.of([4, 2, 7, 1], [1, 0, 1, 0], [(1, 5), (0, 50)])
    assert place(game).tolist() == [0, 1, 0, 1]


@pytest.mark.parametrize(
    ("samples", "types", "contracts", "expected"),
    [
        ([], [], [(0, 5)], []),
        ([3], [0], [], [-1]),
        ([3], [0], [(0, 5)], [0]),
        ([3], [1], [(0, 5)], [-1]),
        ([3, 1, 2], [7, 7, 7], [(7, 5)], [0, 0, 0]),
    ],
    ids=["no device", "no contract", "one device", "no contract for its type", "all of one type"],
)
def test_defined_outcomes(
    samples: list[int], types: list[int], contracts: list[tuple[int, int]], expected: list[int]
) -> None:
    game = ContractGame.of(samples, types, contracts)
    assert place(game).tolist() == expected
    assert is_stable(game, place(game))


def test_a_large_game_is_stable_and_the_same_in_wide_integers() -> None:
    chance = np.random.default_rng(4)
    samples, types = chance.integers(1, 100, 5_000), chance.integers(0, 5, 5_000)
    contracts = [(slot % 5, int(chance.integers(10**4, 10**5))) for slot in range(20)]
    game = ContractGame.of(samples, types, contracts)
    assert is_stable(game, place(game))
    # a divisor of all budgets changes no comparison; one more unit stops it from being divided out
    scaled = ContractGame.of(samples, types, [(kind, budget * 2**60) for kind, budget in contracts] + [(9, 1)])
    assert scaled.speeds.dtype == object
    assert place(scaled).tolist() == place(game).tolist()


@pytest.mark.parametrize(
    ("samples", "types", "contracts", "message"),
    [
        ([0], [0], [(0, 1)], "devices[0].samples is 0, but it must be at least 1"),
        ([1, -1], [0, 0], [], "devices[1].samples is -1, but it must not be negative"),
        ([2**32], [0], [], "devices[0].samples is 4294967296, but it must be below 2^32"),
        ([1.5], [0], [], "devices[0].samples is 1.5, but it must be an integer"),
        ([float("nan")], [0], [], "devices[0].samples is nan"),
        ([True], [0], [], "devices[0].samples is True, but it must be an integer"),
        ([1], [-1], [], "devices[0].type is -1"),
        ([1], [2**16], [], "devices[0].type is 65536, but it must be below 2^16"),
        ([1], [], [], "there are 1 sample counts, but 0 types"),
        ([1], [0], [(0, 0)], "contracts[0].budget is 0, but it must be at least 1"),
        ([1], [0], [(0, 2**88)], "contracts[0].budget is 309485009821345068724781056, but it must be below 2^88"),
        ([1], [0], [(0, 5), (-2, 5)], "contracts[1].type is -2"),
    ],
)
def test_bad_games(samples: list[int], types: list[int], contracts: list[tuple[int, int]], message: str) -> None:
    with pytest.raises(InvalidInput) as error:
        ContractGame.of(samples, types, contracts)
    assert message in error.value.message
