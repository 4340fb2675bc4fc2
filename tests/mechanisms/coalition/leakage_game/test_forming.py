from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition import LeakageGame, WholeGame, form, is_individually_stable, is_nash
from databourse.mechanisms.coalition.leakage_game import Limits, Mode
from databourse.mechanisms.coalition.literal import algorithm_1, is_nash_by_definition, partitions
from databourse.mechanisms.compiled import Ints
from tests.mechanisms.coalition.leakage_game.games import COSTS, influence, random_game

PAIR = LeakageGame.of([10, 1], [[0, 1], [1, 0]], 1)


@pytest.mark.parametrize("mode", ["outside", "inside"])
@pytest.mark.parametrize("cost", COSTS)
def test_with_consent_it_ends_individually_stable(cost: float, mode: Mode) -> None:
    for seed in range(40):
        game = random_game(seed, cost=cost, bonus=seed % 3 * 0.2, mode=mode)
        formed = form(game, seed=seed)
        assert formed.ended == "settled"
        assert is_individually_stable(game, formed.partition)
        assert is_nash_by_definition(game, formed.partition, game.slack, consent=True)


def test_without_consent_it_settles_or_tells_the_cycle() -> None:
    ended = set()
    for seed in range(60):
        game = random_game(seed, cost=0.6)
        formed = form(game, consent=False, seed=seed)
        ended.add(formed.ended)
        if formed.ended == "settled":
            assert is_nash(game, formed.partition)
    assert ended == {"settled", "cycled"}


def test_a_game_without_a_nash_partition_cycles_whatever_the_seed() -> None:
    """Prices 10 and 1, full influence, cost 1: the first always joins, the second always leaves."""
    assert not any(is_nash(PAIR, partition) for partition in partitions(2))
    for seed in range(20):
        formed = form(PAIR, consent=False, seed=seed)
        assert formed.ended == "cycled" and formed.steps == formed.switches == 3
        assert form(PAIR, seed=seed).partition == ((0,), (1,))
    walk = algorithm_1(PAIR)
    assert not walk.stopped and walk.steps >= 1_000


@pytest.mark.parametrize(("cost", "counted"), zip(COSTS, (0, 11, 30, 32, 5), strict=True))
def test_how_many_games_have_no_nash_partition(cost: float, counted: int) -> None:
    """Of 40 games of six devices with prices from 1 to 10. The specification has 0, 14, 24, 30, 0 of other games."""
    without = 0
    for seed in range(40):
        chance = np.random.default_rng(seed)
        prices = chance.uniform(1, 10, 6)
        game = LeakageGame.of(prices, influence(chance, 6), cost)
        without += not any(is_nash(game, partition) for partition in partitions(6))
    assert without == counted


def test_the_seed_decides_and_repeats() -> None:
    game = random_game(3, devices=9, cost=0.15)
    assert form(game, seed=4) == form(game, seed=4)
    assert len({form(game, seed=seed).partition for seed in range(20)}) > 1


def test_the_start_can_be_given() -> None:
    game = random_game(3, cost=0.15)
    settled = form(game).partition
    again = form(game, start=settled)
    assert again.partition == settled and again.steps == 0


def test_coalitions_merge_where_nobody_would_go_alone() -> None:
    """Two pairs, where three are not allowed to be together."""
    alike = LeakageGame.of([10] * 4, np.full((4, 4), 0.5) - np.diag([0.5] * 4))
    assert form(alike, start=[[0, 1], [2, 3]]).partition == ((0, 1, 2, 3),)
    formed = form(alike, start=[[0, 1], [2, 3]], allowed=lambda coalition: len(list(coalition)) != 3)
    assert formed.partition == ((0, 1, 2, 3),)
    assert formed.merges == 1 and formed.switches == 0


def test_coalitions_split_where_that_hurts_nobody() -> None:
    """Two pairs that do not know each other: leaving alone would lose the partner."""
    pairs = [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]]
    game = LeakageGame.of([10] * 4, pairs, 0.5)
    formed = form(game, start=[[0, 1, 2, 3]])
    assert formed.partition == ((0, 1), (2, 3))
    assert formed.splits == 1 and formed.switches == 0


def test_large_coalitions_only_lose_single_members() -> None:
    """As with two pairs, but of seven and of eight; twelve are the most whose every division is tried."""
    for half, expected in ((6, 2), (7, 1)):
        known = np.kron(np.eye(2), np.ones((half, half))) - np.eye(2 * half)
        game = LeakageGame.of([100] * (2 * half), known, 1)
        assert len(form(game, start=[range(2 * half)]).partition) == expected


