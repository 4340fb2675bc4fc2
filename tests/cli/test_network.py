from __future__ import annotations

from pathlib import Path

import pytest

from databourse.chain import artifacts, devnet
from tests.cli.conftest import ok, refused, run


def test_without_a_node_the_message_says_what_to_do(nowhere: str) -> None:
    told = refused(5, "series", "list", "--rpc-url", nowhere)
    assert told == f"no node is running at {nowhere} | start a local one with `bourse devnet start`"
    assert "no devnet runs here" in refused(5, "devnet", "status")
    assert ok("devnet", "stop").out == "No devnet was running.\n"


def test_settings_that_cannot_be() -> None:
    assert "no network is called 'nope'" in refused(3, "series", "list", "--network", "nope")
    assert "rpc url is 'ftp://x'" in refused(2, "series", "list", "--rpc-url", "ftp://x")
    assert "does not exist" in refused(3, "series", "list", "--config", "missing.toml")


@pytest.mark.usefixtures("market")
def test_status_and_starting_twice() -> None:
    status = ok("devnet", "status", "--json").json
    assert (status["chain_id"], status["block"] > 0) == (31337, True)
    assert f"(chain 31337, process {status['pid']})" in ok("devnet", "status").out
    assert "is running already" in refused(5, "devnet", "start")
    assert "cannot be joined with --json" in run("devnet", "start", "--foreground", "--json").error["message"]


def test_in_the_foreground_it_is_run_here(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[object, ...]] = []
    monkeypatch.setattr(devnet, "run", lambda _, *how: given.append(how))
    ok("devnet", "start", "--foreground", "--port", 0, "--block-time", "3s", "--state", "chain.json")
    assert given == [(0, 3, Path("chain.json"))]


def test_starting_and_stopping() -> None:
    started = ok("devnet", "start", "--port", "0", "--state", "chain.json", "--json").json
    assert ok("devnet", "status", "--json").json["rpc_url"] == started["rpc_url"]
    assert f"no contracts are known on chain {devnet.CHAIN_ID}" in refused(5, "series", "list")
    assert "Its state is in chain.json" in ok("devnet", "stop").out
    assert Path("chain.json").is_file()


def test_a_chain_that_was_started_afresh(market: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "31337.json").write_text((market / "31337.json").read_text().replace("0x", "0x", 1), encoding="utf-8")
    monkeypatch.setenv("BOURSE_HOME", str(tmp_path / "another"))
    ok("devnet", "start", "--port", "0")
    try:
        told = refused(5, "series", "list", "--deployments", tmp_path)
        assert "deploy again with `bourse deploy`" in told
    finally:
        ok("devnet", "stop")


def test_the_wrong_chain_and_names_of_the_devnet_elsewhere(market: Path, tmp_path: Path) -> None:
    url = ok("devnet", "status", "--json").json["rpc_url"]
    config = tmp_path / "config.toml"
    config.write_text(f'[networks.office]\nrpc_url = "{url}"\nchain_id = 4711\n', encoding="utf-8")
    told = refused(5, "series", "list", "--network", "office", "--config", config)
    assert "is on chain 31337, but network 'office' is chain 4711" in told
    assert market.is_dir()


@pytest.mark.usefixtures("market")
def test_contracts_from_other_sources_are_pointed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(artifacts, "digest", lambda: "another")
    answer = ok("series", "list")
    assert "Warning: the contracts on this chain come from other sources" in answer.err
    assert "come from other sources" in ok("series", "list", "--json").json["warnings"][0]


@pytest.mark.usefixtures("market")
def test_deploying() -> None:
    assert "is deployed on chain 31337 already" in refused(4, "deploy", "--yes")
    assert "needs your consent" in refused(2, "deploy", "--force")
    assert "token is" in refused(2, "deploy", "--force", "--yes", "--token", "0x" + "11" * 20)
