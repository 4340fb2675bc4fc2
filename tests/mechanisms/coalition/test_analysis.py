from __future__ import annotations

from fractions import Fraction

import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.analysis import (
    RandomGames,
    best_over_report,
    best_split,
    best_under_report,
    count_gains,
    earns,
)

#: One liar a game, as the specification counts; its own ranges are not stated.
SMALL = RandomGames(devices=4, contracts=2, samples=12)


def test_earnings_are_exact_shares() -> None:
    assert earns([(7, 0), (3, 0), (4, 1)], [(0, 60), (0, 30)], [0]) == 60
    assert earns([(2, 0), (1, 0)], [(0, 10)], [0]) == Fraction(20, 3)
    assert earns([(2, 0), (1, 0)], [(0, 10)], [0, 1]) == 10
    assert earns([(2, 0)], [(1, 10)], [0]) == 0


def test_a_device_alone_gains_by_being_two_where_there_are_two_contracts() -> None:
    lie = best_split([(8, 0)], [(0, 60), (0, 30)], 0)
    assert lie is not None and lie.truthful == 60 and lie.earned == 90
    assert sum(lie.reports) == 8
    assert best_split([(8, 0)], [(0, 60)], 0) is None
    assert best_split([(1, 0)], [(0, 60), (0, 30)], 0) is None


def test_a_lie_is_worth_what_it_says() -> None:
    for devices, contracts in SMALL.draw(40, seed=9):
        kind = devices[0][1]
        split, less = best_split(devices, contracts, 0), best_under_report(devices, contracts, 0)
        if split:
            reported = [(split.reports[0], kind), *devices[1:], (split.reports[1], kind)]
            assert earns(reported, contracts, [0, len(devices)]) == split.earned
            assert split.earned > split.truthful == earns(devices, contracts, [0])
        if less:
            assert less.reports[0] < devices[0][0]
            assert earns([(less.reports[0], kind), *devices[1:]], contracts, [0]) == less.earned > less.truthful


def test_how_often_lies_pay() -> None:
    """The specification has 1,360 and 104 of 3,000: 45 % and 3.5 %. Of these games it is 55 % and 2.5 %."""
    splits = count_gains(best_split, SMALL, 400, liars=1)
    unders = count_gains(best_under_report, SMALL, 400, liars=1)
    assert (splits.games, splits.paying) == (400, 221)
    assert (unders.games, unders.paying) == (400, 10)
    assert splits.example and splits.lie and splits.device == 0
    assert best_split(*splits.example, 0) == splits.lie
    assert count_gains(best_under_report, RandomGames(contracts=1), 50).paying == 0


def test_over_reporting_pays_in_most_games() -> None:
    found = count_gains(lambda devices, contracts, device: best_over_report(devices, contracts, device, 24), SMALL, 60)
    assert found.paying > 40


def test_games_are_drawn_as_told() -> None:
    games = list(RandomGames(devices=5, contracts=3, types=2, samples=4, budget=6).draw(200, seed=1))
    assert games == list(RandomGames(devices=5, contracts=3, types=2, samples=4, budget=6).draw(200, seed=1))
    assert {len(devices) for devices, _ in games} == {2, 3, 4, 5}
    assert {len(contracts) for _, contracts in games} == {2, 3}
    assert {count for devices, _ in games for count, _ in devices} == {1, 2, 3, 4}
    assert {budget for _, contracts in games for _, budget in contracts} == {1, 2, 3, 4, 5, 6}
    with pytest.raises(InvalidInput, match="count is -1"):
        list(SMALL.draw(-1, seed=1))
