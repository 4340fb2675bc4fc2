from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from databourse.errors import InvalidInput
from databourse.learning import Problem, Rows
from tests.learning.data import blobs


def test_labels_are_texts_whatever_they_were() -> None:
    features = [[1, 2], [3, 4]]
    forms: list[Any] = [[7, 3], [7.0, 3.0], ["7", " 3 "], np.array([7, 3], dtype=np.uint8)]
    same = [Rows.of(features, labels) for labels in forms]
    assert {rows.digest for rows in same} == {same[0].digest}
    assert same[0].labels.tolist() == ["7", "3"]


def test_the_hash_is_of_the_numbers_and_labels() -> None:
    """Written down, so that a change of the format is noticed: memos and records on a chain name data by it."""
    rows = Rows.of([[1, 2.5]], ["a"])
    assert rows.digest == "4982bbcf324cd5a26499e448d6d07336870812025323858f5f10b53bd6d98db8"
    others = [
        Rows.of([[1, 2.5], [1, 2.5]], ["a", "a"]),
        Rows.of([[1], [2.5]], ["a", "a"]),
        Rows.of([[1, 2.5]], ["b"]),
        Rows.of([[1, 2.500001]], ["a"]),
    ]
    assert len({rows.digest, *(other.digest for other in others)}) == 5
    assert Rows.of([[0.0, -0.0]], ["a"]).digest == Rows.of([[-0.0, 0.0]], ["a"]).digest
    assert Rows.of([[1], [1]], ["ab", "c"]).digest != Rows.of([[1], [1]], ["a", "bc"]).digest
    backwards = np.array([[1, 2.5]])[:, ::-1].copy()[:, ::-1]
    assert Rows.of(backwards, ["a"]).digest == rows.digest


def test_it_keeps_a_copy() -> None:
    features = np.array([[1.0]])
    rows = Rows.of(features, ["a"])
    features[0, 0] = 5
    assert rows.features.tolist() == [[1.0]]


def test_only_some_labels() -> None:
    rows = Rows.of([[1], [2], [3]], ["a", "b", "a"])
    assert rows.only({"a"}).features.tolist() == [[1], [3]]
    with pytest.raises(InvalidInput, match="no row has a label of c"):
        rows.only({"c"})


@pytest.mark.parametrize(
    ("features", "labels", "message"),
    [
        ([], [], "has features of 1 dimensions"),
        (np.zeros((0, 2)), [], "hers has 0 rows and 2 features, but there must be a row"),
        (np.zeros((2, 0)), ["a", "b"], "hers has 2 rows and 0 features"),
        ([[1, np.nan]], ["a"], "hers: features[0][1] is nan, but it must be a finite number"),
        ([[1, 2], [-np.inf, 0]], ["a", "a"], "hers: features[1][0] is -inf"),
        ([["x"]], ["a"], "hers has features that are no numbers"),
        ([[1, 2], [3]], ["a", "b"], "hers has features that are no numbers"),
        ([[1], [2]], ["a"], "hers has 2 rows of features, but 1 labels"),
        ([[1]], [["a"]], "hers has labels of 2 dimensions"),
        ([[1]], [0.5], "hers: labels[0] is 0.5, but it must be a whole number or a text"),
        ([[1], [1]], [1, np.nan], "hers: labels[1] is nan"),
        ([[1], [1]], ["a", " "], "hers: labels[1] is '', but it must not be empty"),
    ],
)
def test_bad_rows(features: Any, labels: Any, message: str) -> None:
    with pytest.raises(InvalidInput) as error:
        Rows.of(features, labels, "hers")
    assert message in error.value.message


def test_a_problem_knows_the_labels_of_all() -> None:
    parties = [Rows.of([[0], [1]], ["b", "a"]), Rows.of([[2]], ["c"])]
    problem = Problem.of(parties, [Rows.of([[1], [2], [3], [4]], ["c", "z", "a", "A"])])
    assert problem.labels == ["a", "b", "c"] and problem.unknown_labels == ["A", "z"]
    assert [codes.tolist() for codes in problem.codes] == [[1, 0], [2]]
    assert problem.task_codes[0].tolist() == [2, -1, 0, -1]


def test_pooled_data_do_not_depend_on_the_order_of_parties() -> None:
    parties = [blobs(4, seed) for seed in range(3)]
    one = Problem.of(parties, [blobs(5, 9)])
    other = Problem.of(parties[::-1], [blobs(5, 9)])
    assert np.array_equal(one.pooled(0b011)[0], other.pooled(0b110)[0])
    assert np.array_equal(one.pooled(0b011)[1], other.pooled(0b110)[1])


@pytest.mark.parametrize(
    ("parties", "tasks", "names", "message"),
    [
        (0, 1, None, "there is no party"),
        (3, 2, None, "there are 2 validation sets, but there must be one, or one for each of the 3 parties"),
        (3, 0, None, "there are 0 validation sets"),
        (3, 1, ["a", "b"], "there are 2 names, but 3 parties"),
        (3, 1, ["a", "b", "a"], "names[2] is 'a', but another party has that name already"),
    ],
)
def test_bad_problems(parties: int, tasks: int, names: list[str] | None, message: str) -> None:
    with pytest.raises(InvalidInput) as error:
        Problem.of([blobs(3, seed) for seed in range(parties)], [blobs(3, 9)] * tasks, names)
    assert message in error.value.message


def test_data_with_other_columns_do_not_go_together() -> None:
    two = Rows.of([[1, 2]], ["a"])
    with pytest.raises(InvalidInput, match="clinic has 2 features, but hospital has 3"):
        Problem.of([blobs(3, 0), two], [blobs(3, 1)], ["hospital", "clinic"])
    with pytest.raises(InvalidInput, match="validation set 0 has 2 features, but party 0 has 3"):
        Problem.of([blobs(3, 0)], [two])
