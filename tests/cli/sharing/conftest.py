from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import acting_in
from tests.cli.sharing import rounds


@pytest.fixture(scope="session")
def datasets(home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """A dataset of each of five agents, by name."""
    with acting_in(home):
        return rounds.register_all(tmp_path_factory.mktemp("sharing"))
