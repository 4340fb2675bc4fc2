"""What a fresh clone says when something is missing, and which Foundry it takes."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UTILITIES = ("awk", "cat", "cksum", "dirname", "env", "grep", "sed", "sh")


class Clone:
    """A clone in which nothing is installed, and a PATH with nothing but the system's small utilities on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bin = folder / "bin"
        self.bin.mkdir()
        for name in UTILITIES:
            (self.bin / name).symlink_to(shutil.which(name) or "")
        for file in ("package.json", "package-lock.json", "pyproject.toml", "requirements-dev.lock"):
            shutil.copy(ROOT / file, folder)
        (folder / "tools").mkdir()
        for tool in ("setup", "find_foundry"):
            shutil.copy(ROOT / "tools" / tool, folder / "tools")

    def program(self, name: str, script: str) -> Path:
        """Puts a shell script on PATH."""
        path = self.bin / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return path

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        command = (str(self.folder / command[0]), *command[1:])
        environment = {**os.environ, "PATH": str(self.bin)}
        environment.pop("PYTHON", None)
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


def test_missing_node_is_said(clone: Clone) -> None:
    result = clone.run("tools/setup")
    assert result.returncode == 1
    assert "Node.js 20 or later is needed and 'node' was not found" in result.stderr


def test_old_node_is_said(clone: Clone) -> None:
    clone.program("node", "echo v18.19.1")
    assert "Node.js 20 or later is needed; found v18.19.1" in clone.run("tools/setup").stderr


def test_missing_npm_is_said(clone: Clone) -> None:
    clone.program("node", "echo v20.0.0")
    assert "'npm' was not found" in clone.run("tools/setup").stderr


def test_old_python_is_said(clone: Clone) -> None:
    clone.program("node", "echo v20.0.0")
    clone.program("npm", ":")
    (clone.folder / "node_modules").mkdir()
    clone.program("python3", '[ "$1" = --version ] && echo Python 3.10.2 || exit 1')
    result = clone.run("tools/setup")
    assert result.returncode == 1
    assert "Python 3.11 or later is needed; found Python 3.10.2" in result.stderr


def test_an_installed_foundry_goes_first(clone: Clone) -> None:
    forge = clone.program("forge", "echo forge Version: 1.9.0-stable")
    assert clone.run("tools/find_foundry", "forge").stdout.strip() == str(forge)


@pytest.mark.parametrize("version", ["0.3.1", "1.6.9", "2.0.0"])
def test_a_foundry_of_another_age_is_not_taken(clone: Clone, version: str) -> None:
    clone.program("anvil", f"echo anvil Version: {version}")
    result = clone.run("tools/find_foundry", "anvil")
    assert result.returncode == 1
    assert "is not usable here" in result.stderr
    assert "foundryup" in result.stderr


def test_how_to_install_foundry_is_said(clone: Clone) -> None:
    result = clone.run("tools/find_foundry", "anvil")
    assert result.returncode == 1
    assert "anvil: not found" in result.stderr
    assert "foundryup" in result.stderr


@pytest.mark.skipif(
    (platform.system(), platform.machine()) != ("Linux", "x86_64"), reason="npm brings it for Linux x86-64"
)
def test_the_npm_package_is_what_remains(clone: Clone) -> None:
    (clone.folder / "node_modules").symlink_to(ROOT / "node_modules")
    found = clone.run("tools/find_foundry", "anvil").stdout.strip()
    assert found.endswith("node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil")
