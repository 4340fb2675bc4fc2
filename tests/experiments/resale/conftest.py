"""One small run of the whole experiment, for all tests that look at what comes out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from databourse.experiments.folder import Experiment
from databourse.experiments.resale import optimum, speed
from databourse.experiments.resale.experiment import EXPERIMENT
from databourse.experiments.resale.settings import Settings
from tests.experiments.runs import Run, run

TINY = Settings(lengths=(2, 3), games=10, trials=10, controls=20)


def run_tiny(
    folder: Path, settings: Settings = TINY, experiment: Experiment[Settings] = EXPERIMENT, **options: Any
) -> Run:
    """The experiment in this process, with less to do than a setting can say."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(optimum, "SEARCHES", 1)
        patch.setattr(speed, "SIZES", (2, 4))
        patch.setattr(speed, "REPETITIONS", 1)
        return run(experiment, settings, folder, **options)


@pytest.fixture(scope="session")
def tiny_review(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """All parts."""
    return run_tiny(tmp_path_factory.mktemp("resale-review"))
