from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from databourse.chain import artifacts
from databourse.errors import StaleArtifacts

ROOT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what the compiled contracts depend on."""
    for folder in ("contracts", "tools"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns(".cache", "__pycache__"))
    for file in ("foundry.toml", "package.json"):
        shutil.copy(ROOT / file, tmp_path / file)
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    shutil.copytree(artifacts.FOLDER, tmp_path / "offchain" / "databourse" / "chain" / "artifacts")
    return tmp_path


@pytest.fixture
def empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    monkeypatch.setattr(artifacts, "FOLDER", tmp_path)
    artifacts.load.cache_clear()
    yield tmp_path
    artifacts.load.cache_clear()


def test_all_contracts_that_are_deployed_ship_with_the_package() -> None:
    for name in artifacts.NAMES:
        loaded = artifacts.load(name)
        assert loaded.name == name
        assert loaded.abi
        assert len(loaded.bytecode) > 2
    assert len(artifacts.digest()) == 64


def test_a_checkout_is_fresh_until_a_source_changes(checkout: Path) -> None:
    artifacts.require_fresh(checkout)
    source = checkout / "contracts" / "libraries" / "RoundWord.sol"
    source.write_text(source.read_text() + "\n// changed")
    with pytest.raises(StaleArtifacts, match="sources of Market have changed") as caught:
        artifacts.require_fresh(checkout)
    assert "make build" in str(caught.value.hint)


def test_a_source_that_is_gone_is_told(checkout: Path) -> None:
    (checkout / "contracts" / "libraries" / "RoundWord.sol").unlink()
    with pytest.raises(StaleArtifacts, match="RoundWord"):
        artifacts.require_fresh(checkout)


def test_an_installed_package_has_no_sources_to_compare_with(tmp_path: Path) -> None:
    artifacts.require_fresh(tmp_path)


def test_without_the_compiler_there_is_nothing_to_compare_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "build_artifacts", sys)
    for folder in ("node_modules", "tools"):
        (tmp_path / folder).mkdir()
    tool = tmp_path / "tools" / "build_artifacts.py"
    tool.write_text("import a_package_for_development_only\n")
    artifacts.require_fresh(tmp_path)
    tool.write_text("raise OSError('tried')\n")
    with pytest.raises(OSError, match="tried"):
        artifacts.require_fresh(tmp_path)


@pytest.mark.parametrize("content", [None, "", "{}", "[]"])
def test_a_missing_or_damaged_artifact_is_told(empty_folder: Path, content: str | None) -> None:
    if content is not None:
        (empty_folder / "Market.json").write_text(content)
    with pytest.raises(StaleArtifacts, match="Market is missing or damaged"):
        artifacts.load("Market")
