"""A devnet for each test file, on a free port, stopped by its process id; contracts on it where a test wants them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from databourse.chain import devnet
from databourse.chain.config import Network
from databourse.chain.connection import Connection, connect
from databourse.chain.deploy import deploy
from databourse.chain.exchange import Exchange
from databourse.chain.signer import Signer, signer_of
from databourse.chain.transactions import Transactions


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing of the user's own settings and keys is seen or touched."""
    for name in ("BOURSE_CONFIG", "BOURSE_NETWORK", "BOURSE_RPC_URL", "BOURSE_DEPLOYMENTS", "BOURSE_KEYSTORES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("BOURSE_HOME", str(tmp_path / "bourse"))


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[devnet.Devnet]:
    home = tmp_path_factory.mktemp("devnet")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BOURSE_HOME", str(home))
        started = devnet.start(port=0)
    yield started
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BOURSE_HOME", str(home))
        devnet.stop()


@pytest.fixture(scope="module")
def connection(node: devnet.Devnet, tmp_path_factory: pytest.TempPathFactory) -> Connection:
    return connect(Network("devnet", node.rpc_url, node.chain_id, deployments=tmp_path_factory.mktemp("deployments")))


@pytest.fixture
def transactions(connection: Connection) -> Transactions:
    return Transactions(connection, timeout=15)


@pytest.fixture(scope="module")
def exchange(connection: Connection) -> Exchange:
    deploy(connection, person("operator"))
    return Exchange.open(connection)


def person(name: str) -> Signer:
    """Somebody of the devnet."""
    return signer_of(name, devnet.CHAIN_ID)
