"""Who a runner is, for people and programs."""

from __future__ import annotations

from databourse.cli.session import Session
from databourse.errors import Refused
from databourse.learning.extras import needs
from databourse.runner.client import RunnerClient
from databourse.runner.enclave import SOFTWARE
from databourse.runner.measurement import measurement


@needs("sklearn")
def show(session: Session, url: str) -> None:
    """Asks a runner who it is.

    Raises:
        NetworkError: nobody answers at the URL, or no runner.
        Refused: it is a software runner, and its evidence is not right.
    """
    told = RunnerClient(url).attestation()
    if told.kind == SOFTWARE and not told.holds():
        raise Refused(
            f"the runner at {url} cannot show that {told.address} has this encryption key",
            "do not encrypt anything for it: somebody may stand between you and the runner",
        )
    same = told.measurement == measurement()
    output = session.output
    evidence = (
        "the word of its key, no proof" if told.kind == SOFTWARE else f"{len(told.evidence)} bytes, to be verified"
    )
    code = "the code that is installed here" if same else "other code or libraries than are installed here"
    output.table(
        ["runner", url],
        [
            ("kind", told.kind),
            ("address", told.address),
            ("encryption key", told.encryption_key.hex()),
            ("measurement", told.measurement.hex()),
            ("which is of", code),
            ("evidence", evidence),
        ],
    )
    output.result(
        {
            "url": url,
            "kind": told.kind,
            "address": told.address,
            "encryption_key": "0x" + told.encryption_key.hex(),
            "measurement": "0x" + told.measurement.hex(),
            "same_code": same,
            "evidence": "0x" + told.evidence.hex(),
        }
    )
