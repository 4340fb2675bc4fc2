from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms import compiled
from databourse.mechanisms.coalition import TypedGame, is_individually_stable, is_nash
from databourse.mechanisms.coalition.leakage_game import Mode


def typed_game(seed: int, devices: int, cost: float, mode: Mode = "outside", bonus: float = 0.0) -> TypedGame:
    chance = np.random.default_rng(seed)
    upper = np.triu(chance.random((3, 3)))
    matrix = upper + np.triu(upper, 1).T
    return TypedGame.of(chance.uniform(1, 9, devices), chance.integers(0, 3, devices), matrix, cost, bonus, mode)


def blocks(homes: npt.NDArray[np.int64]) -> list[list[int]]:
    return [np.flatnonzero(homes == home).tolist() for home in np.unique(homes)]


@pytest.mark.parametrize("mode", ["outside", "inside"])
def test_payoffs_are_those_of_the_whole_matrix(mode: Mode) -> None:
    for seed in range(10):
        game = typed_game(seed, 12, 0.3, mode, 0.2)
        homes = np.random.default_rng(seed).integers(0, 4, 12)
        assert game.payoffs(homes).tolist() == pytest.approx(game.untyped().payoffs(blocks(homes)))


@pytest.mark.parametrize("from_work", [0, 10**9], ids=["compiled", "interpreted"])
@pytest.mark.parametrize("mode", ["outside", "inside"])
@pytest.mark.parametrize("consent", [True, False])
def test_stability_is_that_of_the_whole_matrix(
    from_work: int, mode: Mode, consent: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "COMPILED_FROM", from_work)
    check = is_individually_stable if consent else is_nash
    seen = set()
    for seed in range(120):
        game = typed_game(seed, 7, (0.05, 0.2, 0.5)[seed % 3], mode, 0.3 * (seed % 2))
        homes = np.random.default_rng(seed).integers(0, 1 + seed % 7, 7)
        if seed % 2:
            homes = game.form(8, consent=consent, seed=seed, start=homes).homes
        expected = check(game.untyped(), blocks(homes))
        seen.add(expected)
        assert game.is_stable(homes, consent=consent) is expected
    assert seen == {True, False} or consent


@pytest.mark.parametrize("mode", ["outside", "inside"])
@pytest.mark.parametrize("consent", [True, False])
def test_where_it_settles_nobody_wants_to_move(mode: Mode, consent: bool) -> None:
    settled = 0
    for seed in range(30):
        game = typed_game(seed, 60, 0.01, mode)
        formed = game.form(6, consent=consent, seed=seed)
        assert formed.payoffs.tolist() == game.payoffs(formed.homes).tolist()
        if formed.ended == "settled":
            settled += 1
            assert game.is_stable(formed.homes, consent=consent, coalitions=6)
    assert settled


def test_with_room_for_everybody_alone_it_is_stable_in_the_whole_game() -> None:
    for seed in range(20):
        game = typed_game(seed, 9, 0.2)
        formed = game.form(10, seed=seed)
        assert formed.ended == "settled"
        assert is_individually_stable(game.untyped(), blocks(formed.homes))


def test_a_move_at_a_time() -> None:
    """Each move makes the device better off and, with consent, nobody in the receiving coalition worse off."""
    game = typed_game(4, 30, 0.02)
    start = np.random.default_rng(0).integers(0, 5, 30)
    whole = game.form(5, seed=1, start=start)
    assert whole.steps > 5 and whole.ended == "settled"
    before = game.form(5, seed=1, start=start, most_steps=0).homes
    assert before.tolist() == start.tolist()
    for steps in range(1, whole.steps + 1):
        after = game.form(5, seed=1, start=start, most_steps=steps).homes
        (device,) = np.flatnonzero(before != after)
        old, new = game.payoffs(before), game.payoffs(after)
        received = np.flatnonzero(before == after[device])
        assert new[device] > old[device]
        assert (new[received] >= old[received] - 1e-9).all()
        before = after
    assert before.tolist() == whole.homes.tolist()