class RoundAndRound:
    """Three devices that like pairs, each another one best: 01 before 02, 12 before 01, 02 before 12, and no three."""

    devices = 3
    influence = np.array([[0, 1, 1], [2, 0, 2], [4, 4, 0]])  # what a device sees of the others tells who they are
    _worth = ({2: 2, 4: 1}, {4: 2, 1: 1}, {1: 2, 2: 1})

    def leak(self, device: int, inner: int) -> int:  # noqa: ARG002 - the signature of `Game`
        return inner

    def payoff(self, device: int, leak: int, members: int) -> int:
        return 0 if members == 1 else -1 if members == 3 else self._worth[device][leak]

    def prefers(self, device: int, leak: int, members: int, old_leak: int, old_members: int) -> bool:
        return self.payoff(device, leak, members) > self.payoff(device, old_leak, old_members)

    def ranked(self, device: int, inner: npt.NDArray[Any], members: Ints, old_leak: int, old_members: int) -> list[int]:
        paid = [self.payoff(device, *each) for each in zip(inner.tolist(), members.tolist(), strict=True)]
        now = self.payoff(device, old_leak, old_members)
        return sorted((place for place in range(len(paid)) if paid[place] > now), key=lambda place: -paid[place])


def test_consent_alone_does_not_end_it_but_no_return_does() -> None:
    """Everybody leaves for where it is welcome, in a circle. It ends at the last partition before one comes again."""
    game = RoundAndRound()
    assert not any(is_individually_stable(game, partition) for partition in partitions(3))
    for seed in range(10):
        formed = form(game, seed=seed)
        assert formed.ended == "settled" and formed.steps == 3
        assert not is_individually_stable(game, formed.partition)
        assert form(game, consent=False, seed=seed).ended == "cycled"


def test_algorithm_1_stops_where_a_sweep_has_no_move() -> None:
    game = random_game(0, devices=5, cost=0.0)
    walk = algorithm_1(game)
    assert walk.stopped and walk.partition == ((0, 1, 2, 3, 4),) == form(game).partition


def test_in_mode_inside_nobody_joins_anybody() -> None:
    for seed in range(20):
        game = random_game(seed, mode="inside", cost=0.1)
        assert form(game, seed=seed).partition == tuple((device,) for device in range(6))
        assert form(game, seed=seed, start=[range(6)]).partition == tuple((device,) for device in range(6))


def test_a_single_device() -> None:
    for mode in ("outside", "inside"):
        game = LeakageGame.of([7], [[0]], 2, 1, mode)
        assert form(game).partition == ((0,),)
        assert game.payoffs([[0]]) == [7.0]
        assert is_nash(game, [[0]]) and is_individually_stable(game, [[0]])


def test_as_many_steps_as_are_allowed() -> None:
    game = random_game(3, devices=9, cost=0.05)
    whole = form(game)
    assert whole.ended == "settled" and whole.steps > 3
    for most in range(whole.steps):
        capped = form(game, most_steps=most)
        assert capped.steps == most and capped.ended == "capped"
    assert form(game, most_steps=whole.steps) == whole


def test_symmetric_separable_payoffs_always_have_a_nash_partition() -> None:
    """Equal prices and a payoff that is nearly linear in the leak: switching without consent ends."""
    for seed in range(60):
        game = random_game(seed, cost=0.0)
        alike = LeakageGame.of([1.0] * 6, game.influence * 1e-4, 0.00001)
        assert form(alike, consent=False, seed=seed).ended == "settled"


def test_limits_bind() -> None:
    game = random_game(5, devices=8, cost=0.0)
    free = form(game)
    assert max(map(len, free.partition)) > 3
    bound = Limits(members=3)
    formed = form(game, allowed=bound)
    assert max(map(len, formed.partition)) <= 3
    assert is_individually_stable(game, formed.partition, bound)
    assert not is_individually_stable(game, formed.partition)


def test_each_limit_by_itself() -> None:
    samples, deviations = [1, 3, 1], [0.0, 1.0, 4.0]
    unlike = Limits(samples=samples, deviations=deviations, dissimilarity=0.75)
    assert unlike([0, 1]) and not unlike([1]) and not unlike([0, 1, 2]) and unlike([0])
    exposed = Limits(influence=[[0, 0.5, 0.5], [0.5, 0, 0], [0.5, 0, 0]], opportunity_cost=0.9)
    assert exposed([0, 1]) and exposed([1, 2]) and not exposed([0, 1, 2])
    assert Limits()(range(100))


def test_in_integers_it_is_the_same_play() -> None:
    for seed in range(30):
        chance = np.random.default_rng(seed)
        units = np.triu(chance.integers(0, 2**16 + 1, (7, 7)), 1)
        units = units + units.T
        prices = chance.integers(10**6, 10**7, 7).tolist()
        whole = WholeGame.of(prices, units.tolist(), 40_000)
        floats = LeakageGame.of(prices, units / 2**16, 40_000)
        assert form(whole, seed=seed) == form(floats, seed=seed)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"seed": -1}, "seed is -1"),
        ({"most_steps": -1}, "most_steps is -1"),
        ({"start": [[0]]}, "device 1 is in no coalition"),
        ({"start": [[0, 1], [1]]}, r"device 1 is in coalitions\[0\] and in coalitions\[1\]"),
        ({"start": [[0, 1], []]}, r"coalitions\[1\] is empty"),
        ({"start": [[0, 2]]}, "devices are 0 to 1"),
        ({"start": [["a"]]}, r"coalitions\[0\] is 'a'"),
        ({"start": "all"}, "coalitions is 'all'"),
    ],
)
def test_bad_options(options: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        form(PAIR, **options)  # type: ignore[arg-type]
