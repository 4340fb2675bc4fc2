"""No node, no contracts, the wrong chain, stale contracts, a key that does not open: told before anything is sent."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from databourse.chain import connection, keystore
from tests.cli.conftest import ok, refused
from tests.integration.play import ROOT, create_series, fill, nothing_happens, open_slot, program, url

pytestmark = pytest.mark.usefixtures("market")

ORDER = "--price 1 --quantity 1"
READS = [
    "series list",
    "slot list",
    "slot show temperature",
    "why temperature 0",
    "wallet balance alice",
    "dataset list",
    "audit replay",
]
SENDS = [
    f"bid temperature {ORDER} --from grace",
    f"ask temperature {ORDER} --dataset 1 --from alice",
    "order cancel temperature 3 --from dave",
    "slot open temperature --close-in 1m --from operator",
    "slot settle temperature --from solver",
    "wallet deposit temperature 1 --from grace",
    "wallet withdraw temperature all --from grace",
    "series create another --from operator",
    "dataset attest 1 --quality 3 --from attester",
    "account fund grace",
    "participant register --from grace",
]


@pytest.fixture(scope="module", autouse=True)
def series(datasets: dict[str, int]) -> None:
    create_series("temperature")
    fill(open_slot("temperature"), datasets)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A node that is not there is not waited for."""
    monkeypatch.setattr(connection, "_PAUSES", (0.0,))


def words(line: str) -> tuple[str, ...]:
    """What is typed; whatever sends does not ask."""
    return (*line.split(), "--yes") if line in SENDS or line.startswith("deploy") else tuple(line.split())


@pytest.mark.parametrize("line", [*READS, *SENDS, "deploy"])
def test_no_node(line: str, nowhere: str) -> None:
    told = refused(5, *words(line), "--rpc-url", nowhere)
    assert told == f"no node is running at {nowhere} | start a local one with `bourse devnet start`"


@pytest.mark.parametrize("line", [*READS, *SENDS])
def test_no_contracts(line: str, tmp_path: Path) -> None:
    with nothing_happens():
        told = refused(5, *words(line), "--deployments", tmp_path / "none")
    assert "no contracts are known on chain 31337" in told
    assert "deploy them with `bourse deploy`" in told
    assert "--deployments" in told


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        ("{", 2, "is damaged"),
        ("[]", 2, "is damaged"),
        ('{"market": "0x12"}', 2, "is damaged"),
        ("wrong chain", 2, "chainId is 1, but must be 31337 like its name"),
        ("wrong market", 5, "deploy again with `bourse deploy`"),
    ],
)
def test_a_deployments_file_that_cannot_be(content: str, code: int, says: str, market: Path, tmp_path: Path) -> None:
    known = json.loads((market / "31337.json").read_text(encoding="utf-8"))
    if content == "wrong market":
        content = json.dumps({**known, "market": known["token"]})
    elif content == "wrong chain":
        content = json.dumps({**known, "chainId": 1})
    (tmp_path / "31337.json").write_text(content, encoding="utf-8")
    with nothing_happens():
        for line in ("series list", SENDS[0]):
            assert says in refused(code, *words(line), "--deployments", tmp_path)


@pytest.mark.parametrize("line", ["series list", *SENDS, "deploy --force"])
def test_the_wrong_chain(line: str, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'[networks.office]\nrpc_url = "{url()}"\nchain_id = 4711\n', encoding="utf-8")
    with nothing_happens():
        told = refused(5, *words(line), "--network", "office", "--config", config)
    assert f"the node at {url()} is on chain 31337, but network 'office' is chain 4711" in told
    assert "choose the right one with --network, or correct --rpc-url" in told


# what is refused for other reasons first needs no key
@pytest.mark.parametrize(
    "line", [line for line in SENDS if not line.startswith(("slot", "order cancel", "wallet withdraw"))]
)
def test_a_key_that_does_not_open(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    keystore.create("trader", "right", scrypt_n=2)
    ok("account", "fund", "trader", "--yes")
    typed = line.partition(" --from")[0].split()
    monkeypatch.setenv("BOURSE_PASSPHRASE_TRADER", "wrong")
    with nothing_happens():
        told = refused(6, *typed, "--from", "trader", "--yes")
    assert told == "wrong passphrase for 'trader' | try again, or correct BOURSE_PASSPHRASE_TRADER"
    monkeypatch.delenv("BOURSE_PASSPHRASE_TRADER")
    with nothing_happens():
        told = refused(6, *typed, "--from", keystore.find("trader").address, "--yes")
    assert told == "the key 'trader' needs its passphrase | set BOURSE_PASSPHRASE_TRADER"


def test_stale_contracts(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    for folder in ("contracts", "tools", "offchain"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns(".cache", "__pycache__"))
    for file in ("foundry.toml", "package.json"):
        shutil.copy(ROOT / file, copy / file)
    (copy / "node_modules").symlink_to(ROOT / "node_modules")

    def deploy() -> tuple[int, str]:
        ran = subprocess.run(
            [program("bourse"), "deploy", "--force", "--yes", "--deployments", str(tmp_path), "--json"],
            env={**os.environ, "PYTHONPATH": str(copy / "offchain")},
            capture_output=True,
            text=True,
            check=False,
        )
        error = json.loads(ran.stdout)["error"]
        return ran.returncode, f"{error['message']} | {error['hint']}"

    source = copy / "contracts" / "Market.sol"
    source.write_text(source.read_text(encoding="utf-8") + "\n// changed\n", encoding="utf-8")
    with nothing_happens():
        code, told = deploy()
    assert (code, told) == (
        5,
        "the sources of Market have changed since they were compiled | compile the contracts with `make build`",
    )
    (copy / "offchain" / "databourse" / "chain" / "artifacts" / "Market.json").write_text("{", encoding="utf-8")
    with nothing_happens():
        code, told = deploy()
    assert (code, told) == (
        5,
        "the compiled contract Market is missing or damaged | compile the contracts with `make build`",
    )
