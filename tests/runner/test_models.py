"""The models that parties get: what they answer, and how they travel."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from databourse.errors import InvalidInput
from databourse.learning import Problem, Rows
from databourse.learning.trainer import Trainer, trainer_of
from databourse.mechanisms.compiled import Ints
from databourse.mechanisms.learning.table import Table
from databourse.runner.arrays import pack_arrays
from databourse.runner.delivering import best_set, make_model
from databourse.runner.model_file import Model, open_signed, pack_model, sign_model, unpack_model
from databourse.runner.party import open_model
from databourse.runner.sealing import model_info, seal
from tests.learning.data import blobs, problem
from tests.market.scripted import account
from tests.runner.rounds import CONTEXT, keys, pair

ASKED = blobs(200, 99)


def answers(trainer: Trainer, found: Problem, mask: int) -> Any:
    """What the trainer itself answers."""
    codes: Ints = trainer.predict(*found.pooled(mask), ASKED.features)
    return np.array(found.labels)[codes]


@pytest.mark.parametrize(("model", "settings"), [("logistic", {"C": 0.5}), ("ridge", {"penalty": 0.3})])
@pytest.mark.parametrize("labels", [2, 3])
def test_weights_answer_as_the_trainer_does(model: str, settings: dict[str, Any], labels: int) -> None:
    found = Problem.of([blobs(30, seed, labels) for seed in range(3)], [ASKED])
    trainer = trainer_of(model, settings)
    for mask in (0b001, 0b110, 0b111):
        made = unpack_model(pack_model(make_model(found, trainer, mask, "{}")))
        assert made.linear is not None
        assert (made.linear.predict(ASKED.features) == answers(trainer, found, mask)).all()


@pytest.mark.parametrize("model", ["logistic", "ridge"])
def test_labels_that_the_data_do_not_have_are_never_answered(model: str) -> None:
    """Party 0 lacks the label in the middle, so that places in its model are not those of all labels."""
    found = Problem.of([blobs(40, 1).only({"0", "2"}), blobs(40, 2).only({"1"})], [ASKED])
    made = make_model(found, trainer_of(model, {}), 0b01, "{}")
    assert made.labels == ("0", "2")
    assert made.linear is not None
    assert (made.linear.predict(ASKED.features) == answers(trainer_of(model, {}), found, 0b01)).all()


def test_of_one_label_only_the_model_always_answers_it() -> None:
    found = Problem.of([blobs(40, 1).only({"1"}), blobs(40, 2)], [ASKED])
    made = make_model(found, trainer_of("logistic", {}), 0b01, "{}")
    assert made.linear is not None
    assert set(made.linear.predict(ASKED.features)) == {"1"}


def test_other_models_are_pickled_and_say_so() -> None:
    found, trainer = problem(2), trainer_of("forest", {"n_estimators": 3})
    made = unpack_model(pack_model(make_model(found, trainer, 0b11, '{"model":"forest"}')))
    assert made.linear is None
    assert made.trainer == '{"model":"forest"}'
    told = np.array(made.labels)[made.estimator().predict(ASKED.features)]
    assert (told == answers(trainer, found, 0b11)).all()


def test_what_is_no_trainer_of_ours_hands_no_model_over() -> None:
    class Strange:
        identity = "strange"

        def predict(self, *_: Any) -> Any:
            raise AssertionError

    with pytest.raises(TypeError, match="Strange"):
        make_model(problem(2), Strange(), 0b11, "{}")


@pytest.mark.parametrize(
    ("counts", "best"),
    [([0, 5, 6, 9], 0b11), ([10, 5, 9, 7], 0b10), ([0, 9, 9, 7], 0b01), ([0, 9, 3, 9], 0b11), ([0, 0, 0, 0], 0b11)],
)
def test_the_model_is_the_one_whose_count_is_paid_for(counts: list[int], best: int) -> None:
    measured = Table.of(2, counts, 10)
    assert best_set(measured) == best
    assert measured.correct[best] == measured.closure().everybody


@pytest.mark.parametrize(
    "arrays",
    [
        {"labels": np.array(["a"]), "trainer": np.array("{}"), "weights": np.zeros((2, 3))},
        {"labels": np.array(["a"]), "trainer": np.array("{}"), "weights": np.zeros((1, 1))},
        {"labels": np.array(["a"]), "trainer": np.array("{}"), "weights": np.zeros(3)},
        {"labels": np.array("a"), "trainer": np.array("{}"), "weights": np.zeros((1, 3))},
        {"labels": np.array(["a"]), "trainer": np.array(["{}"]), "weights": np.zeros((1, 3))},
        {"labels": np.array(["a"]), "trainer": np.array("{}")},
    ],
)
def test_what_is_no_model_is_told(arrays: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput, match=r"the model must have|weights: shape"):
        unpack_model(pack_arrays(arrays))


def test_a_model_travels_to_its_owner_alone() -> None:
    runner, alice, key = keys(), account("alice"), pair("alice")
    made = make_model(problem(2), trainer_of("ridge", {}), 0b11, "{}")
    sealed = seal(pack_model(made), key.public_key().public_bytes_raw(), model_info(CONTEXT, alice))
    raw = sign_model(sealed, CONTEXT, alice, runner.sign)
    assert open_signed(raw, runner.address, CONTEXT, alice) == sealed
    found = open_model(raw, key, runner.address, CONTEXT, alice)
    assert isinstance(found, Model) and found.linear is not None and made.linear is not None
    assert np.array_equal(found.linear.weights, made.linear.weights)
    with pytest.raises(InvalidInput, match="it does not open"):
        open_model(raw, pair("bob"), runner.address, CONTEXT, alice)
    strangers = keys("stranger")
    forged = sign_model(sealed, CONTEXT, alice, strangers.sign)
    for wrong, owner in ((forged, alice), (raw[:-1], alice), (b"", alice), (raw, account("bob"))):
        with pytest.raises(InvalidInput, match="not signed by the round's runner"):
            open_model(wrong, key, runner.address, CONTEXT, owner)


def test_rows_of_no_use_make_no_model_but_an_error() -> None:
    found = Problem.of([Rows.of([[0.0], [1.0]], ["a", "b"])], [Rows.of([[0.0]], ["a"])])
    with pytest.raises(InvalidInput, match="cannot be trained on 2 rows"):
        make_model(found, trainer_of("logistic", {"C": -1}), 1, "{}")
