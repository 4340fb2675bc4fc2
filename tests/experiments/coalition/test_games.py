"""Contract and leakage games: the checks notice what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest

from databourse.experiments.coalition import (
    contracts,
    convergence,
    discovery,
    lies,
    optimum,
)
from databourse.mechanisms.coalition import ContractGame, LeakageGame, leakage_game, place
from databourse.mechanisms.coalition.literal import is_nash_by_definition, partitions


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
