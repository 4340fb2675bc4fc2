"""The same exchange through ape: its deployment, and a slot played with its contract objects on its own chain."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from databourse.chain import devnet
from tests.cli.conftest import ok
from tests.integration.conftest import UNDER_APE
from tests.integration.play import (
    ROOT,
    audit,
    create_series,
    fill,
    open_slot,
    program,
    register_stations,
    settle,
    with_anvil,
)

SECONDS = 240
TRIES = 3
"""ape gives a chain of its own 20 seconds to begin, which a busy machine can miss."""


def ape(*words: object) -> subprocess.CompletedProcess[str]:
    """`ape` with these words, in the root of the repository."""
    command = [program("ape"), *map(str, words)]
    for _ in range(TRIES):
        ran = subprocess.run(
            command, cwd=ROOT, env=with_anvil(), capture_output=True, text=True, check=False, timeout=SECONDS
        )
        if "RPCTimeoutError" not in ran.stdout:
            break
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran


@pytest.fixture
def url() -> Iterator[str]:
    """A devnet without contracts."""
    yield devnet.start(port=0).rpc_url
    devnet.stop()


def deployment(url: str, folder: Path) -> tuple[Any, dict[str, str]]:
    """What the deployments file says, and the code of every contract in it."""
    told = json.loads((folder / "31337.json").read_text(encoding="utf-8"))
    addresses = [
        told["token"],
        told["registry"],
        told["market"],
        told["resale"],
        told["evidence"],
        *told["checkers"].values(),
    ]
    return told, {address: devnet.ask(url, "eth_getCode", address, "latest") for address in addresses}


def test_ape_deploys_what_bourse_deploys(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = devnet.ask(url, "evm_snapshot")
    said = ok("deploy", "--yes", "--json", "--deployments", tmp_path / "bourse").json
    by_bourse = deployment(url, tmp_path / "bourse")
    for name in ("token", "registry", "market", "resale", "evidence", "checkers", "block"):
        assert said[name] == by_bourse[0][name]
    assert min(map(len, by_bourse[1].values())) > 2
    assert devnet.ask(url, "evm_revert", snapshot)
    ran = ape("run", "deploy", "--deployments", tmp_path / "ape", "--network", f"ethereum:local:{url}")
    by_ape = deployment(url, tmp_path / "ape")
    assert by_ape == by_bourse
    assert f"market {by_ape[0]['market']}" in ran.stdout

    # and `bourse` plays on it
    monkeypatch.setenv("BOURSE_DEPLOYMENTS", str(tmp_path / "ape"))
    datasets = register_stations(tmp_path)
    create_series("temperature")
    slot = open_slot("temperature")
    fill(slot, datasets)
    settle(slot)
    assert [one["agrees"] for one in audit()["rounds"]] == [True]


def test_a_slot_with_apes_contract_objects() -> None:
    ran = ape("test", "-o", "addopts=", f"tests/integration/{UNDER_APE}")
    assert "2 passed" in ran.stdout
