"""Values of parties by pyDVL and by us: the same models of the same data, so the same values from fewer trainings."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import joblib
import numpy as np
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from databourse.learning import Classifier, Problem, measure
from databourse.mechanisms.learning import shapley
from tools import pages


@dataclass(frozen=True, slots=True)
class Figure:
    """One way to value parties.

    Attributes:
        contestant: which.
        parties: how many.
        fits: how many models it trained.
        seconds: how long it took.
        difference: largest difference from the exact values, in accuracy.
    """

    contestant: str
    parties: int
    fits: int
    seconds: float
    difference: float


class Counted(LogisticRegression):  # type: ignore[misc] # scikit-learn has no types
    """A logistic regression that adds a byte to a file whenever it is trained, in whatever process."""

    def __init__(self, log: str = "", max_iter: int = 500) -> None:
        super().__init__(max_iter=max_iter)
        self.log = log

    def fit(self, *arguments: Any, **options: Any) -> Self:
        """As scikit-learn's, and counted."""
        file = os.open(self.log, os.O_WRONLY | os.O_APPEND)
        os.write(file, b".")
        os.close(file)
        super().fit(*arguments, **options)
        return self


def compare(problem: Problem, jobs: int) -> list[Figure]:
    """Both ways, one after the other; what starts processes and imports was started before."""
    exact: list[float] = []

    def ours(model: Counted) -> list[float]:
        table = measure(problem, Classifier(model), jobs=jobs).tables[0]
        exact.extend(float(value / table.validation_size) for value in shapley(table.correct, table.parties))
        return exact

    contestants: dict[str, Callable[[Counted], list[float]]] = {
        "a table, then exact values": ours,
        "pyDVL, every set for every party": lambda model: by_pydvl(problem, model, jobs),
    }
    joblib.Parallel(n_jobs=jobs)(joblib.delayed(_import_all)() for _ in range(2 * jobs))
    figures = []
    for name, value in contestants.items():
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder) / "fits"
            log.touch()
            start = time.perf_counter()
            values = value(Counted(str(log)))
            seconds = time.perf_counter() - start
            difference = max(abs(found - right) for found, right in zip(values, exact, strict=True))
            figures.append(Figure(name, len(problem.parties), log.stat().st_size, seconds, difference))
    return figures


def by_pydvl(problem: Problem, model: Counted, jobs: int) -> list[float]:
    """Exact Shapley values of parties as pyDVL computes them, of the rows in our order."""
    from pydvl.valuation import Dataset, GroupedDataset, ModelUtility, ShapleyValuation, SupervisedScorer
    from pydvl.valuation.samplers import DeterministicUniformSampler, FiniteSequentialIndexIteration
    from pydvl.valuation.stopping import NoStopping

    order = problem.in_order((1 << len(problem.parties)) - 1)
    rows = [problem.parties[party] for party in order]
    groups = np.concatenate([np.full(len(data), place) for place, data in enumerate(rows)])
    features, codes = problem.pooled((1 << len(order)) - 1)
    task = Dataset(problem.tasks[0].features, problem.task_codes[0])
    scorer: Any = SupervisedScorer("accuracy", task, default=0.0, range=(0, 1))
    sampler = DeterministicUniformSampler(index_iteration=FiniteSequentialIndexIteration)
    utility: Any = ModelUtility(model, scorer, show_warnings=False)
    # told of the sampler, it would stop when the last set is handed out, and leave out what is still being trained
    valuation = ShapleyValuation(utility, sampler, NoStopping(), progress=False)
    with threadpool_limits(limits=1), joblib.parallel_config(n_jobs=jobs):  # as ours has it: models are small
        valuation.fit(GroupedDataset(features, codes, groups))
    found = dict(zip(order, valuation.result.values.tolist(), strict=True))
    return [found[party] for party in range(len(order))]


def table(figures: list[Figure]) -> str:
    """The figures as the README has them."""
    rows = [
        [figure.contestant, f"{figure.fits:,}", f"{figure.seconds:.1f}", f"{figure.difference:.0e}"]
        for figure in figures
    ]
    return pages.markdown([f"values of {figures[0].parties} parties", "fits", "s", "largest difference"], rows)


def _import_all() -> None:
    import pydvl.valuation  # noqa: F401
