from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import joblib
import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression, Perceptron
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from databourse.errors import BourseError, InvalidInput
from databourse.learning import Classifier, Memo, Problem, Ridge, Rows, Trainer, cell, classifier, measure
from databourse.learning.memo import cell_key
from databourse.learning.rows import Floats
from databourse.mechanisms.compiled import Ints
from tests.learning.data import blobs, problem


@dataclass
class Counting:
    """Trains as another trainer, writes down what it was asked for, and fails at the model of a number."""

    trainer: Trainer = field(default_factory=lambda: classifier("bayes"))
    fail_at: int | None = None
    rows: list[int] = field(default_factory=list)

    @property
    def identity(self) -> str:
        return self.trainer.identity

    def predict(self, features: Floats, codes: Ints, asked: Floats) -> Ints:
        if len(self.rows) == self.fail_at:
            raise KeyboardInterrupt
        self.rows.append(len(codes))
        return self.trainer.predict(features, codes, asked)


@pytest.mark.parametrize(
    "estimator",
    [LogisticRegression(), KNeighborsClassifier(1), make_pipeline(StandardScaler(), Perceptron())],
    ids=lambda estimator: type(estimator).__name__,
)
def test_counts_are_those_of_scikit_learn_itself(estimator: object) -> None:
    given = problem(parties=3, tasks=3)
    measured = measure(given, Classifier(estimator))
    assert measured.trained == 7 and measured.known == 0
    for mask in range(1, 8):
        features, codes = given.pooled(mask)
        model = Classifier(estimator)._seeded().fit(features, np.array(given.labels)[codes])
        for table, task in zip(measured.tables, given.tasks, strict=True):
            assert table.correct[mask] == (model.predict(task.features) == task.labels).sum()
            assert table.correct[0] == 0 and table.validation_size == len(task)
        assert cell(given, Classifier(estimator), mask) == [table.correct[mask] for table in measured.tables]


@pytest.mark.parametrize("jobs", [1, 2])
def test_any_number_of_processes_counts_the_same(jobs: int) -> None:
    given = problem(parties=4)
    alone = measure(given, classifier("forest", {"n_estimators": 5}))
    again = measure(given, classifier("forest", {"n_estimators": 5}), jobs=jobs)
    assert again.tables[0].correct.tolist() == alone.tables[0].correct.tolist()


def test_joblib_decides_where_unless_it_is_told() -> None:
    given, trainer = problem(), Counting()
    with joblib.parallel_config(backend="threading", n_jobs=2):
        threaded = measure(given, trainer)
    assert threaded.tables[0].correct.tolist() == measure(given, classifier("bayes")).tables[0].correct.tolist()
    assert len(trainer.rows) == 7


def test_a_dask_cluster_on_this_machine() -> None:
    from distributed import Client, LocalCluster

    given = problem()
    options = {"n_workers": 1, "threads_per_worker": 2, "processes": False, "dashboard_address": None}
    with (
        LocalCluster(**options) as cluster,  # type: ignore[no-untyped-call]
        Client(cluster),  # type: ignore[no-untyped-call]
        joblib.parallel_config(backend="dask"),
    ):
        spread = measure(given, classifier("bayes"))
    assert spread.trained == 7
    assert spread.tables[0].correct.tolist() == measure(given, classifier("bayes")).tables[0].correct.tolist()


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    given = problem(parties=4)
    whole = measure(given, classifier("bayes"))
    done: list[int] = []
    with Memo(tmp_path / "new" / "cells") as memo:
        stopped = Counting(fail_at=9)
        with pytest.raises(KeyboardInterrupt):
            measure(given, stopped, memo=memo, advance=done.append)
    assert len(stopped.rows) == 9 and stopped.rows[0] == max(stopped.rows)
    with Memo(tmp_path / "new" / "cells") as memo:
        resumed = Counting()
        found = measure(given, resumed, memo=memo)
        assert found.trained == len(resumed.rows) == 6 and found.known == 9
        assert found.tables[0].correct.tolist() == whole.tables[0].correct.tolist()
        assert measure(given, resumed, memo=memo).trained == 0


def test_progress_goes_over_all_sets(tmp_path: Path) -> None:
    given = problem(parties=4)
    with Memo(tmp_path / "cells") as memo:
        for _ in range(2):
            done: list[int] = []
            measure(given, classifier("bayes"), memo=memo, advance=done.append)
            assert sum(done) == 15


