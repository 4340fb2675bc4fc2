"""A devnet with contracts, and people of the command line's tests who act on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from databourse.chain.exchange import Exchange
from tests.cli.conftest import clean_environment as clean_environment
from tests.cli.conftest import home as home
from tests.cli.conftest import market as market
from tests.cli.conftest import offered as offered
from tests.integration import play


@pytest.fixture
def exchange(market: Path) -> Exchange:
    """The contracts that `bourse` talks to in this test."""
    assert market.is_dir()
    return play.exchange()
