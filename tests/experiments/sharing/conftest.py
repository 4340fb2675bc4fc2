"""One small run of the whole experiment, for all tests that look at what comes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from databourse.experiments.sharing.experiment import EXPERIMENT
from databourse.experiments.sharing.settings import Settings
from tests.experiments.runs import Run, run

TINY = Settings(games=40, markets=24, upgrades=16, lies=6)


@pytest.fixture(scope="session")
def tiny_review(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """All parts."""
    folder: Path = tmp_path_factory.mktemp("sharing-review")
    return run(EXPERIMENT, TINY, folder)
