"""One tiny run of the whole experiment, for all tests that look at what comes out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from databourse.experiments.auction import coalitions, own_report
from databourse.experiments.auction.experiment import EXPERIMENT
from databourse.experiments.auction.settings import Settings
from databourse.experiments.folder import Experiment
from tests.experiments.runs import Run, run

TINY = Settings(runs=5, bidders=(4, 8), small_markets=8, prices=2, searched=4)


def run_tiny(
    folder: Path, settings: Settings = TINY, experiment: Experiment[Settings] = EXPERIMENT, **options: Any
) -> Run:
    """The experiment in this process, with less to search than a setting can say."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coalitions, "_MOST_ORDERS", 2)
        patch.setattr(coalitions, "_PRICES", range(4))
        patch.setattr(own_report, "BIDDERS", 10)
        patch.setattr(own_report, "SHIFTS", (-20, 0, 20))
        return run(experiment, settings, folder, **options)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """All parts."""
    return run_tiny(tmp_path_factory.mktemp("review"))
