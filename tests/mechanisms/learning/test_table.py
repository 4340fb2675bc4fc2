from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.learning import Table, data_values, select
from databourse.mechanisms.learning.literal import closure_by_definition, shapley_by_subsets
from tests.mechanisms.learning.tables import accuracies, measured


@pytest.mark.parametrize("parties", range(1, 8))
def test_the_closure_is_the_best_of_all_parts(parties: int) -> None:
    for seed in range(20):
        table = measured(parties, seed)
        closed = table.closure()
        assert closed.correct.tolist() == closure_by_definition(table.correct.tolist())
        assert closed.is_closed() and closed.closure().correct.tolist() == closed.correct.tolist()
        assert table.is_closed() == (table.correct.tolist() == closed.correct.tolist())


def test_a_single_cell_opens_a_table() -> None:
    closed = measured(5, 3).closure()
    assert 0 < closed.correct[5] < closed.everybody
    for mask in range(32):
        for change in (-1, 1):
            counts = closed.correct.copy()
            counts[mask] += change
            parts_fit = all(counts[part] <= counts[mask] for part in range(mask) if part & ~mask == 0)
            wholes_fit = all(counts[mask] <= counts[whole] for whole in range(32) if mask & ~whole == 0)
            expected = bool(counts[0] == 0 and parts_fit and wholes_fit)
            assert Table(5, counts, closed.validation_size).is_closed() is expected


def test_a_chance_level_and_harm_are_closed_away() -> None:
    assert Table.of(2, [10, 50, 60, 40], 100).closure().correct.tolist() == [0, 50, 60, 60]


def test_what_it_says() -> None:
    table = Table.of(2, [0, 3, 5, 8], 10)
    assert table.alone == [3, 5] and table.everybody == 8 and table.accuracy(3) == Fraction(4, 5)
    assert table.correct.tolist() == Table.of(2, np.array([0, 3, 5, 8], dtype=np.uint16), 10).correct.tolist()


def test_values_of_data_select_them() -> None:
    """Party 2 adds nothing to this task, party 1 half of what party 0 adds."""
    table = Table.of(3, [0, 6, 3, 9, 0, 6, 3, 9], 10)
    assert data_values(table) == [Fraction(6, 10), Fraction(3, 10), 0]
    assert [select(table, threshold) for threshold in (0, Fraction(1, 100), Fraction(3, 10), 0.5, 0.7)] == [
        0b111,
        0b011,
        0b011,
        0b001,
        0,
    ]
    assert table.restricted(0b001).correct.tolist() == [0, 6, 0, 6, 0, 6, 0, 6]
    assert table.restricted(0).correct.tolist() == [0] * 8


def test_values_of_data_are_shapley_values_of_the_accuracy() -> None:
    for seed in range(10):
        closed = measured(4, seed).closure()
        accuracy = accuracies(closed)
        assert data_values(measured(4, seed)) == shapley_by_subsets(accuracy.__getitem__, 4)


@pytest.mark.parametrize(
    ("parties", "correct", "size", "message"),
    [
        (0, [0], 1, "parties is 0, but it must be at least 1"),
        (25, [], 1, "parties is 25, but all subsets are for at most 24"),
        ("2", [], 1, "parties is '2', but it must be an integer"),
        (2, [0, 1, 1], 1, "correct has 3 entries, but it must have one for each of the 4 sets of 2 parties"),
        (2, 5, 1, "correct is 5, but it must be a list"),
        (1, [0, 5], 4, "correct[1] is 5, but it must be at most 4"),
        (1, [-1, 0], 4, "correct[0] is -1, but it must be at least 0"),
        (1, [0, 0.5], 4, "correct[1] is 0.5, but it must be an integer"),
        (1, [0, True], 4, "correct[1] is True"),
        (1, [0, 2**64], 4, "correct[1] is 18446744073709551616, but it must be at most 4"),
        (1, np.array([0, 9]), 4, "correct[1] is 9"),
        (1, np.array([0, 0.5]), 4, "correct[0] is 0.0, but it must be an integer"),
        (1, [0, 0], 0, "validation_size is 0, but it must be at least 1"),
        (1, [0, 0], 2**32, "validation_size is 4294967296"),
        (1, [0, 0], 1.5, "validation_size is 1.5, but it must be an integer"),
    ],
)
def test_bad_tables(parties: Any, correct: Any, size: Any, message: str) -> None:
    with pytest.raises(InvalidInput) as error:
        Table.of(parties, correct, size)
    assert message in error.value.message
