"""Which network to talk to.

What a flag says goes before the environment, that before the configuration file, that before the defaults. The file is
`~/.config/databourse/config.toml`, or what BOURSE_CONFIG names:

    network = "office"              # used when nothing else is said; without it: devnet

    [networks.office]
    rpc_url = "http://10.0.0.7:8545"
    chain_id = 4711                 # a node of another chain is refused
    finality = 3                    # blocks on top of one before it counts as final
    timeout = 30                    # seconds to wait for an answer
    deployments = "/srv/bourse"     # folder of the files that name the contracts
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from databourse.chain import devnet
from databourse.errors import InvalidInput, NotFound

DEVNET = "devnet"


@dataclass(frozen=True)
class Network:
    """A chain and how to reach it.

    Attributes:
        name: what it is called in the configuration; `custom` for an address given directly.
        rpc_url: JSON-RPC over http(s).
        chain_id: that the node must have; None takes what the node has.
        finality: number of blocks on top of a block before it counts as final.
        timeout: seconds to wait for one answer.
        deployments: folder with a file for each chain id.
    """

    name: str
    rpc_url: str
    chain_id: int | None = None
    finality: int = 0
    timeout: int = 30
    deployments: Path = Path("deployments")


@dataclass(frozen=True)
class Config:
    """The configuration file, read. Without a file: the devnet alone."""

    path: Path | None = None
    network: str = DEVNET
    networks: Mapping[str, Network] = field(default_factory=dict)


def config_path(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the configuration file is, or would be."""
    if named := environ.get("BOURSE_CONFIG"):
        return Path(named).expanduser()
    return config_folder(environ) / "config.toml"


def config_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder of everything that belongs to a user rather than to a project."""
    base = environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "databourse"


def load_config(environ: Mapping[str, str] = os.environ) -> Config:
    """Reads the configuration file.

    Raises:
        NotFound: BOURSE_CONFIG names a file that is not there.
        InvalidInput: the file is not TOML, or one of its keys is unknown or has a wrong value.
    """
    path = config_path(environ)
    if not path.is_file():
        if "BOURSE_CONFIG" in environ:
            raise NotFound(f"BOURSE_CONFIG names {path}, which does not exist", "create it or unset BOURSE_CONFIG")
        return Config()
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{path} is not valid TOML: {error}") from error
    _only_known(raw, {"network": str, "networks": dict}, f"{path}: ")
    networks = {name: _read_network(name, table, path) for name, table in raw.get("networks", {}).items()}
    return Config(path, raw.get("network", DEVNET), networks)


def resolve_network(
    network: str | None = None,
    rpc_url: str | None = None,
    deployments: Path | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Network:
    """The network that flags (the arguments), environment, file and defaults agree on.

    A network named by a flag also goes before an address in the environment. An address without a named network is
    taken as it is: whatever chain answers there.

    Raises:
        NotFound: no network has that name.
        InvalidInput: a value in the file or the environment makes no sense.
    """
    config = load_config(environ)
    url = rpc_url or (None if network else environ.get("BOURSE_RPC_URL"))
    name = network or environ.get("BOURSE_NETWORK")
    chosen = Network("custom", url) if url is not None and name is None else _named(name or config.network, config)
    if url is not None:
        chosen = replace(chosen, rpc_url=_http_url(url, "rpc url"))
    if (folder := deployments or environ.get("BOURSE_DEPLOYMENTS")) is not None:
        chosen = replace(chosen, deployments=Path(folder).expanduser())
    return chosen


def _named(name: str, config: Config) -> Network:
    if name in config.networks:
        return config.networks[name]
    if name == DEVNET:
        # a devnet that was started on another port is found without saying so
        running = devnet.recorded()
        return Network(DEVNET, running.rpc_url if running else devnet.DEFAULT_URL, devnet.CHAIN_ID)
    known = ", ".join(sorted({DEVNET, *config.networks}))
    raise NotFound(f"no network is called {name!r}", f"known: {known}; add others to {config.path or config_path()}")


_KEYS: dict[str, type] = {"rpc_url": str, "chain_id": int, "finality": int, "timeout": int, "deployments": str}


def _read_network(name: str, table: object, path: Path) -> Network:
    where = f"{path}: networks.{name}"
    if not isinstance(table, dict):
        raise InvalidInput(f"{where} must be a table", f"write [networks.{name}] on a line of its own")
    _only_known(table, _KEYS, f"{where}.")
    if "rpc_url" not in table:
        raise InvalidInput(f"{where} has no rpc_url")
    for key, least in (("chain_id", 1), ("finality", 0), ("timeout", 1)):
        if table.get(key, least) < least:
            raise InvalidInput.of(f"{where}.{key}", table[key], f"must be at least {least}")
    values = dict(table)
    values["rpc_url"] = _http_url(table["rpc_url"], f"{where}.rpc_url")
    if "deployments" in table:
        values["deployments"] = Path(table["deployments"]).expanduser()
    return Network(name, **values)


def _only_known(table: Mapping[str, Any], known: Mapping[str, type], where: str) -> None:
    for key, value in table.items():
        if key not in known:
            raise InvalidInput(f"{where}{key} is not a known setting", f"known: {', '.join(known)}")
        if not isinstance(value, known[key]) or isinstance(value, bool):
            kind = {str: "a string", int: "a whole number", dict: "a table"}[known[key]]
            raise InvalidInput.of(f"{where}{key}", value, f"must be {kind}")


def _http_url(url: str, what: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise InvalidInput.of(what, url, "must start with http:// or https://")
    return url
