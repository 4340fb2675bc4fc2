"""Figs 4 and 8 to 12, and the headline: numbers that are known."""

from __future__ import annotations

import math
import random

import pytest

from databourse.experiments.coalition import (
    early,
    gain,
    off_type,
    overlap,
    speed,
    stopping,
    valuation,
)
from databourse.experiments.coalition.published import GAIN, TABLE_2
from databourse.experiments.coalition.settings import Settings


def test_the_readings_of_the_headline_by_hand() -> None:
    found = gain.closed_forms()
    # X, Y and Z leak 0.1, 0.4 and 0.5 on average of the two others
    each = 3 / (1 / 1.1 + 1 / 1.4 + 1 / 1.5) - 1
    assert found["each device its mean r²"] == pytest.approx(each)
    assert found["mean r² over the pairs"] == pytest.approx(1 / 3)
    assert found["mean of abs(r) over the pairs"] == pytest.approx((0.2**0.5 + 0.8**0.5) / 3)
    # the first of three hides all, the last one nothing, the second what one of the pairs has in common
    second = (2 + 2 / 1.2 + 2 / 1.8) / 6
    assert found["one after another, R²"] == pytest.approx(3 / (1 + 0.5 + second) - 1)
    assert found["largest, g = 1"] == 1


def test_a_bonus_and_a_cost_that_give_the_headline() -> None:
    found = gain.fitted()
    assert found["slope"] * math.log(41) == pytest.approx(GAIN)
    assert found["slope"] == pytest.approx(0.0881, abs=5e-5)
    assert (1 - found["cost"]) * 4 / 3 == pytest.approx(1 + GAIN)


def test_random_groups_gain_what_they_would_by_hand() -> None:
    (one,) = gain._draw(1, 40, range(1))
    assert one["merges"] == 1
    assert one["alone"] < one["by type"] < one["switches"] <= 1
    # with very many devices X, Y and Z leak 0.4, 0.6 and 2/3, and by type only what others have
    many = gain._draw(1, 40, range(30))
    alone, by_type = (sum(one[name] for one in many) / 30 for name in ("alone", "by type"))
    assert alone == pytest.approx((1 / 1.4 + 1 / 1.6 + 1 / (5 / 3)) / 3, abs=0.01)
    assert by_type == pytest.approx((1 / (1 + 0.2 / 3) + 1 / (1 + 0.8 / 3) + 1 / (4 / 3)) / 3, abs=0.015)


def test_the_stop_rule_stops_in_thousands_of_rounds_and_is_not_precise() -> None:
    found = stopping._combine(Settings(), [stopping._run(1, range(20))])
    assert found["stopped"] == found["runs"] == 20
    low, _, high = found["rounds"]
    assert 1_000 < low < high < 4_000
    assert found["error"][0] > 5e-4 and found["within"] == 0
    assert found["needed"] == {"XY": 15_366_400, "XZ": 9_834_496, "YZ": 614_656}
    assert found["gain"]["mean"] == pytest.approx(1 / 3, abs=0.01)


def test_a_path_comes_to_the_truth() -> None:
    found = stopping.path(1)
    for name, value in stopping.truth().items():
        assert found[name][-1] == pytest.approx(value, abs=3 * found["half widths"][name][-1])
        assert found["half widths"][name][-1] < found["half widths"][name][0]


def test_the_mean_over_the_noise_is_that_of_a_lognormal() -> None:
    chance = random.Random(1)
    draws = [1 - math.exp(-2 * 0.2 * (1 - chance.gauss(0.5, 1))) for _ in range(40_000)]
    assert overlap.expected(0.2) == pytest.approx(sum(draws) / len(draws), abs=0.01)
    assert overlap.expected(0.25) > overlap.expected(0.2) and overlap.expected(0.25) > overlap.expected(0.3)


def test_the_readings_of_the_valuation_are_those_of_other_programs() -> None:
    found = valuation._measure()
    assert found["equal"]["exponent"] == [2.0**price for price in range(1, 11)]
    assert found["unequal"]["exponent"][4] == pytest.approx(18.89568)
    assert found["equal"]["factor"][1] == pytest.approx(2048)
    assert found["equal"]["scaled-exponent"][4] == pytest.approx(2.910383e-11)
    assert found["per device"]["0.8"]["nobody"][1] == pytest.approx(0.16777216)
    assert found["all sellers"] == [2.0**10, 3.0**10, 4.0**10]
    assert found["doubled"] == [2.0 ** (10 - price) for price in range(1, 11)]


def test_steps_that_do_not_rise_are_counted() -> None:
    assert valuation.falls([1, 2, 3]) == 0
    assert valuation.falls([1, 1, 0, 2]) == 2


def test_utilities_off_type_by_hand() -> None:
    table = off_type.utilities(0.5)
    # of 49 others in all: at home 9 twins hidden; in the next coalition its 10 members with 0.25
    left = 10 * (0.25 + 0.0625 + 0.015625 + 0.00390625)
    own, following = (left / 49, (left + 9 - 2.5) / 49)
    assert table[0][1] == pytest.approx((1 + own) / (1 + following))
    assert [row[kind] for kind, row in enumerate(table)] == [1.0] * 5


def test_the_tables_are_those_of_the_paper() -> None:
    found = early._measure()
    for case, ways in TABLE_2.items():
        for way, costs in ways.items():
            assert found[case][way] == costs
    assert found["I"]["lost"] == found["II"]["lost"] == 2


def test_looks_are_at_the_contracts_of_the_own_type() -> None:
    found = speed._large(1, (100,))["100"]
    assert found["looks"] == found["sweeps"] * 100 * 2
    game = speed.crowd(1, 100)
    assert set((game.end - game.first).tolist()) == {2}
