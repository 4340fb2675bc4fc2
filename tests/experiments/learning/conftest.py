"""One small run of the whole experiment, for all tests that look at what comes out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from databourse.experiments.folder import Experiment
from databourse.experiments.learning import assumptions, copies, customised, relevance, replicas
from databourse.experiments.learning.experiment import EXPERIMENT
from databourse.experiments.learning.settings import Settings
from tests.experiments.runs import Run, run

TINY = Settings(rows=240, splits=2, networks=2, neurons=8, tables=6, markets=2, repeats=4)


@contextmanager
def less() -> Iterator[None]:
    """Fewer models than a setting can say."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(replicas.COPIES, "logistic", (0, 5, 50))
        patch.setitem(replicas.COPIES, "network", (0, 50))
        patch.setattr(relevance, "PARTIES", 6)
        patch.setattr(assumptions, "PARTIES", 3)
        patch.setattr(copies, "PARTIES", 3)
        patch.setattr(customised, "STRENGTHS", (0.0, 2.0, 8.0))
        yield


def run_tiny(
    folder: Path, settings: Settings = TINY, experiment: Experiment[Settings] = EXPERIMENT, **options: Any
) -> Run:
    """The experiment in this process."""
    with less():
        return run(experiment, settings, folder, **options)


@pytest.fixture(scope="session")
def tiny_review(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """All parts."""
    return run_tiny(tmp_path_factory.mktemp("learning-review"))
