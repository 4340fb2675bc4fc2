from __future__ import annotations

from pathlib import Path

import pytest

from databourse.chain import devnet
from databourse.chain.config import Network, load_config, resolve_network
from databourse.errors import InvalidInput, NotFound

OFFICE = """
network = "office"

[networks.office]
rpc_url = "http://10.0.0.7:8545"
chain_id = 4711
finality = 3
timeout = 5
deployments = "/srv/bourse"

[networks.remote]
rpc_url = "https://rpc.example"
"""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(OFFICE)
    monkeypatch.setenv("BOURSE_CONFIG", str(path))
    return path


def test_without_anything_the_devnet_is_meant() -> None:
    assert resolve_network() == Network("devnet", "http://127.0.0.1:8545", 31337)


def test_the_file_names_networks_and_the_default(config: Path) -> None:
    office = Network("office", "http://10.0.0.7:8545", 4711, 3, 5, Path("/srv/bourse"))
    assert resolve_network() == office
    assert resolve_network(network="remote") == Network("remote", "https://rpc.example")
    assert resolve_network(network="devnet").chain_id == 31337
    assert load_config().path == config


@pytest.mark.usefixtures("config")
def test_flags_go_before_the_environment_and_that_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOURSE_NETWORK", "remote")
    assert resolve_network().name == "remote"
    assert resolve_network(network="office").name == "office"

    monkeypatch.setenv("BOURSE_RPC_URL", "http://env:1")
    named_by_environment = resolve_network()
    assert (named_by_environment.name, named_by_environment.rpc_url) == ("remote", "http://env:1")
    assert resolve_network(network="office").rpc_url == "http://10.0.0.7:8545"

    by_flags = resolve_network(network="office", rpc_url="http://flag:1", deployments=Path("here"))
    assert by_flags == Network("office", "http://flag:1", 4711, 3, 5, Path("here"))


def test_an_address_alone_takes_whatever_chain_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    assert resolve_network(rpc_url="http://flag:1") == Network("custom", "http://flag:1", None)
    monkeypatch.setenv("BOURSE_DEPLOYMENTS", "elsewhere")
    assert resolve_network(rpc_url="http://flag:1").deployments == Path("elsewhere")


def test_an_unknown_network_is_told_with_those_known(config: Path) -> None:
    with pytest.raises(NotFound, match="no network is called 'moon'") as caught:
        resolve_network(network="moon")
    assert "devnet, office, remote" in str(caught.value.hint)
    assert str(config) in str(caught.value.hint)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("networks = 3", "networks is 3, but must be a table"),
        ("defualt = 'x'", "defualt is not a known setting"),
        ("[networks.a]\nrpc_url = 'http://x'\nchian_id = 1", "networks.a.chian_id is not a known setting"),
        ("[networks.a]\nchain_id = 1", "networks.a has no rpc_url"),
        ("[networks.a]\nrpc_url = 'http://x'\nchain_id = '1'", "must be a whole number"),
        ("[networks.a]\nrpc_url = 'http://x'\nfinality = true", "must be a whole number"),
        ("[networks.a]\nrpc_url = 'http://x'\nfinality = -1", "must be at least 0"),
        ("[networks.a]\nrpc_url = 'ws://x'", "must start with http"),
        ("[networks]\na = 3", "networks.a must be a table"),
        ("= 3", "not valid TOML"),
    ],
)
def test_a_wrong_file_names_the_key(config: Path, text: str, message: str) -> None:
    config.write_text(text)
    with pytest.raises(InvalidInput) as caught:
        resolve_network()
    assert message in caught.value.message
    assert str(config) in caught.value.message


def test_a_named_file_must_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOURSE_CONFIG", "/nowhere/config.toml")
    with pytest.raises(NotFound, match="/nowhere"):
        resolve_network()


def test_a_devnet_on_another_port_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    running = devnet.Devnet(1, 9999, "http://127.0.0.1:9999", 31337, None, None)
    monkeypatch.setattr(devnet, "recorded", lambda: running)
    assert resolve_network().rpc_url == "http://127.0.0.1:9999"
    assert resolve_network(rpc_url="http://flag:1").rpc_url == "http://flag:1"
