from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from databourse.chain.config import resolve_network
from databourse.chain.connection import connect
from databourse.chain.devnet_accounts import account
from databourse.chain.exchange import Exchange
from databourse.chain.signer import signer_of
from databourse.datasets import encryption
from databourse.runner.chain_rounds import ChainRounds
from databourse.runner.keys import RunnerKeys
from databourse.runner.server import serving
from databourse.runner.software import SoftwareRunner
from databourse.runner.work import Work
from tests.cli.conftest import acting_in, ok
from tests.cli.learning import rounds


@pytest.fixture(scope="session")
def runner(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a runner that trains rounds of the devnet, in this process."""
    with acting_in(home):
        exchange = Exchange.open(connect(resolve_network()))
        for name in (*rounds.PARTIES, rounds.JUDGE):
            ok("account", "fund", name, "--yes")
    signer = signer_of(rounds.RUNNER, exchange.connection.chain_id)
    keys = RunnerKeys(signer, encryption.of_devnet(bytes(account(rounds.RUNNER).key)))
    enclave = SoftwareRunner(keys, tmp_path_factory.mktemp("runner"), ChainRounds(exchange))
    work = Work(enclave, lambda *_, **__: None)
    with serving(enclave, work, 0) as port:
        yield f"http://127.0.0.1:{port}"
    work.stop()
