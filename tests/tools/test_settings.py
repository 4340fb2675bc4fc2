"""Settings that stand in more than one file are the same, and lock files name no place to download from."""

import json
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
APE = yaml.safe_load((ROOT / "ape-config.yaml").read_text())
FORGE = tomllib.loads((ROOT / "foundry.toml").read_text())["profile"]["default"]
NPM = json.loads((ROOT / "package.json").read_text())["dependencies"]


def test_ape_compiles_like_forge() -> None:
    assert APE["solidity"]["version"] == NPM["solc"]
    assert APE["solidity"]["evm_version"] == FORGE["evm_version"] == APE["foundry"]["evm_version"]
    assert APE["solidity"]["optimize"] == FORGE["optimizer"]
    assert APE["solidity"]["optimization_runs"] == FORGE["optimizer_runs"]
    assert APE["solidity"]["via_ir"] == FORGE["via_ir"]


def test_ape_takes_the_installed_openzeppelin() -> None:
    (openzeppelin,) = APE["dependencies"]
    assert openzeppelin["version"] == NPM[openzeppelin["npm"]]


def test_ape_plugins_are_those_of_the_lock_file() -> None:
    locked = (ROOT / "requirements-dev.lock").read_text().splitlines()
    for plugin in APE["plugins"]:
        assert f"ape-{plugin['name']}=={plugin['version']}" in locked


def test_lock_files_name_no_addresses() -> None:
    assert "resolved" not in (ROOT / "package-lock.json").read_text()
    assert "://" not in (ROOT / "requirements-dev.lock").read_text()
