from __future__ import annotations

from itertools import combinations
from math import factorial

import numpy as np
import pytest

from databourse.errors import InvalidInput
from databourse.learning import Problem, Rows, classifier, knn, measure, row_values
from databourse.mechanisms.learning import data_values
from tests.learning.data import blobs


def by_definition(train: Rows, task: Rows, neighbours: int) -> list[float]:
    """Eq (1) with rows as players."""

    def worth(rows: tuple[int, ...]) -> float:
        total = 0.0
        for features, label in zip(task.features, task.labels, strict=True):
            near = sorted(rows, key=lambda row: (((train.features[row] - features) ** 2).sum(), row))[:neighbours]
            total += sum(train.labels[row] == label for row in near) / neighbours
        return total / len(task)

    players = range(len(train))
    values = []
    for player in players:
        others = [row for row in players if row != player]
        value = 0.0
        for size in range(len(players)):
            weight = factorial(size) * factorial(len(players) - size - 1) / factorial(len(players))
            value += weight * sum(worth((*rows, player)) - worth(rows) for rows in combinations(others, size))
        values.append(value)
    return values


@pytest.mark.parametrize("neighbours", [1, 2, 3, 9])
def test_the_closed_form_is_the_definition(neighbours: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also with fewer rows than neighbours, and question by question."""
    for seed, at_once in ((0, 4_000_000), (1, 1)):
        monkeypatch.setattr(knn, "_AT_ONCE", at_once)
        train, task = blobs(6, seed), blobs(4, 10 + seed)
        (values,) = row_values([train], task, neighbours)
        assert values == pytest.approx(by_definition(train, task, neighbours), abs=1e-14)


def test_values_add_up_to_the_accuracy_of_all_rows() -> None:
    parties, task = [blobs(30, 1), blobs(20, 2)], blobs(50, 3)
    values = row_values(parties, task)
    assert [len(found) for found in values] == [30, 20]
    table = measure(Problem.of(parties, [task]), classifier("knn")).tables[0]
    assert sum(found.sum() for found in values) == pytest.approx(table.everybody / 50)


def test_values_of_rows_are_not_those_of_parties() -> None:
    """A party whose rows are all alike is worth as much as with one of them, which its rows share."""
    one = Rows.of([[0.0]] * 9 + [[5.0]], ["a"] * 9 + ["b"])
    other = Rows.of([[0.0], [5.1]], ["a", "b"])
    task = Rows.of([[0.1], [5.0], [5.2]], ["a", "b", "b"])
    by_rows = [found.sum() for found in row_values([one, other], task)]
    by_parties = data_values(measure(Problem.of([one, other], [task]), classifier("knn")).tables[0])
    assert sum(by_rows) == pytest.approx(float(sum(by_parties))) == 1
    assert by_parties == [0.5, 0.5] and by_rows[0] == pytest.approx(0.9 / 3 + 1 / 3)


def test_labels_that_nobody_has_are_worth_nothing() -> None:
    assert np.array_equal(row_values([blobs(5, 0)], Rows.of([[0, 0, 0]], ["z"]))[0], np.zeros(5))


def test_bad_questions() -> None:
    with pytest.raises(InvalidInput, match="neighbours is 0"):
        row_values([blobs(3, 0)], blobs(3, 1), 0)
    with pytest.raises(InvalidInput, match="validation set 0 has 1 features"):
        row_values([blobs(3, 0)], Rows.of([[1]], ["0"]))
