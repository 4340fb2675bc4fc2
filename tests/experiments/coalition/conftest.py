"""One small run of the whole experiment, for all tests that look at what comes out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from databourse.experiments.coalition import convergence, speed
from databourse.experiments.coalition.experiment import EXPERIMENT
from databourse.experiments.coalition.settings import Settings
from databourse.experiments.folder import Experiment
from tests.experiments.runs import Run, run

TINY = Settings(learners=30, markets=20, networks=40, games=10, lies=40, devices=(6, 8), crowd=(100, 1_000))


def run_tiny(
    folder: Path, settings: Settings = TINY, experiment: Experiment[Settings] = EXPERIMENT, **options: Any
) -> Run:
    """The experiment in this process, with less to do than a setting can say."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(speed, "WARM", 8)
        patch.setattr(speed, "LARGE", 100)
        patch.setattr(speed, "_REPETITIONS", 1)
        patch.setattr(speed, "GROUP_SIZES", (1, 2, 3, 4, 5))
        patch.setattr(convergence, "COSTS", (0.0, 0.3))
        return run(experiment, settings, folder, **options)


@pytest.fixture(scope="session")
def tiny_review(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """All parts."""
    return run_tiny(tmp_path_factory.mktemp("coalition-review"))
