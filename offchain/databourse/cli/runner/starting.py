"""Running a runner in a terminal or under a supervisor."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from databourse import __version__
from databourse.cli import encryption_key
from databourse.cli.serving import Log, StoppableClock
from databourse.cli.session import Session
from databourse.errors import BourseError
from databourse.files import open_locked
from databourse.learning.extras import needs
from databourse.local_http import HOST
from databourse.runner.chain_rounds import ChainRounds
from databourse.runner.keys import RunnerKeys
from databourse.runner.round_folder import unfinished
from databourse.runner.server import serving
from databourse.runner.software import SoftwareRunner
from databourse.runner.work import Work

_LONG = 3600.0


@dataclass(frozen=True)
class Wish:
    """Where the runner works and listens."""

    folder: Path
    port: int
    host: str


@needs("sklearn")
def run(session: Session, wish: Wish) -> None:
    """Runs until it is asked to end.

    Raises:
        KeystoreError: a key is missing, or its passphrase is wrong.
        NetworkError: the node does not answer, or there are no contracts.
        Refused: another process works in the folder.
        BourseError: the folder or the port cannot be used.
    """
    # what a crash would write down is the memory, with data and keys
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    encryption_key.public_half(session)  # makes the pair where there is none
    keys = RunnerKeys(session.signer, encryption_key.private_half(session))
    chain_id = session.connection.chain_id
    rounds = ChainRounds(session.exchange)
    log, clock = Log(session.output), StoppableClock()
    with clock.stopped_by_signals(), _alone(wish.folder):
        enclave = SoftwareRunner(keys, wish.folder, rounds)
        work = Work(enclave, log)
        with serving(enclave, work, wish.port, wish.host) as port:
            url, told = f"http://{wish.host}:{port}", enclave.attestation()
            log(
                "info",
                "started",
                f"{keys.signer.name} runs a software runner at {url}; `bourse runner show {url}` tells its keys",
                version=__version__,
                url=url,
                kind=told.kind,
                address=told.address,
                encryption_key="0x" + told.encryption_key.hex(),
                measurement="0x" + told.measurement.hex(),
                chain_id=chain_id,
                folder=str(wish.folder),
            )
            if wish.host != HOST:
                log("warning", "open", f"it listens on {wish.host}: whoever reaches this machine can ask it")
            for series, number in unfinished(wish.folder):
                work.start(series, number)
            while not clock.stopped:
                clock.wait(_LONG)
        work.stop()
        log("info", "stopped", "asked to end; what was counted is kept", reason="asked")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keeps others out of the folder."""
    try:
        lock = open_locked(folder / ".lock")
    except OSError as error:
        raise BourseError(
            f"the folder {folder} cannot be used: {error.strerror}", "name a folder that you can write"
        ) from error
    try:
        yield
    finally:
        os.close(lock)
