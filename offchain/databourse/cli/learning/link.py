"""Which runner a command asks, and whether it is the one that a round was opened for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from databourse.chain.config import config_folder
from databourse.cli.learning.found import LearningRound
from databourse.cli.session import Session
from databourse.errors import BourseError, Refused, UsageError
from databourse.files import write_whole
from databourse.runner.client import RunnerClient
from databourse.runner.enclave import SOFTWARE, Attestation

STAND_IN = (
    "the runner is software that stands in for an enclave: whoever runs its machine could read the data, and sign any "
    "table; take part only if you trust them"
)


def to(url: str | None, runner: str | None = None) -> RunnerClient:
    """The runner at an address; without one, at the address where that account's answered before.

    Raises:
        UsageError: no address is known.
        InvalidInput: it is no address.
    """
    found = url or _remembered().get(runner or "")
    if not found:
        raise UsageError(
            "which runner?", "name its address with --runner, or set BOURSE_RUNNER; `bourse runner start` tells it"
        )
    return RunnerClient(found)


def of_round(one: LearningRound, url: str | None) -> RunnerClient:
    """The runner of a round, after a look at who it is.

    Raises:
        UsageError: no address is known.
        NetworkError: nobody answers there.
        Refused: it is another runner, or has other keys or other code than the round was opened for.
    """
    client = to(url, one.params.runner)
    attested = client.attestation()
    _require_evidence(client.url, attested)
    for what, named, here in (
        ("account", one.params.runner, attested.address),
        ("encryption key", one.params.runner_key.hex(), attested.encryption_key.hex()),
        ("code", one.params.measurement.hex(), attested.measurement.hex()),
    ):
        if named != here:
            raise Refused(
                f"the runner at {client.url} is not the one that {one.slot} was opened for: its {what} is {here}, and "
                f"the round's terms name {named}",
                "name the address of that one with --runner; a new version of the code needs a new round",
            )
    remember(attested.address, client.url)
    return client


def tell_attestation(session: Session, url: str, attested: Attestation) -> None:
    """Who a runner is, and what its evidence is worth.

    Raises:
        Refused: its evidence is not right.
    """
    _require_evidence(url, attested)
    session.output.say(f"The runner at {url}:")
    for what, told in (
        ("kind", attested.kind),
        ("account", f"{attested.address} ({session.person(attested.address)})"),
        ("encryption key", attested.encryption_key.hex()),
        ("code", attested.measurement.hex()),
    ):
        session.output.say(f"  {what:14}  {told}")
    session.output.warn(STAND_IN)


def remember(runner: str, url: str) -> None:
    """Notes where a runner answers, for later commands.

    Raises:
        BourseError: the note cannot be written.
    """
    known = _remembered()
    if known.get(runner) != url:
        write_whole(_file(), json.dumps(known | {runner: url}, indent=1) + "\n")


def _require_evidence(url: str, attested: Attestation) -> None:
    if attested.kind != SOFTWARE:
        raise Refused(
            f"the runner at {url} attests itself as {attested.kind!r}, which this program cannot check",
            "check its evidence with the tools of its maker, and use a version of this program that knows it",
        )
    if not attested.holds():
        raise Refused(
            f"the runner at {url} shows keys that are not those of its account, {attested.address}",
            "do not give it any data",
        )


def _remembered() -> dict[str, str]:
    """Addresses of runners, by account."""
    try:
        told: Any = json.loads(_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        hint = "remove it, and name the runner with --runner"
        raise BourseError(f"{_file()} cannot be read: {error}", hint) from error
    return told if isinstance(told, dict) else {}


def _file() -> Path:
    return config_folder() / "runners.json"
