"""Where the contracts are: one file for each chain, `deployments/<chain id>.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from eth_utils.address import is_checksum_address

from databourse.chain.connection import Connection
from databourse.errors import InvalidInput, NotDeployed


@dataclass(frozen=True)
class Deployment:
    """The contracts of one chain.

    Attributes:
        chain_id: of the chain.
        token: address of the token that the market takes.
        registry: address of the registry.
        market: address of the market.
        checkers: name of the rule to address.
        resale: address of the contract of resale chains; None where a version without it deployed. Its market goes on.
        block: nothing of them is older than this block.
        artifacts: what `artifacts.digest` was when they were deployed.
        evidence: address of the contract of blocking coalitions; None as for `resale`.
    """

    chain_id: int
    token: str
    registry: str
    market: str
    checkers: Mapping[str, str]
    resale: str | None
    block: int
    artifacts: str
    evidence: str | None = None

    @property
    def addresses(self) -> list[str]:
        """Of all contracts."""
        named = [self.token, self.registry, self.market, *self.checkers.values()]
        return named + [one for one in (self.resale, self.evidence) if one is not None]


def file_of(connection: Connection) -> Path:
    """The file that names the contracts of this chain, whether it exists or not."""
    return connection.network.deployments / f"{connection.chain_id}.json"


def save(connection: Connection, deployment: Deployment) -> Path:
    """Writes the file of this chain, and replaces an earlier one whole."""
    path = file_of(connection)
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "chainId": deployment.chain_id,
        "token": deployment.token,
        "registry": deployment.registry,
        "market": deployment.market,
        "checkers": dict(deployment.checkers),
        "resale": deployment.resale,
        "evidence": deployment.evidence,
        "block": deployment.block,
        "artifacts": deployment.artifacts,
    }
    draft = path.with_suffix(".tmp")
    draft.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    draft.replace(path)
    return path


def load(connection: Connection) -> Deployment:
    """The deployment on this chain.

    Raises:
        NotDeployed: there is no file for this chain, or its contracts are not there (any more).
        InvalidInput: the file is damaged.
    """
    path = file_of(connection)
    if not path.is_file():
        raise NotDeployed(
            f"no contracts are known on chain {connection.chain_id} ({path} does not exist)",
            "deploy them with `bourse deploy`, or name the folder of the file with --deployments",
        )
    deployment = _read(path)
    if deployment.chain_id != connection.chain_id:
        raise InvalidInput.of(f"{path}: chainId", deployment.chain_id, f"must be {connection.chain_id} like its name")
    codes = connection.batch([("eth_getCode", [address, "latest"]) for address in deployment.addresses])
    for address, code in zip(deployment.addresses, codes, strict=True):
        if code == "0x":
            raise NotDeployed(
                f"{path} names a contract at {address}, but chain {connection.chain_id} has none there",
                "the chain was started afresh, it seems: deploy again with `bourse deploy`",
            )
    return deployment


def _read(path: Path) -> Deployment:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        deployment = Deployment(
            chain_id=int(raw["chainId"]),
            token=raw["token"],
            registry=raw["registry"],
            market=raw["market"],
            checkers=dict(raw["checkers"]),
            resale=raw.get("resale"),
            block=int(raw["block"]),
            artifacts=str(raw["artifacts"]),
            evidence=raw.get("evidence"),
        )
    except (ValueError, TypeError, KeyError) as error:
        raise InvalidInput(f"{path} is damaged: {error!r}", "deploy again with `bourse deploy --force`") from error
    for address in deployment.addresses:
        if not is_checksum_address(address):
            raise InvalidInput.of(f"{path}: address", address, "must be a checksummed address")
    return deployment
