"""What the claims are checked with: known numbers, and checks that notice what is wrong."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest

from databourse.experiments.coalition import (
    contracts,
    convergence,
    discovery,
    early,
    gain,
    lies,
    off_type,
    optimum,
    overlap,
    speed,
    stopping,
    types,
    valuation,
    values,
)
from databourse.experiments.coalition.published import GAIN, TABLE_2
from databourse.experiments.coalition.settings import Settings
from databourse.mechanisms.coalition import ContractGame, LeakageGame, leakage_game, place
from databourse.mechanisms.coalition.literal import is_nash_by_definition, partitions
from databourse.mechanisms.coalition.value import REPAIRED

# --- the headline


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


# --- figures


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


# --- model


def test_the_smallest_networks_show_each_defect() -> None:
    assert values.examples() == {
        "D1": {"published": 0.0, "repaired": 2.0},
        "D3": {"sum over the union": "7/5", "published": 1.4, "repaired": 1.0},
        "D4": {
            "opposite": {"dissimilarity": 1.0, "distance": 1.0},
            "equal": {"dissimilarity": 1.0, "distance": 0.0},
        },
        "single": {"without f": [1.0, 2.0, 4.0], "with f": [1.5, 2.5, 4.5]},
    }


def test_values_notice_another_form(monkeypatch: pytest.MonkeyPatch) -> None:
    right = values._check(1, range(10))
    assert right["published, alone is best"] == right["repaired, all together is best"] == right["loss is 2pg"] == 10
    assert right["published, a pair gains"] == right["published, 11d holds"] == 0
    monkeypatch.setitem(values.FORMS, "published", REPAIRED)
    wrong = values._check(1, range(10))
    assert wrong["published, alone is best"] == 0 and wrong["published, a pair gains"] == 10


def test_eq_6_by_hand() -> None:
    assert types.value_after({1, 2, 3}, {2, 3, 4}, 1.0) == 3
    assert types.value_after({1, 2, 3}, {2, 3, 4}, 0.0) == 1
    assert types.value_after({1, 2, 3}, {2, 3, 4}, 2.0) == 5


def test_intervals_miss_another_value(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sum(types._covered(1, range(20))) >= 15
    monkeypatch.setattr(types, "size_only_shapley", lambda *_: 0.2)
    assert sum(types._covered(1, range(20))) == 0


# --- games


def test_contract_games_notice_another_placement(monkeypatch: pytest.MonkeyPatch) -> None:
    right = contracts._check(1, range(20))
    for name in ("budgets met", "none negative", "placed as defined", "stable", "switching ends stable"):
        assert right[name] == 20
    assert right["disjoint, linear"] == right["linear but for rounding"] == 20
    assert right["overlapping, linear"] == 0 < right["another type pays"]

    def first_of_its_type(game: ContractGame) -> Any:
        chosen = place(game)
        for device, slot in enumerate(chosen.tolist()):
            if slot >= 0:
                chosen[device] = game.slots[game.first[device]]
        return chosen

    monkeypatch.setattr(contracts, "place", first_of_its_type)
    wrong = contracts._check(1, range(20))
    assert wrong["stable"] < 20 and wrong["placed as defined"] < 20


def test_equilibria_are_counted() -> None:
    # one device of 2 and one of 1 in equal contracts: apart, either way round
    assert contracts._choices([(2, 0), (1, 0)], [(0, 60), (0, 60)]) == 2
    # alike devices count as one
    assert contracts._choices([(1, 0), (1, 0)], [(0, 60), (0, 60)]) == 1
    assert contracts._choices([(1, 0)], [(1, 60)]) == 1


def test_another_type_pays_if_its_contract_does() -> None:
    assert contracts._of_another_type([(1, 0)], [(0, 1), (1, 2)])
    assert not contracts._of_another_type([(1, 0)], [(0, 2), (1, 1)])


def test_halves_of_a_device_take_both_contracts() -> None:
    lie = lies.in_halves([(2, 0)], [(0, 60), (0, 40)], 0)
    assert lie is not None and (lie.reports, lie.earned, lie.truthful) == ((1, 1), Fraction(100), Fraction(60))
    assert lies.in_halves([(2, 0)], [(0, 60)], 0) is None
    assert lies.in_halves([(1, 0)], [(0, 60), (0, 40)], 0) is None


def test_lies_are_told_with_the_game_where_they_gain_most() -> None:
    found = lies._search(1, "two identities", range(20))
    example = found["example"]
    assert 0 < found["first"] <= found["paying"] <= 20
    assert Fraction(example["earned"]) / Fraction(example["truthful"]) == pytest.approx(example["factor"], rel=1e-5)
    assert sum(example["reports"]) == example["samples"][example["device"]]


def test_the_counterexample_by_hand() -> None:
    assert convergence.counterexample() == {
        "alone": [5.0, 0.5],
        "together": [9.0, 0.0],
        "Nash": [],
        "Algorithm 1 stopped": 0,
        "runs": 20,
        "without consent": "cycled",
        "with consent": "settled",
        "coalitions": [[0], [1]],
        "stable": True,
    }


def test_games_without_a_cost_always_have_a_stable_partition() -> None:
    free, dear = (convergence._play(1, cost, range(6)) for cost in (0.0, 0.3))
    assert free["no Nash partition"] == free["Algorithm 1 goes on"] == 0 < dear["no Nash partition"]
    for found in (free, dear):
        assert found["ends with consent"] == found["individually stable"] == 6
        assert found["somebody below alone"] == 0


def test_stability_with_consent_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody alone is hardly ever stable where it costs nothing to be together."""
    form = leakage_game.form

    def nobody_moves(game: LeakageGame, **options: Any) -> Any:
        return form(game, **options, most_steps=0)

    monkeypatch.setattr(convergence, "form", nobody_moves)
    assert convergence._play(1, 0.0, range(5))["individually stable"] == 0


def test_separable_games_have_a_stable_partition_and_others_are_told() -> None:
    assert convergence.separable(1, 5) == 0

    class Chasing:
        """The first wants company, the second does not."""

        def payoffs(self, partition: Sequence[Sequence[int]]) -> list[float]:
            together = len(partition) == 1
            return [float(together), -float(together)]

    assert not any(is_nash_by_definition(Chasing(), way) for way in partitions(2))


def test_nothing_is_above_the_optimum() -> None:
    for one in optimum._compare(1, 0.1, range(5)):
        assert all(share <= 1 + 1e-9 for share in one.values())
        assert one["alone"] < one["with consent"]


def test_discovery_finds_types_and_takes_them_on_trust() -> None:
    found = discovery._check(1)
    assert found["equality"]["found"] == found["devices"]
    assert found["equality"]["repeated"] == 0 and found["equality"]["messages"] == 3 * found["equality"]["tests"]
    assert found["liar"] == {"true": 1, "claimed": 3, "found": 3, "limit": 2, "asked": 2, "by many names": 1}
    assert found["buckets"] == {"buckets": 5, "as the types are": True, "named with one key": found["devices"]}
