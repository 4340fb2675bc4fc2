from __future__ import annotations

import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.value import PUBLISHED, Bounds, Network, check_constraints, trade_in_turn

NETWORK = Network.of(
    [1, 1, 2], [[0, 0.5, 0.1], [0.5, 0, 0.1], [0.1, 0.1, 0]], deviations=[1.0, 2.0, 9.0], gains=[0.2, 0.2, 0]
)


def broken(**changes: object) -> dict[str, tuple[int, ...]]:
    right: dict[str, object] = {"network": NETWORK, "coalition": [0, 1], "paid": [4, 4], "budget": 8, "cost": 0.2}
    found = check_constraints(**{**right, **changes})  # type: ignore[arg-type]
    assert [constraint.number for constraint in found] == ["11b", "11c", "11d", "11e", "11f", "11g", "11h"]
    return {constraint.number: constraint.members for constraint in found if not constraint.holds}


def test_all_hold() -> None:
    assert broken(bounds=Bounds(dissimilarity=1.5, cost=0.2, opportunity_cost=0.5)) == {}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"budget": 8.1}, {"11b": (0, 1)}),
        ({"paid": [4.5, 4]}, {"11b": (0, 1)}),
        ({"paid": [8, 0], "cost": 1}, {"11c": (1,), "11d": (1,)}),
        ({"cost": 20}, {"11c": (0, 1), "11d": (0, 1)}),
        ({"bounds": Bounds(dissimilarity=1.4)}, {"11f": (0, 1)}),
        ({"bounds": Bounds(cost=0.1)}, {"11g": (0, 1)}),
        ({"bounds": Bounds(opportunity_cost=0.4)}, {"11h": (0, 1)}),
        ({"coalition": [0, 2], "bounds": Bounds(dissimilarity=3)}, {"11f": (0, 2)}),
        ({"form": PUBLISHED}, {"11d": (0, 1)}),
    ],
)
def test_each_is_broken_by_itself(changes: dict[str, object], expected: dict[str, tuple[int, ...]]) -> None:
    assert broken(**changes) == expected


def test_what_decides_is_told() -> None:
    found = {
        constraint.number: constraint.found
        for constraint in check_constraints(NETWORK, [0, 1], [4, 4], 8, 0.2, form=PUBLISHED)
    }
    assert found["11b"] == 8 and found["11f"] == 1.5 and found["11g"] == 0.2 and found["11h"] == 0.5
    assert found["11c"] == pytest.approx(4 - 2 + 0.2 - 0.2)
    assert found["11d"] == pytest.approx(-2.2)
    assert found["11e"] == 2


def test_equality_is_enough() -> None:
    """Alone, leaving changes nothing; a price of 0 is no loss."""
    assert broken(coalition=[2], paid=[0], budget=0, cost=0) == {}


def test_who_does_not_take_part_has_no_opportunity_cost() -> None:
    apart = Network.of([1, 1], [[0, 0.5], [0.5, 0]], participation=[1, 0])
    found = check_constraints(apart, [0, 1], [4, 4], 8, bounds=Bounds(opportunity_cost=0))
    assert all(constraint.holds for constraint in found)
    assert [constraint.found for constraint in found if constraint.number in ("11e", "11h")] == [1, 0]


def test_an_order_without_a_seller() -> None:
    with pytest.raises(InvalidInput, match="it must be D1, D2 in some order"):
        trade_in_turn({"D1": [1], "D2": [2]}, ["D1"])