@pytest.mark.parametrize("from_work", [0, 10**9], ids=["compiled", "interpreted"])
@pytest.mark.parametrize("mode", ["outside", "inside"])
def test_the_member_that_minds_most_decides(mode: Mode, from_work: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two members of one type with prices 1 and 100, and one of another type that would like to join them.

    Outside, company raises a price: the low one gains less than it costs. Inside, it lowers a price: the high one loses
    more than the bonus. In either mode the other one would agree.
    """
    monkeypatch.setattr(compiled, "COMPILED_FROM", from_work)
    influence = [[0.5, 0.5], [0.5, 0.0]]
    cost, bonus = (1.0, 0.0) if mode == "outside" else (0.0, 10.0)
    prices = [1.0, 100.0, 100.0 if mode == "outside" else 1.0]
    game = TypedGame.of(prices, [0, 0, 1], influence, cost, bonus, mode)
    assert not is_nash(game.untyped(), [[0, 1], [2]])
    assert not game.is_stable([0, 0, 1], consent=False, coalitions=2)
    assert game.is_stable([0, 0, 1], consent=True, coalitions=2)
    assert game.form(2, start=[0, 0, 1]).steps == 0
    for swapped in ([100.0, 1.0, prices[2]], prices):  # whichever of them is the first
        again = TypedGame.of(swapped, [0, 0, 1], influence, cost, bonus, mode)
        assert again.is_stable([0, 0, 1], consent=True, coalitions=2)
    alike = 100.0 if mode == "outside" else 1.0  # nobody minds
    assert not TypedGame.of([alike, alike, prices[2]], [0, 0, 1], influence, cost, bonus, mode).is_stable(
        [0, 0, 1], consent=True, coalitions=2
    )


def test_everybody_of_one_type_and_nobody_else() -> None:
    game = TypedGame.of([5.0] * 10, [0] * 10, [[1.0]])
    formed = game.form(2)
    assert len(set(formed.homes.tolist())) == 1
    assert formed.payoffs.tolist() == [5.0] * 10


def test_a_single_device() -> None:
    game = TypedGame.of([5.0], [0], [[1.0]], 1.0)
    formed = game.form(3)
    assert (formed.steps, formed.ended, formed.payoffs.tolist()) == (0, "settled", [5.0])
    assert game.is_stable([2], consent=False)


def test_a_cycle_is_capped() -> None:
    game = TypedGame.of([10.0, 1.0], [0, 1], [[0.0, 1.0], [1.0, 0.0]], 1.0)
    formed = game.form(2, consent=False)
    assert formed.ended == "capped" and formed.steps == 40
    assert game.form(2, start=[0, 1]).steps == 0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"prices": []}, "there are 0 prices, but 2 types"),
        ({"prices": [], "types": []}, "prices is empty"),
        ({"prices": [1, -2]}, "prices[1] is -2"),
        ({"prices": np.array([1, np.nan])}, "prices[1] is nan"),
        ({"types": [0, 2]}, "devices[1].type is 2, but the influence has types 0 to 1"),
        ({"types": [0, -1]}, "devices[1].type is -1"),
        ({"influence": [[0, 1], [0, 0]]}, "it must be symmetric"),
        ({"influence": [[2, 1], [1, 0]]}, "influence[0][0] is 2"),
        ({"mode": ""}, "mode is ''"),
    ],
)
def test_bad_games(changes: dict[str, object], message: str) -> None:
    right: dict[str, object] = {"prices": [1, 1], "types": [0, 1], "influence": [[0.5, 1], [1, 0]]}
    with pytest.raises(InvalidInput) as error:
        TypedGame.of(**{**right, **changes})  # type: ignore[arg-type]
    assert message in error.value.message


def test_bad_options() -> None:
    game = TypedGame.of([1.0, 2.0], [0, 0], [[0.5]])
    with pytest.raises(InvalidInput, match="coalitions is 0"):
        game.form(0)
    with pytest.raises(InvalidInput, match=r"devices\[1\].coalition is 2, but coalitions are 0 to 1"):
        game.form(2, start=[0, 2])
    with pytest.raises(InvalidInput, match="coalitions of 1 devices, but 2 devices"):
        game.is_stable([0], consent=True)
    with pytest.raises(InvalidInput, match=r"devices\[0\].coalition is -1"):
        game.payoffs([-1, 0])
