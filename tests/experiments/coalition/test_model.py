"""Data types and the value of coalitions: the checks notice what is wrong."""

from __future__ import annotations

import pytest

from databourse.experiments.coalition import (
    types,
    values,
)
from databourse.mechanisms.coalition.value import REPAIRED


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