def test_sets_with_equal_data_share_a_model() -> None:
    one, other = blobs(9, 1), blobs(8, 2)
    trainer = Counting()
    measured = measure(Problem.of([one, other, one], [blobs(20, 3)]), trainer)
    counts = measured.tables[0].correct
    assert counts[0b001] == counts[0b100] and counts[0b011] == counts[0b110]
    assert (measured.trained, measured.known) == (5, 2) and sorted(trainer.rows) == [8, 9, 17, 18, 26]


def test_another_market_trains_only_what_is_new(tmp_path: Path) -> None:
    parties, tasks = [blobs(9, seed) for seed in range(4)], [blobs(20, 9), blobs(21, 10)]
    with Memo(tmp_path / "cells") as memo:
        measure(Problem.of(parties[:3], tasks[:1]), classifier("bayes"), memo=memo)
        more = measure(Problem.of([parties[3], *parties[:3]], tasks[:1]), classifier("bayes"), memo=memo)
        assert (more.trained, more.known) == (8, 7)
        assert measure(Problem.of(parties[:3], tasks[1:]), classifier("bayes"), memo=memo).trained == 7
        assert measure(Problem.of(parties[:3], tasks[:1]), classifier("logistic"), memo=memo).trained == 7


def test_equal_trainers_have_the_same_identity() -> None:
    assert classifier("logistic").identity == Classifier(LogisticRegression(max_iter=500)).identity
    pipelines = [make_pipeline(StandardScaler(), Perceptron(alpha=alpha)) for alpha in (0.1, 0.1, 0.2)]
    identities = [Classifier(pipeline).identity for pipeline in pipelines]
    assert identities[0] == identities[1] != identities[2]
    assert classifier("logistic", {"C": 2}).identity != classifier("logistic").identity
    assert Ridge(1.0).identity == Ridge().identity != Ridge(2.0).identity
    assert len({cell_key("a", ["x", "y"], "t"), cell_key("a", ["y", "x"], "t"), cell_key("a", ["x"], "t")}) == 2


def test_whatever_draws_has_a_seed() -> None:
    model = Classifier(make_pipeline(StandardScaler(), LogisticRegression()))
    assert model._seeded().get_params()["logisticregression__random_state"] == 0
    assert model.estimator.get_params()["logisticregression__random_state"] is None
    assert Classifier(LogisticRegression(random_state=5))._seeded().random_state == 5


def test_one_label_only_is_answered_with_that() -> None:
    """As in figure 2 of the paper, where each party has one digit."""
    parties = [Rows.of([[0.0], [1.0]], ["a", "a"]), Rows.of([[5.0]], ["b"])]
    task = Rows.of([[0.2], [0.9], [4.0], [6.0], [0.1]], ["a", "a", "b", "b", "z"])
    for trainer in (classifier("logistic"), classifier("knn"), Ridge()):
        assert measure(Problem.of(parties, [task]), trainer).tables[0].correct.tolist() == [0, 2, 2, 4]


def test_data_that_a_model_does_not_take() -> None:
    with pytest.raises(InvalidInput, match="KNeighborsClassifier cannot be trained on 12 rows"):
        measure(problem(parties=1), classifier("knn", {"n_neighbors": 99}))


@pytest.mark.parametrize(
    ("name", "parameters", "message"),
    [
        ("magic", {}, "model is 'magic', but it must be a classifier of scikit-learn"),
        ("os.system", {}, "model is 'os.system'"),
        ("sklearn.svm.Magic", {}, "scikit-learn has no such classifier"),
        ("sklearn.magic.SVC", {}, "scikit-learn has no such classifier"),
        ("sklearn.linear_model.LinearRegression", {}, "it must be a classifier"),
        ("logistic", {"magic": 1}, "logistic cannot have these parameters"),
    ],
)
def test_bad_models(name: str, parameters: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidInput) as error:
        classifier(name, parameters)
    assert message in error.value.message


def test_a_file_that_is_no_memo(tmp_path: Path) -> None:
    file = tmp_path / "cells"
    file.write_text("something else that is quite long" * 100, encoding="utf-8")
    with pytest.raises(InvalidInput, match="holds no trained cells"):
        Memo(file)
    with pytest.raises(BourseError, match="cannot be written"):
        Memo(file / "below")


def test_too_many_parties_for_a_table() -> None:
    with pytest.raises(InvalidInput, match="parties is 25, but all subsets are for at most 24"):
        measure(Problem.of([blobs(2, 0)] * 25, [blobs(2, 1)]), classifier("bayes"))
