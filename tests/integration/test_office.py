"""A slot on a chain that is no devnet: named in a configuration file, with keys in keystores and a token of its own."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from databourse.chain import artifacts, devnet, keystore
from databourse.chain.binaries import find_anvil
from databourse.chain.calls import Call, call_of
from databourse.chain.config import resolve_network
from databourse.chain.connection import Connection, connect
from databourse.chain.exchange import Exchange
from databourse.chain.signer import signer_of
from databourse.chain.transactions import Transactions
from databourse.errors import NetworkError
from databourse.money import TOKEN
from tests.cli.conftest import act, ok, refused, run
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


@pytest.fixture(scope="module")
def token(office: Path) -> str:
    """Of the market that is deployed there, with a series of noise; boss has 5,000 and everybody else 100."""
    with pytest.MonkeyPatch.context() as patch:
        _act_in(office, patch)
        connection = connect(resolve_network())
        boss, sender = signer_of("boss", CHAIN), Transactions(connection)
        made = str(sender.send(boss, Call(None, artifacts.load("TestToken").bytecode)).contract)
        act("boss", "deploy", "--token", made, "--attester", "judge")
        sender.send(boss, call_of(Exchange.open(connection).token.functions.faucet(boss.address, 5500 * TOKEN)))
        for name in PEOPLE[1:]:
            act("boss", "account", "fund", name, "--tokens", 100, "--ether", "0.1")
        act("boss", "series", "create", "noise", "--attested-only", "--fee", "0.1")
    return made


def _act_in(office: Path, patch: pytest.MonkeyPatch) -> None:
    """Everybody's passphrase is known, and where the office is; nothing of it is said on the command line."""
    patch.setenv("BOURSE_CONFIG", str(office / "config.toml"))
    patch.setenv("BOURSE_KEYSTORES", str(office / "keys"))
    for name in PEOPLE:
        patch.setenv(keystore.passphrase_variable(name), f"the secret of {name}")


@pytest.fixture(autouse=True)
def connection(office: Path, token: str, monkeypatch: pytest.MonkeyPatch) -> Connection:
    """To the office, where this test acts."""
    assert token
    _act_in(office, monkeypatch)
    return connect(resolve_network())


@contextmanager
def nothing_is_sent(connection: Connection) -> Iterator[None]:
    """By anybody."""
    asked = [("eth_getTransactionCount", [keystore.find(name).address, "pending"]) for name in PEOPLE]
    before = connection.batch(asked)
    yield
    assert connection.batch(asked) == before


def test_a_slot(connection: Connection, tmp_path: Path) -> None:
    act("boss", "slot", "open", "noise", "--close-in", "10m")
    for number, name in enumerate(PEOPLE[1:4], start=5):
        file = write_station(tmp_path / f"{name}.csv")
        dataset = act(name, "dataset", "register", file, "--kind", "noise")["dataset"]
        ask = ("ask", "noise", "--dataset", dataset, "--price", f"0.{number}", "--quantity", 10)
        with nothing_is_sent(connection):
            told = run(*ask, "--from", name, "--yes")
        assert (told.code, f"dataset {dataset} is not attested, and this series demands it" in told.err) == (4, True)
        assert "ask an attester to measure it" in told.err
        act("judge", "dataset", "attest", dataset, "--file", file)
        act(name, *ask)
    act("dora", "bid", "noise", "--price", 1, "--quantity", 15)

    with nothing_is_sent(connection):
        told_now = refused(4, "slot", "settle", "noise", "--from", "anna", "--yes", "--advance")
        told_early = refused(4, "slot", "settle", "noise", "--from", "anna", "--yes")
    assert f"--advance moves a devnet's clock, and this is chain {CHAIN} | wait for the close" in told_now
    assert "too early" in told_early
    assert "--advance" not in told_early
    devnet.advance(connection.network.rpc_url, 600)
    outcome = act("anna", "slot", "settle", "noise")
    assert [one["name"] for one in outcome["entries"]] == ["anna", "ben", "clara", "dora"]
    assert [one["paid"] for one in outcome["entries"]] == ["0", "0", "0", str(15 * 7 * TOKEN // 10)]
    assert "anna's ask: traded" in ok("why", "noise", 0).out
    act("dora", "wallet", "withdraw", "noise", "all")
    assert ok("wallet", "balance", "dora", "--json").json["wallet"] == str((1000 - 105 - 1) * TOKEN // 10)
    report = ok("audit", "replay", "--independent", "--json").json
    assert (report["passed"], report["chainId"]) == (True, CHAIN)


def test_deploying_needs_a_token_and_a_name(connection: Connection) -> None:
    with nothing_is_sent(connection):
        told = refused(2, "deploy", "--force", "--from", "boss", "--yes")
        assert "who acts?" in refused(2, "deploy", "--force", "--yes")
    assert "the test token is for devnets: anyone can draw from it" in told
    assert "name the token that the market should take with --token" in told


@pytest.mark.parametrize(
    "line",
    [
        "wallet deposit noise 1 --from alice --yes",
        "wallet balance alice",
        "account fund grace --from boss --yes",
        "deploy --force --from operator --yes",
        "series create other --beneficiary grace --from boss --yes",
        "participant register --from dev10 --yes",
    ],
)
def test_names_of_the_devnet_are_refused(line: str, connection: Connection) -> None:
    with nothing_is_sent(connection):
        told = refused(6, *line.split())
    assert f"is an account of the devnet (chain 31337); its key is public, so it is refused on chain {CHAIN}" in told
    assert "make a key of your own with `bourse account new` and fund it" in told


def test_a_wrong_passphrase(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOURSE_PASSPHRASE_DORA", "guess")
    with nothing_is_sent(connection):
        told = refused(6, "wallet", "deposit", "noise", "1", "--from", "dora", "--yes")
    assert told == "wrong passphrase for 'dora' | try again, or correct BOURSE_PASSPHRASE_DORA"


def test_nobody_gives_what_they_do_not_have(connection: Connection) -> None:
    with nothing_is_sent(connection):
        told = refused(4, "account", "fund", "ben", "--tokens", "101", "--from", "anna", "--yes")
    assert "but 101 are needed" in told
    assert "get more tokens" in told
