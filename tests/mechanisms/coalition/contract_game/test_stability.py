from __future__ import annotations

import random

import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition import ContractGame, is_stable, place
from databourse.mechanisms.coalition.contract_game import alternatives, objection, totals
from databourse.mechanisms.coalition.literal import nash_by_definition
from databourse.mechanisms.coalition.literal.contracts import share
from tests.mechanisms.coalition.contract_game.games import game_of, none_for_unplaced, random_games


def test_it_agrees_with_the_definition_on_any_assignment() -> None:
    chance = random.Random(7)
    seen = set()
    for devices, contracts in random_games(600, seed=3):
        game = game_of(devices, contracts)
        open_to = [[slot for slot, (kind, _) in enumerate(contracts) if kind == own] for _, own in devices]
        assignment = [chance.choice(slots) if slots else None for slots in open_to]
        expected = nash_by_definition(devices, contracts, assignment)
        seen.add(expected)
        assert is_stable(game, assignment) is expected
        objections = [
            objection(game, game.check(assignment), totals(game, assignment), device, slot)
            for device, slots in enumerate(open_to)
            for slot in slots
        ]
        assert any(objections) is not expected
    assert seen == {True, False}


def test_a_device_left_out_of_its_contract_is_unstable() -> None:
    game = ContractGame.of([3, 4], [0, 0], [(0, 10)])
    assert not is_stable(game, [0, None])
    assert objection(game, game.check([0, None]), totals(game, [0, None]), 1, 0)


def test_totals_by_contract() -> None:
    game = ContractGame.of([3, 4, 2, 9], [0, 0, 0, 1], [(0, 10), (0, 5), (0, 1)])
    found = totals(game, [0, 0, 1, None])
    assert (found.samples, found.smallest, found.members) == ((7, 2, 0), (3, 2, 0), (2, 1, 0))


def test_what_a_device_would_earn_elsewhere() -> None:
    for devices, contracts in random_games(100, seed=5):
        game = game_of(devices, contracts)
        assignment = place(game)
        found = totals(game, assignment)
        named = none_for_unplaced(assignment.tolist())
        for device in range(len(devices)):
            options = alternatives(game, assignment, found, device)
            assert [option.contract for option in options] == [
                slot for slot, (kind, _) in enumerate(contracts) if kind == devices[device][1]
            ]
            for option in options:
                moved = [*named[:device], option.contract, *named[device + 1 :]]
                assert option.share == share(devices, contracts, moved, device)
            if options:
                chosen = [option.share for option in options if option.chosen]
                assert chosen == [max(option.share for option in options)]


def test_an_objection_that_is_none() -> None:
    game = ContractGame.of([3, 4], [0, 0], [(0, 10), (0, 10)])
    placed = game.check([1, 0])
    assert not objection(game, placed, totals(game, placed), 0, 1)  # it is there
    assert not objection(game, placed, totals(game, placed), 0, 0)
    both = game.check([0, 0])
    assert objection(game, both, totals(game, both), 0, 1)


@pytest.mark.parametrize(
    ("assignment", "message"),
    [
        ([0], "the assignment is of 1 devices, but there are 2"),
        ([0, 3], "assignment[1] is 3, but contracts are 0 to 1"),
        ([-2, 0], "assignment[0] is -2"),
        ([0, 1], "assignment[1] is 1, but that contract is for type 1 and the device has type 0"),
    ],
)
def test_bad_assignments(assignment: list[int], message: str) -> None:
    game = ContractGame.of([3, 4], [0, 0], [(0, 10), (1, 10)])
    with pytest.raises(InvalidInput) as error:
        is_stable(game, assignment)
    assert message in error.value.message


def test_no_contracts_to_name() -> None:
    with pytest.raises(InvalidInput, match="there are no contracts"):
        is_stable(ContractGame.of([3], [0], []), [0])


@pytest.mark.parametrize(
    ("device", "contract", "message"),
    [(2, 0, "device is 2"), (-1, 0, "device is -1"), (0, 5, "contract is 5"), (0, 1, "it is for type 1")],
)
def test_bad_objections(device: int, contract: int, message: str) -> None:
    game = ContractGame.of([3, 4], [0, 0], [(0, 10), (1, 10)])
    placed = place(game)
    with pytest.raises(InvalidInput) as error:
        objection(game, placed, totals(game, placed), device, contract)
    assert message in error.value.message
