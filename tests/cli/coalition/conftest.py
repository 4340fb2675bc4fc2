from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.coalition import rounds
from tests.cli.conftest import acting_in


@pytest.fixture(scope="session")
def devices(home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, int]]:
    """Two datasets of everybody who has devices, by name."""
    with acting_in(home):
        return rounds.register_all(tmp_path_factory.mktemp("devices"))
