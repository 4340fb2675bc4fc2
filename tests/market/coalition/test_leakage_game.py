"""The game by type against the game of all devices, and coalitions that form on it."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np
import pytest

from databourse.errors import Refused
from databourse.market.coalition.leakage import forming
from databourse.market.coalition.leakage.forming import by_appearance, form, form_literally
from databourse.market.coalition.leakage.game import TypeGame, square
from databourse.market.coalition.leakage.playing import leaks_by_definition, leaks_by_type
from databourse.market.coalition.leakage.table import Table
from databourse.mechanisms.coalition import is_individually_stable
from databourse.mechanisms.coalition.leakage_game.stability import temptations
from databourse.mechanisms.coalition.leakage_game.whole import ONE
from databourse.mechanisms.coalition.literal import is_nash_by_definition
from tests.market.coalition.games import random_game


def coalitions(homes: list[int]) -> list[list[int]]:
    return [[device for device, home in enumerate(homes) if home == number] for number in range(max(homes) + 1)]


def test_a_triangle_becomes_a_symmetric_matrix() -> None:
    assert square([[1], [2, 3], [4, 5, 6]]).tolist() == [[1, 2, 4], [2, 3, 5], [4, 5, 6]]


def test_coalitions_are_numbered_by_first_appearance() -> None:
    assert by_appearance([7, 2, 7, 0, 2]) == [0, 1, 0, 2, 1]
    assert by_appearance([]) == []


@pytest.mark.parametrize("seed", range(80))
def test_what_forms_is_stable_by_definition(seed: int) -> None:
    rng = Random(seed)
    game = random_game(rng, rng.choice([1, 2, 3, 4, 5, 9]))
    for homes in (form(game), form_literally(game)):
        assert homes == by_appearance(homes)
        assert is_nash_by_definition(game.untyped(), as_tuples(homes), consent=True)


@pytest.mark.parametrize("seed", range(8))
def test_what_forms_of_many_devices_is_stable(seed: int) -> None:
    game = random_game(Random(seed), 60)
    assert is_individually_stable(game.untyped(), coalitions(form(game)))


@pytest.mark.parametrize("seed", range(60))
def test_the_moves_of_a_table_are_those_of_the_untyped_game(seed: int) -> None:
    """Of any partition, after any moves: who gains where it is welcome."""
    rng = Random(seed)
    game = random_game(rng, rng.choice([1, 2, 6, 12]))
    table = Table(game, [rng.randrange(game.devices) for _ in range(game.devices)])
    for _ in range(rng.choice([0, 1, 20])):
        device = rng.randrange(game.devices)
        rows = [row for row in range(game.devices + 1) if row != table.home[device] and table.sizes[row]]
        table.move(device, rng.choice([*rows, table.empty]))
    groups: dict[int, list[int]] = {}
    for device, home in enumerate(table.home):
        groups.setdefault(home, []).append(device)
    expected = {(move.device, move.target) for move in temptations(game.untyped(), groups.values()) if move.welcome}
    found = {
        (device, tuple(groups.get(row, ())))
        for device, home in enumerate(table.home)
        for row in table.better(home, game.types[device], game.prices[device])
    }
    assert found == expected


@pytest.mark.parametrize("seed", range(40))
def test_who_minds_is_who_loses(seed: int) -> None:
    rng = Random(seed)
    game = random_game(rng, 8)
    table = Table(game, [rng.randrange(3) for _ in range(8)])
    whole = game.untyped()
    for row in range(3):
        for device in range(8):
            inside = [other for other in range(8) if table.home[other] == row]
            if table.home[device] == row:
                continue
            kind = game.types[device]
            losers = []
            for member in inside:
                own = int(whole.influence[member, inside].sum())
                more = own + int(whole.influence[member, device])
                before = whole.payoff(member, whole.leak(member, own), len(inside))
                if whole.payoff(member, whole.leak(member, more), len(inside) + 1) < before:
                    losers.append(member)
            assert table.losers(row, kind) == losers
            assert table.minds(row, kind) == sorted({game.types[member] for member in losers})


def test_payoffs_that_floats_cannot_tell_apart_are_told_apart() -> None:
    """Alone against together with cost p·D·g/((D + G)·(D + G')) to the last base unit."""
    price = 2**87
    # two devices: alone p·D/(D + g), together p − cost
    gain = price // 2
    for cost, together in ((gain - 1, True), (gain, False), (gain + 1, False)):
        game = TypeGame((price, price), (0, 0), square([[ONE]]), cost)
        assert (len(set(form(game))) == 1) is together


def test_leaks_by_type_are_those_by_definition() -> None:
    for seed in range(30):
        rng = Random(seed)
        game = random_game(rng, rng.choice([1, 2, 7, 20]))
        homes = by_appearance([rng.randrange(4) for _ in range(game.devices)])
        assert leaks_by_type(game, homes) == leaks_by_definition(game, homes)


def test_nobody_takes_part() -> None:
    game = TypeGame((), (), square([[ONE]]), 5)
    assert form(game) == form_literally(game) == []
    assert (leaks_by_type(game, []), leaks_by_definition(game, [])) == ([], [])


def test_a_single_device_has_its_price_and_nowhere_to_go() -> None:
    game = TypeGame((9,), (0,), square([[ONE]]), 5)
    assert form(game) == [0]
    assert (game.whole, game.payoff(9, 0, 1)) == (0, Fraction(9))


def test_without_cost_everybody_with_influence_is_together() -> None:
    game = TypeGame((5, 5, 5, 5), (0, 0, 0, 0), square([[ONE]]), 0)
    assert form(game) == [0, 0, 0, 0]


def test_with_prohibitive_cost_everybody_is_alone() -> None:
    game = TypeGame((5, 5, 5, 5), (0, 0, 0, 0), square([[ONE]]), 100)
    assert form(game) == [0, 1, 2, 3]


def test_a_thousand_devices_form_coalitions() -> None:
    rng = Random(1)
    game = TypeGame(
        prices=tuple(rng.randint(1, 10**21) for _ in range(1_000)),
        types=tuple(rng.randrange(5) for _ in range(1_000)),
        influence=square([[rng.randint(0, ONE) for _ in range(kind + 1)] for kind in range(5)]),
        cost=10**17,
    )
    table = Table(game, form(game))
    assert 1 < len(set(table.home)) < 1_000
    assert not any(
        next(table.better(home, game.types[device], game.prices[device]), None)
        for device, home in enumerate(table.home)
    )


def test_if_nothing_is_stable_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forming, "MOST_MOVES", 0)
    game = TypeGame((5, 5), (0, 0), square([[ONE]]), 0)
    # from a coalition of each type it needs no move
    assert form(game) == [0, 0]
    game = TypeGame((9, 9, 9), (0, 0, 1), square([[0], [ONE, ONE]]), 1)
    with pytest.raises(Refused, match="no stable partition was found in 40 attempts"):
        form(game)


def as_tuples(homes: list[int]) -> tuple[tuple[int, ...], ...]:
    return tuple(map(tuple, coalitions(homes)))


def test_sums_of_influence_stay_exact() -> None:
    game = TypeGame((1,) * 300, (0,) * 300, square([[ONE]]), 0)
    assert game.everybody.dtype == np.int64
    assert game.everybody.tolist() == [300 * ONE]
    assert game.whole == 299 * ONE
