"""A slot on a chain that is no devnet: named in a configuration file, with keys in keystores and a token of its own."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from databourse.chain import artifacts, devnet, keystore
from databourse.chain.binaries import find_anvil
from databourse.chain.calls import Call, call_of
from databourse.chain.config import Network
from databourse.chain.connection import Connection, connect
from databourse.chain.exchange import Exchange
from databourse.chain.signer import signer_of
from databourse.chain.transactions import Transactions
from databourse.errors import NetworkError
from databourse.money import TOKEN
from tests.cli.conftest import act, ok, refused
from tests.integration.play import until, write_station

CHAIN = 4711
PEOPLE = ("boss", "anna", "ben", "clara", "dora", "judge")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the configuration of a chain that runs, where everybody has ether and a key."""
    folder = tmp_path_factory.mktemp("office")
    port = devnet.free_port(0)
    url = f"http://{devnet.HOST}:{port}"
    process = subprocess.Popen([find_anvil(), "--quiet", "--port", str(port), "--chain-id", str(CHAIN)])
    try:
        until(lambda: _answers(url))
        (folder / "config.toml").write_text(
            f'network = "office"\n[networks.office]\nrpc_url = "{url}"\nchain_id = {CHAIN}\n'
            f'deployments = "{folder}"\nfinality = 0\n',
            encoding="utf-8",
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("BOURSE_KEYSTORES", str(folder / "keys"))
            for name in PEOPLE:
                address = keystore.create(name, f"the secret of {name}", scrypt_n=2).address
                devnet.ask(url, "anvil_setBalance", address, hex(TOKEN))
        yield folder
    finally:
        process.kill()
        process.wait()


def _answers(url: str) -> bool:
    try:
        return bool(devnet.ask(url, "eth_chainId"))
    except NetworkError:
        return False


@pytest.fixture(autouse=True)
def settings(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody's passphrase is known, and nothing else is said on the command line."""
    monkeypatch.setenv("BOURSE_CONFIG", str(office / "config.toml"))
    monkeypatch.setenv("BOURSE_KEYSTORES", str(office / "keys"))
    for name in PEOPLE:
        monkeypatch.setenv(f"BOURSE_PASSPHRASE_{name.upper()}", f"the secret of {name}")


@pytest.fixture
def connection(office: Path) -> Connection:
    from databourse.chain.config import resolve_network

    assert office.is_dir()
    return connect(resolve_network())


def transactions_sent(connection: Connection) -> list[int]:
    """By everybody."""
    addresses = [keystore.find(name).address for name in PEOPLE]
    counts = connection.batch([("eth_getTransactionCount", [address, "pending"]) for address in addresses])
    return [int(count, 16) for count in counts]


def test_a_slot(connection: Connection, tmp_path: Path) -> None:
    boss = signer_of("boss", CHAIN)
    told = refused(2, "deploy", "--from", "boss", "--yes")
    assert "the test token is for devnets: anyone can draw from it" in told
    assert "name the token that the market should take with --token" in told
    assert "who acts?" in refused(2, "deploy", "--yes")
    token = Transactions(connection).send(boss, Call(None, artifacts.load("TestToken").bytecode)).contract
    made = act("boss", "deploy", "--token", token, "--attester", "judge")
    assert (made["chain_id"], made["token"]) == (CHAIN, token)
    faucet = Exchange.open(connection).token.functions.faucet(boss.address, 5000 * TOKEN)
    Transactions(connection).send(boss, call_of(faucet))

    for name in PEOPLE[1:]:
        act("boss", "account", "fund", name, "--tokens", 100, "--ether", "0.1")
    assert ok("wallet", "balance", "anna", "--json").json["wallet"] == str(100 * TOKEN)
    act("boss", "series", "create", "noise", "--attested-only", "--fee", "0.1")
    sellers = PEOPLE[1:4]
    for name in sellers:
        file = write_station(tmp_path / f"{name}.csv")
        number = act(name, "dataset", "register", file, "--kind", "noise")["dataset"]
        ask = ("ask", "noise", "--dataset", number, "--price", f"0.{number}", "--quantity", 10, "--from", name, "--yes")
        if number == 1:
            act("boss", "slot", "open", "noise", "--close-in", "10m")
            assert "dataset 1 is not attested, and this series demands it | ask an attester" in refused(4, *ask).replace(
                "Warning", ""
            )
        act("judge", "dataset", "attest", number, "--file", file)
        ok(*ask)
    act("dora", "bid", "noise", "--price", 1, "--quantity", 15)

    told = refused(4, "slot", "settle", "noise", "--from", "anna", "--yes", "--advance")
    assert f"--advance moves a devnet's clock, and this is chain {CHAIN} | wait for the close" in told
    told = refused(4, "slot", "settle", "noise", "--from", "anna", "--yes")
    assert "too early" in told and "--advance" not in told
    devnet.advance(connection.network.rpc_url, 600)
    outcome = act("anna", "slot", "settle", "noise")
    assert [one["paid"] for one in outcome["entries"]] == ["0", "0", "0", str(45 * TOKEN // 10)]
    assert [one["name"] for one in outcome["entries"]] == ["anna", "ben", "clara", "dora"]
    assert "anna's ask: traded" in ok("why", "noise", 0).out
    act("dora", "wallet", "withdraw", "noise", "all")
    report: Any = ok("audit", "replay", "--independent", "--json").json
    assert (report["passed"], report["chainId"]) == (True, CHAIN)


@pytest.mark.parametrize(
    "line",
    [
        "bid noise --price 1 --quantity 1 --from alice --yes",
        "wallet balance alice",
        "account fund grace --from boss --yes",
        "deploy --from operator --yes",
        "slot settle noise --from solver --yes",
        "series create other --beneficiary grace --from boss --yes",
    ],
)
def test_names_of_the_devnet_are_refused(line: str, connection: Connection) -> None:
    before = transactions_sent(connection)
    told = refused(6, *line.split())
    assert f"is an account of the devnet (chain 31337); its key is public, so it is refused on chain {CHAIN}" in told
    assert "make a key of your own with `bourse account new` and fund it" in told
    assert transactions_sent(connection) == before


def test_a_wrong_passphrase(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    before = transactions_sent(connection)
    monkeypatch.setenv("BOURSE_PASSPHRASE_DORA", "guess")
    told = refused(6, "participant", "register", "--from", "dora", "--yes")
    assert told == "wrong passphrase for 'dora' | try again, or correct BOURSE_PASSPHRASE_DORA"
    assert transactions_sent(connection) == before


def test_a_devnet_that_was_meant_to_be_the_office(tmp_path: Path) -> None:
    started = devnet.start(port=0)
    try:
        told = refused(5, "series", "list", "--network", "office", "--rpc-url", started.rpc_url)
        assert f"is on chain 31337, but network 'office' is chain {CHAIN}" in told
        told = refused(5, "series", "list", "--network", "devnet", "--deployments", tmp_path)
        assert "no contracts are known on chain 31337" in told
        other = connect(Network("custom", started.rpc_url))
        assert other.is_devnet
    finally:
        devnet.stop()
