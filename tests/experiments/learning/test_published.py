from __future__ import annotations

from databourse.experiments.learning.experiment import EXPERIMENT
from databourse.experiments.learning.settings import Settings
from tests.experiments.runs import check_published


def test_the_published_report_follows_from_the_published_results() -> None:
    check_published(EXPERIMENT, Settings(), "learning-review", "learning")
