"""Models that parties get: of no use for others' tasks, or private."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from databourse.errors import BourseError, InvalidInput
from databourse.learning import LinearModel, Rows, customise, extras, private_model
from tests.learning.data import blobs


def test_a_customised_model_serves_its_task_and_no_other() -> None:
    data, asked = blobs(160, 1, labels=4, noise=0.3), blobs(120, 2, labels=4, noise=0.3)
    own, others = asked.only({"0", "1"}), [asked.only({"1", "2"}), asked.only({"2", "3"})]
    plain, custom = (customise(data, own, others, strength) for strength in (0, 8))
    assert min(plain.accuracy(task) for task in (own, *others)) > 0.9
    assert custom.accuracy(own) > 0.9
    assert custom.accuracy(others[1]) < 0.1  # nothing in common
    assert custom.accuracy(others[0].only({"1"})) > 0.9 and custom.accuracy(others[0].only({"2"})) < 0.1


def test_without_strength_it_is_softmax_regression() -> None:
    from sklearn.linear_model import LogisticRegression

    data, task = blobs(60, 1), blobs(200, 2)
    ours = customise(data, task, [task], strength=0, penalty=0.01)
    theirs = LogisticRegression(C=1 / (0.01 * len(data)), max_iter=2_000, tol=1e-8).fit(data.features, data.labels)
    found, expected = (weights - weights.mean(axis=0) for weights in (ours.weights[:, :-1], theirs.coef_))
    assert np.abs(found - expected).max() < 0.02
    assert (ours.predict(task.features) == theirs.predict(task.features)).mean() > 0.98


def test_others_with_nothing_foreign_push_nothing_away() -> None:
    data, task = blobs(40, 1), blobs(40, 2)
    alone = customise(data, task, [])
    assert np.array_equal(customise(data, task, [task]).weights, alone.weights)
    unknown = Rows.of(task.features, ["never seen"] * len(task))
    assert np.array_equal(customise(data, task, [unknown]).weights, alone.weights)


def test_the_slope_is_that_of_the_loss() -> None:
    """From another start: a little more strength never makes the bounded term larger."""
    data, asked = blobs(80, 3), blobs(60, 4)
    own, other = asked.only({"0"}), asked.only({"1", "2"})

    def useful(strength: float) -> float:
        values = customise(data, own, [other], strength).values(other.features)
        chances = np.exp(values - values.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        places = [["0", "1", "2"].index(label) for label in other.labels]
        return float(chances[np.arange(len(other)), places].mean())

    found = [useful(strength) for strength in (0, 0.5, 1, 2, 8)]
    assert found == sorted(found, reverse=True) and found[0] > 0.6 and found[-1] < 0.1


def test_a_private_model_is_less_accurate_the_more_private_it_is() -> None:
    data = blobs(400, 1, labels=2, noise=0.4)
    task = blobs(200, 2, labels=2, noise=0.4)
    mean = {
        epsilon: np.mean([private_model(data, epsilon, 3.0, ["0", "1"], seed=seed).accuracy(task) for seed in range(8)])
        for epsilon in (0.01, 100)
    }
    assert mean[0.01] < 0.8 and mean[100] > 0.95


def test_its_noise_is_drawn_anew_without_a_seed() -> None:
    data = blobs(50, 1)
    drawn = [private_model(data, 1.0, 3.0, ["0", "1", "2"]).weights for _ in range(2)]
    assert not np.array_equal(drawn[0], drawn[1])
    again = [private_model(data, 1.0, 3.0, ["0", "1", "2"], seed=4).weights for _ in range(2)]
    assert np.array_equal(again[0], again[1])
    assert again[0].shape == (3, 4)


def test_two_labels_have_a_row_each() -> None:
    model = LinearModel.of(["a", "b"], np.array([[2.0, 0.0]]), np.array([-1.0]))
    assert model.predict(np.array([[0.0, 9.0], [1.0, 9.0]])).tolist() == ["a", "b"]
    assert model.accuracy(Rows.of([[0, 0], [1, 0]], ["a", "a"])) == 0.5


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"epsilon": 0}, "epsilon is 0, but it must be above 0"),
        ({"norm": -1}, "norm is -1"),
        ({"strength": float("nan")}, "strength is nan"),
        ({"labels": ["0", "1"]}, "labels is ['0', '1'], but the data have 0, 1, 2"),
    ],
)
def test_bad_options_of_private_models(options: dict[str, Any], message: str) -> None:
    usual: dict[str, Any] = {"epsilon": 1.0, "norm": 3.0, "labels": ["0", "1", "2"]}
    with pytest.raises(InvalidInput) as error:
        private_model(blobs(30, 1), **{**usual, **options})
    assert message in error.value.message


def test_bad_options_of_customised_models() -> None:
    with pytest.raises(InvalidInput, match="strength is -1"):
        customise(blobs(9, 1), blobs(9, 2), [], strength=-1)
    with pytest.raises(InvalidInput, match=r"others\[0\]: features is 1, but the training data have 3"):
        customise(blobs(9, 1), blobs(9, 2), [Rows.of([[1]], ["0"])])


def test_what_is_not_installed_is_named_with_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda _: None)
    with pytest.raises(BourseError, match="diffprivlib is not installed") as error:
        private_model(blobs(9, 1), 1.0, 1.0, [])
    assert error.value.hint == "pip install 'databourse[privacy]'"
