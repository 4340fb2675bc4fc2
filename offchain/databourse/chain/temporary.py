"""A chain of its own for as long as a `with` block lasts, for demos and benchmarks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from databourse.chain import devnet
from databourse.chain.config import Network
from databourse.chain.connection import connect
from databourse.chain.deploy import deploy
from databourse.chain.devnet import Devnet
from databourse.chain.exchange import Exchange
from databourse.chain.signer import signer_of


@contextmanager
def temporary_exchange(before_deployment: Callable[[Devnet], None] = lambda _: None) -> Iterator[Exchange]:
    """Starts a devnet on a free port, deploys, and stops it at the end, whatever that end is.

    Args:
        before_deployment: does something to the bare chain, such as setting its clock or saying where it is.
    """
    outside = os.environ.get("BOURSE_HOME")
    with TemporaryDirectory(prefix="databourse-") as folder:
        # the devnet is recorded in this folder, so one that was started by hand is not touched
        os.environ["BOURSE_HOME"] = folder
        try:
            node = devnet.start(port=0)
            before_deployment(node)
            connection = connect(Network("temporary", node.rpc_url, node.chain_id, deployments=Path(folder)))
            deploy(connection, signer_of("operator", node.chain_id))
            yield Exchange.open(connection)
        finally:
            devnet.stop()
            if outside is None:
                del os.environ["BOURSE_HOME"]
            else:
                os.environ["BOURSE_HOME"] = outside
