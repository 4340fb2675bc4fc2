from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from databourse.chain import artifacts, deployments, devnet, devnet_accounts, keystore
from databourse.chain.binaries import find_anvil
from databourse.chain.calls import Call
from databourse.chain.config import Network
from databourse.chain.connection import Connection, connect
from databourse.chain.deploy import DEVNET_TOKENS, deploy, fund
from databourse.chain.exchange import Exchange
from databourse.chain.signer import signer_of
from databourse.chain.transactions import Transactions
from databourse.errors import InvalidInput, KeystoreError, NetworkError, Refused
from databourse.money import TOKEN
from tests.chain.conftest import person

ROOT = Path(__file__).parents[2]


def test_everything_is_wired_together(exchange: Exchange) -> None:
    deployment = exchange.deployment
    assert exchange.read(exchange.market.functions.token()) == deployment.token
    resale = exchange.resale.functions
    assert exchange.read_many([resale.token(), resale.registry()]) == [deployment.token, deployment.registry]
    evidence = exchange.evidence.functions
    wired = [deployment.market, deployment.checkers["ordered-match"]]
    assert exchange.read_many([evidence.MARKET(), evidence.CHECKER()]) == wired
    assert len(set(deployment.addresses)) == 5 + len(deployment.checkers)
    registry = exchange.registry.functions
    attester, admin = exchange.read_many([registry.ATTESTER(), registry.DEFAULT_ADMIN_ROLE()])
    holders = exchange.read_many(
        [registry.hasRole(attester, person("attester").address), registry.hasRole(admin, person("operator").address)]
    )
    assert holders == [True, True]
    for rule, checker in deployment.checkers.items():
        assert (exchange.checker(rule), exchange.rule(checker)) == (checker, rule)


def test_the_devnets_people_get_tokens(exchange: Exchange) -> None:
    for name in devnet_accounts.PEOPLE:
        assert exchange.wallet(person(name).address) == DEVNET_TOKENS


def test_a_second_time_is_refused_unless_forced(connection: Connection, exchange: Exchange, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=f"deployed on chain 31337 already: market {exchange.deployment.market}"):
        deploy(connection, person("operator"))
    aside = replace(connection, network=replace(connection.network, deployments=tmp_path))
    deployments.save(aside, exchange.deployment)
    said: list[str] = []
    again, path = deploy(aside, person("operator"), force=True, progress=said.append)
    assert again.market != exchange.deployment.market
    assert deployments.load(aside) == again
    assert path == tmp_path / "31337.json"
    assert "TestToken" in said[0]


def test_a_token_of_ones_own_is_checked(connection: Connection, exchange: Exchange, tmp_path: Path) -> None:
    aside = replace(connection, network=replace(connection.network, deployments=tmp_path))
    nobody = person("dev20").address
    with pytest.raises(InvalidInput, match="must be a contract"):
        deploy(aside, person("operator"), token=nobody)
    # a contract that answers every call with 6
    devnet.ask(connection.network.rpc_url, "anvil_setCode", nobody, "0x60065f5260205ff3")
    with pytest.raises(InvalidInput, match="must have 18 decimals and has 6"):
        deploy(aside, person("operator"), token=nobody)
    devnet.ask(connection.network.rpc_url, "anvil_setCode", nobody, "0x")
    made, _ = deploy(aside, person("operator"), token=exchange.deployment.token, attester=nobody)
    assert made.token == exchange.deployment.token
    other = Exchange(aside, made)
    role = other.read(other.registry.functions.ATTESTER())
    assert other.read(other.registry.functions.hasRole(role, nobody))


def test_people_are_funded(connection: Connection, exchange: Exchange) -> None:
    who = person("dev25").address
    ether = int(connection.request("eth_getBalance", who, "latest"), 16)
    fund(exchange, person("operator"), [who], tokens=7 * TOKEN, ether=5)
    assert exchange.wallet(who) == 7 * TOKEN
    assert int(connection.request("eth_getBalance", who, "latest"), 16) == ether + 5
    with pytest.raises(Refused, match="at most 1000000 tokens"):
        fund(exchange, person("operator"), [who], tokens=10**7 * TOKEN)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Connection]:
    """A chain that is no devnet."""
    port = devnet.free_port(0)
    process = subprocess.Popen([find_anvil(), "--quiet", "--port", str(port), "--chain-id", "4711"])
    try:
        for _ in range(200):
            try:
                devnet.ask(f"http://127.0.0.1:{port}", "eth_chainId")
                break
            except NetworkError:
                pass
        yield connect(Network("office", f"http://127.0.0.1:{port}", 4711, deployments=tmp_path))
    finally:
        process.kill()
        process.wait()


def test_on_another_chain_one_names_token_and_keys(elsewhere: Connection) -> None:
    with pytest.raises(KeystoreError, match="refused on chain 4711"):
        signer_of("operator", elsewhere.chain_id)
    keystore.create("boss", "secret", b"\7" * 32, scrypt_n=2)
    boss = signer_of("boss", elsewhere.chain_id, lambda _: "secret")
    devnet.ask(elsewhere.network.rpc_url, "anvil_setBalance", boss.address, hex(10**20))
    with pytest.raises(InvalidInput, match="no token is named") as caught:
        deploy(elsewhere, boss)
    assert "--token" in str(caught.value.hint)

    token = _test_token(elsewhere, boss.name)
    made, path = deploy(elsewhere, boss, token=token)
    assert path.name == "4711.json"
    exchange = Exchange.open(elsewhere)
    role = exchange.read(exchange.registry.functions.ATTESTER())
    assert exchange.read(exchange.registry.functions.hasRole(role, boss.address))
    with pytest.raises(Refused, match="holds 0 tokens"):
        fund(exchange, boss, [made.market], tokens=1)


def _test_token(connection: Connection, alias: str) -> str:
    boss = signer_of(alias, connection.chain_id, lambda _: "secret")
    contract = Transactions(connection).send(boss, Call(None, artifacts.load("TestToken").bytecode)).contract
    assert contract is not None
    return contract


def test_ape_deploys_the_same(node: devnet.Devnet, exchange: Exchange, tmp_path: Path) -> None:
    command = [str(Path(sys.executable).with_name("ape")), "run", "deploy", "--deployments", str(tmp_path)]
    command += ["--network", f"ethereum:local:{node.rpc_url}"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=240)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    by_ape = json.loads((tmp_path / "31337.json").read_text())
    by_bourse = json.loads(deployments.file_of(exchange.connection).read_text())
    assert by_ape.keys() == by_bourse.keys()
    assert by_ape["artifacts"] == by_bourse["artifacts"]
    for name in ("token", "registry", "market", "resale", "evidence"):
        codes = [exchange.connection.request("eth_getCode", where[name], "latest") for where in (by_ape, by_bourse)]
        assert len(codes[0]) == len(codes[1]) > 2

    again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=240)
    assert again.returncode == Refused.exit_code
    assert "already" in again.stderr
