from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from databourse.chain import deployments
from databourse.chain.connection import Connection
from databourse.chain.deployments import Deployment
from databourse.chain.exchange import Exchange
from databourse.errors import InvalidInput, NotDeployed

NOBODY = "0x000000000000000000000000000000000000bEEF"
EMPTY = Deployment(31337, NOBODY, NOBODY, NOBODY, {"kth-price": NOBODY}, NOBODY, 0, "")


@pytest.fixture
def afresh(connection: Connection, tmp_path: Path) -> Connection:
    """The same chain with nothing known about it."""
    return replace(connection, network=replace(connection.network, deployments=tmp_path / "deployments"))


def test_what_is_saved_is_loaded(exchange: Exchange, afresh: Connection) -> None:
    path = deployments.save(afresh, exchange.deployment)
    assert path == afresh.network.deployments / "31337.json"
    assert deployments.load(afresh) == exchange.deployment
    content = json.loads(path.read_text())
    named = ["token", "registry", "market", "checkers", "resale", "evidence"]
    assert list(content) == ["chainId", *named, "block", "artifacts"]
    assert list(content["checkers"])[:5] == ["kth-price", "trade-reduction", "dantm", "contract-game", "leakage-game"]
    assert list(content["checkers"])[5:] == ["ordered-match", "sharing", "sharing-costs", "learning"]


def test_without_a_deployment_the_message_says_how_to_make_one(afresh: Connection) -> None:
    with pytest.raises(NotDeployed, match="no contracts are known on chain 31337") as caught:
        deployments.load(afresh)
    assert "bourse deploy" in str(caught.value.hint)


def test_a_chain_that_was_started_afresh_is_told(afresh: Connection) -> None:
    deployments.save(afresh, EMPTY)
    with pytest.raises(NotDeployed, match="has none there") as caught:
        deployments.load(afresh)
    assert "deploy again" in str(caught.value.hint)


@pytest.mark.parametrize(
    "change",
    [
        {"chainId": 1},
        {"market": "0x12"},
        {"market": None},
        {"checkers": 3},
        {"block": "x"},
        {"token": 5},
        {"resale": "0x12"},
        {"evidence": "0x12"},
    ],
)
def test_a_damaged_file_is_told(afresh: Connection, change: dict[str, object]) -> None:
    path = deployments.save(afresh, EMPTY)
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(InvalidInput, match="31337"):
        deployments.load(afresh)


def test_a_market_without_resale_chains_goes_on(exchange: Exchange, afresh: Connection) -> None:
    path = deployments.save(afresh, exchange.deployment)
    content = json.loads(path.read_text())
    del content["resale"]
    path.write_text(json.dumps(content))
    before = Exchange.open(afresh)
    assert before.deployment == replace(exchange.deployment, resale=None)
    assert before.read(before.market.functions.held()) == 0
    assert before.events() == [one for one in exchange.events() if one.address != exchange.deployment.resale]
    with pytest.raises(NotDeployed, match="before there were resale chains") as caught:
        _ = before.resale
    assert "bourse deploy --force" in str(caught.value.hint)


def test_a_market_without_evidence_of_blocking_coalitions_goes_on(exchange: Exchange, afresh: Connection) -> None:
    path = deployments.save(afresh, exchange.deployment)
    content = json.loads(path.read_text())
    del content["evidence"]
    path.write_text(json.dumps(content))
    before = Exchange.open(afresh)
    assert before.deployment == replace(exchange.deployment, evidence=None)
    assert exchange.evidence.address == exchange.deployment.evidence
    with pytest.raises(NotDeployed, match="before blocking coalitions could be recorded") as caught:
        _ = before.evidence
    assert "bourse deploy --force" in str(caught.value.hint)


@pytest.mark.parametrize("text", ["", "[]", "{}", "\x00"])
def test_a_file_that_is_something_else_is_told(afresh: Connection, text: str) -> None:
    deployments.save(afresh, EMPTY).write_text(text)
    with pytest.raises(InvalidInput, match="damaged"):
        deployments.load(afresh)
