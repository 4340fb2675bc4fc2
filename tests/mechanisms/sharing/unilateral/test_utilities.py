from __future__ import annotations

from typing import Any

import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.sharing import Additive, BySet, BySize, Market


def test_values_of_sets() -> None:
    by_set = BySet.of(1, [0, 3, 4, 9])
    assert [by_set.value(sellers) for sellers in ((), (0,), (2,), (2, 0))] == [0, 3, 4, 9]
    assert by_set.agents == 3 and by_set.priority == (0, 2)
    additive = Additive.of(1, [5, 0, 7])
    assert additive.value((0, 2)) == 12 and additive.priority == (0, 2)
    by_size = BySize.of(1, [2, 9, 3], [0, 1, 3, 6, 7])
    assert [by_size.value(sellers) for sellers in ((), (0,), (2,), (0, 2))] == [0, 3, 6, 7]
    assert by_size.priority == (2, 0) and by_size.bought((0, 2)) == 5
    assert BySet.of(0, [0, 2**90]).value((1,)) == 2**90


@pytest.mark.parametrize(
    ("table", "increasing", "concave"),
    [
        ([5], True, True),
        ([0, 4, 7, 7], True, True),
        ([0, 4, 8], True, True),
        ([0, 3, 7], True, False),
        ([0, 3, 2], False, False),  # concave as far as it goes, but what lies beyond is worth 2 again
        ([0, 2**70, 2**70 + 1], True, True),
    ],
)
def test_forms_of_tables(table: list[int], increasing: bool, concave: bool) -> None:
    utility = BySize.of(0, [1, 1], table)
    assert (utility.increasing, utility.concave) == (increasing, concave)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: BySet.of(0, []), r"utilities\[0\] has 0 values"),
        (lambda: BySet.of(0, [1, 2, 3]), "has 3 values"),
        (lambda: BySet.of(2, [1, 1.5]), r"utilities\[2\]\[1\] is 1.5, but it must be an integer"),
        (lambda: BySet.of(0, [0, 2**127 + 1]), "it must be at most"),
        (lambda: Additive.of(0, [0, -1]), r"values\[0\]\[1\] is -1"),
        (lambda: Additive.of(1, [0, 4]), r"values\[1\]\[1\] is 4, but nobody buys from itself"),
        (lambda: Additive.of(2, [0, 4]), r"values\[2\] has 2 entries"),
        (lambda: BySize.of(0, [0, 1], [0]), r"sizes\[0\] is 0"),
        (lambda: BySize.of(0, [1, "2"], [0]), r"sizes\[1\] is '2'"),
        (lambda: BySize.of(0, [2**32 + 1], [0]), "it must be at most"),
        (lambda: BySize.of(0, [1], []), r"table\[0\] is empty"),
        (lambda: BySize.of(3, [1], [0]), "sizes has 1 entries"),
        (lambda: BySize.of(0, [1], [0, None]), r"table\[0\]\[1\] is None"),
    ],
)
def test_bad_utilities(make: Any, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        make()


PAIR = (Additive.of(0, [0, 4]), Additive.of(1, [5, 0]))


@pytest.mark.parametrize(
    ("utilities", "costs", "message"),
    [
        ((), [], "utilities is empty"),
        (PAIR[:1], [[0]], r"utilities\[0\] is for 2 agents, but 1 agents buy"),
        (PAIR[::-1], [[0, 1], [1, 0]], "but it is agent 1's"),
        (PAIR, [[0, 1]], "costs has 1 rows, but there are 2 agents"),
        (PAIR, [[0, 1], [1]], r"costs\[1\] has 1 entries"),
        (PAIR, [[0, -1], [1, 0]], r"costs\[0\]\[1\] is -1, but it must be at least 0"),
        (PAIR, [[0, 1], [1, 2]], r"costs\[1\]\[1\] is 2, but no agent gets its own data"),
        (PAIR, [[0, 0.5], [1, 0]], r"costs\[0\]\[1\] is 0.5"),
        (PAIR, "free", "costs is 'free'"),
        (PAIR, [[0, 1], None], r"costs\[1\] is None"),
    ],
)
def test_bad_markets(utilities: Any, costs: Any, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        Market.of(utilities, costs)


def test_costs_of_a_buyer() -> None:
    assert Market.of(PAIR, [[0, 1], [2, 0]]).costs_of(0) == [None, 2]
