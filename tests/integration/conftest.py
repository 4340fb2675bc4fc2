"""Whole plays on a real devnet. What one command line is made of comes from the tests of the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from databourse.chain.exchange import Exchange
from databourse.chain.temporary import temporary_exchange
from tests.cli.conftest import clean_environment as clean_environment
from tests.cli.conftest import market as market
from tests.cli.conftest import nowhere as nowhere
from tests.integration import play

UNDER_APE = "test_slot_under_ape.py"
"""Uses ape's fixtures, which are there under `ape test -o addopts=` only."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    return True if collection_path.name == UNDER_APE and not config.pluginmanager.hasplugin("ape_test") else None


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """The folder of a devnet of this file alone, with the contracts on it. Fixtures of the whole file act there."""
    with temporary_exchange() as exchange, pytest.MonkeyPatch.context() as patch:
        folder = exchange.connection.network.deployments
        patch.setenv("BOURSE_DEPLOYMENTS", str(folder))
        yield folder


@pytest.fixture(scope="module")
def datasets(home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """A dataset of temperatures of each seller, by name: 48 units of quality 15, 45 of 14 and 30 of 9."""
    assert home.is_dir()
    return play.register_stations(tmp_path_factory.mktemp("csv"))


@pytest.fixture
def exchange(market: Path) -> Exchange:
    """The contracts that `bourse` talks to in this test, for what no command does."""
    assert market.is_dir()
    return play.exchange()
