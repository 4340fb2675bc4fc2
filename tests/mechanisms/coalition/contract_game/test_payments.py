from __future__ import annotations

import random

import numpy as np
import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition import ContractGame, pay, place
from databourse.mechanisms.coalition.contract_game import check_payments, split
from databourse.mechanisms.coalition.literal import largest_remainder, placement_by_definition
from tests.mechanisms.coalition.contract_game.games import game_of, random_games

LARGEST = 2**88 - 1


def test_it_is_the_largest_remainder_by_definition() -> None:
    chance = random.Random(3)
    for _ in range(600):
        budget = chance.choice([chance.randint(1, 40), chance.randint(1, 2**30), chance.randint(2**80, LARGEST)])
        samples = [
            chance.choice([chance.randint(1, 6), chance.randint(1, 2**32 - 1)]) for _ in range(chance.randint(1, 9))
        ]
        paid = split(budget, samples)
        assert list(paid) == largest_remainder(budget, samples)
        assert sum(paid) == budget and check_payments(budget, samples, paid)


@pytest.mark.parametrize("scale", [1, 2**78 + 3])
def test_contracts_pay_their_members_and_no_one_else(scale: int) -> None:
    for devices, contracts in random_games(200, seed=21, scale=scale):
        game = game_of(devices, contracts)
        assignment = place(game)
        paid = pay(game, assignment).tolist()
        assert all(type(amount) is int for amount in paid)
        for slot, (_, budget) in enumerate(contracts):
            members = [device for device, chosen in enumerate(assignment.tolist()) if chosen == slot]
            expected = largest_remainder(budget, [devices[device][0] for device in members]) if members else []
            assert [paid[device] for device in members] == expected
        assert all(paid[device] == 0 for device, chosen in enumerate(assignment.tolist()) if chosen < 0)


@pytest.mark.parametrize("largest", [5, 100, 2**32 - 1])
def test_many_members(largest: int) -> None:
    chance = np.random.default_rng(largest)
    samples, types = chance.integers(1, largest, 2_000), chance.integers(0, 3, 2_000)
    contracts = [(slot % 3, int(chance.integers(1, 10**9))) for slot in range(7)]
    game = ContractGame.of(samples, types, contracts)
    assignment = place(game)
    expected = placement_by_definition(list(zip(samples.tolist(), types.tolist(), strict=True)), contracts)
    assert assignment.tolist() == expected
    paid = pay(game, assignment)
    for slot, (_, budget) in enumerate(contracts):
        members = np.flatnonzero(assignment == slot)
        assert paid[members].tolist() == largest_remainder(budget, samples[members].tolist())


def test_units_that_are_left_go_to_the_lower_index() -> None:
    assert split(1, [1, 1, 1]) == (1, 0, 0)
    assert split(5, [2, 2, 2]) == (2, 2, 1)
    assert split(4, [1, 2, 1, 2]) == (1, 1, 1, 1)  # shares 2/3 4/3 2/3 4/3: the larger remainders first
    assert split(2, [5, 1, 5]) == (1, 0, 1)


def test_extremes() -> None:
    assert split(LARGEST, [2**32 - 1]) == (LARGEST,)
    assert split(1, [1, 2**32 - 1]) == (0, 1)
    assert pay(ContractGame.of([], [], [(0, 5)]), []).tolist() == []


def test_the_check_notices_every_unit() -> None:
    samples, budget = [5, 2, 7], 1_000_003
    right = split(budget, samples)
    for giver in range(3):
        for taker in range(3):
            moved = list(right)
            moved[giver] -= 1
            moved[taker] += 1
            expected = giver == taker or all(
                abs(14 * amount - budget * count) < 14 for amount, count in zip(moved, samples, strict=True)
            )
            assert check_payments(budget, samples, moved) is expected
        more = list(right)
        more[giver] += 1
        assert not check_payments(budget, samples, more)
    assert not check_payments(budget, samples, [budget, 0, 0])
    assert check_payments(7, [], [])


def test_bad_input() -> None:
    with pytest.raises(InvalidInput, match="there are 1 payments, but 2 devices"):
        check_payments(1, [1, 1], [1])
    with pytest.raises(InvalidInput, match="budget is 0"):
        split(0, [1])
