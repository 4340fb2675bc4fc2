from __future__ import annotations

import numpy as np
import pytest

from databourse.errors import InvalidInput
from databourse.learning import Problem, Ridge, Rows, cell, measure
from databourse.learning.ridge import ridge_counts
from tests.learning.data import blobs, problem


@pytest.mark.parametrize("tasks", [1, 5])
def test_sums_of_statistics_are_models_of_pooled_data(tasks: int) -> None:
    for seed in range(4):
        given = problem(parties=5, tasks=tasks, rows=3, seed=seed)
        measured = measure(given, Ridge(0.1))
        for mask in range(1, 32):
            assert cell(given, Ridge(0.1), mask) == [table.correct[mask] for table in measured.tables]


def test_it_is_scikit_learns_ridge() -> None:
    from sklearn.linear_model import RidgeClassifier

    data, task = blobs(40, 1), blobs(60, 2)
    expected = RidgeClassifier(alpha=0.5).fit(data.features, data.labels).predict(task.features) == task.labels
    assert measure(Problem.of([data], [task]), Ridge(0.5)).tables[0].correct.tolist() == [0, expected.sum()]


def test_pieces_of_any_length() -> None:
    given = problem(parties=9, rows=4)
    by_mask: dict[int, int] = {}
    for masks, counts in ridge_counts(given, Ridge(), list(range(511, 0, -1)), jobs=2):
        by_mask.update(zip(masks, counts[:, 0].tolist(), strict=True))
    assert len(by_mask) == 511
    assert [by_mask[mask] for mask in range(1, 512)] == measure(given, Ridge()).tables[0].correct[1:].tolist()
    assert list(ridge_counts(given, Ridge(), [])) == []


def test_labels_that_a_set_has_not_are_not_its_answers() -> None:
    """Far from all data the value of a label that is not there (0) would be the largest."""
    parties = [Rows.of([[0.0], [1.0]], ["a", "b"]), Rows.of([[9.0]], ["c"])]
    task = Rows.of([[-50.0], [50.0]], ["c", "c"])
    assert measure(Problem.of(parties, [task]), Ridge()).tables[0].correct[1] == 0


def test_numbers_that_swallow_the_penalty_leave_a_model_and_the_others_as_they_were() -> None:
    huge = Rows.of([[1e18, -1e18, 1e18], [-1e18, 1e18, 1e18]], ["0", "1"])
    task = Rows.of([[1e18, -1e18, 1e18], [-1e18, 1e18, 1e18], [0, 0, 0]], ["0", "1", "0"])
    parties = [blobs(20, 1), huge, blobs(20, 2)]
    measured = measure(Problem.of(parties, [task]), Ridge()).tables[0].correct
    assert measured[0b010] >= 2 == sum(Ridge().predict(huge.features, np.array([0, 1]), huge.features) == [0, 1])
    without = measure(Problem.of([parties[0], parties[2]], [task]), Ridge()).tables[0].correct
    assert measured[[0, 0b001, 0b100, 0b101]].tolist() == without.tolist()


@pytest.mark.parametrize("penalty", [0, -1, np.nan, np.inf])
def test_bad_penalties(penalty: float) -> None:
    with pytest.raises(InvalidInput, match="penalty is"):
        Ridge(penalty)
