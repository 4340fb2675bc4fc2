"""An artefact is stale exactly when something that its bytecode depends on has changed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tools import build_artifacts
from tools.build_artifacts import ARTIFACTS, ROOT, BuildError, build, check, find_target, stale, update

COUNTER = """// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;
// import "./Nowhere.sol";
import {STEP} from "./libraries/Step.sol";
import {Hook} from "@openzeppelin/Hook.sol";
contract Counter is Hook { uint256 public count = STEP; }
"""
STEP = "// SPDX-License-Identifier: MIT\npragma solidity ^0.8.28;\nuint256 constant STEP = 0xabcdef;\n"
HOOK = "// SPDX-License-Identifier: MIT\npragma solidity ^0.8.28;\nabstract contract Hook {}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with the settings of this one, and one small contract."""
    for name in ("foundry.toml", "package.json"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "tools").symlink_to(ROOT / "tools")
    sources = {
        "contracts/Counter.sol": COUNTER,
        "contracts/libraries/Step.sol": STEP,
        "node_modules/@openzeppelin/Hook.sol": HOOK,
    }
    for path, text in sources.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def digest(root: Path) -> str:
    return find_target(root, "contracts/Counter.sol").digest


def test_the_artefacts_in_the_package_are_those_of_the_contracts() -> None:
    targets = [find_target(ROOT, source) for source in build_artifacts.CONTRACTS]
    assert [target.name for target in stale(ROOT, targets)] == [], "stale: run `make build`"


def test_everything_that_a_contract_reaches_is_found(root: Path) -> None:
    assert sorted(find_target(root, "contracts/Counter.sol").sources) == [
        "contracts/Counter.sol",
        "contracts/libraries/Step.sol",
        "node_modules/@openzeppelin/Hook.sol",
    ]


def test_a_missing_import_is_named(root: Path) -> None:
    (root / "contracts/libraries/Step.sol").unlink()
    with pytest.raises(BuildError, match=r"libraries/Step\.sol does not exist; contracts/Counter\.sol names it"):
        find_target(root, "contracts/Counter.sol")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("contracts/Counter.sol", "count", "total"),
        ("contracts/libraries/Step.sol", "0xabcdef", "2"),
        ("node_modules/@openzeppelin/Hook.sol", "{}", "{ uint256 internal hook; }"),
        ("foundry.toml", "optimizer_runs = ", "optimizer_runs = 1"),
        ("package.json", '"solc": "', '"solc": "9'),
    ],
)
def test_a_change_of_an_input_makes_the_artefact_stale(root: Path, file: str, old: str, new: str) -> None:
    before = digest(root)
    text = (root / file).read_text()
    assert old in text
    (root / file).write_text(text.replace(old, new))
    assert digest(root) != before


def test_a_built_artefact_is_fresh_until_a_source_changes(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(root, [find_target(root, "contracts/Counter.sol")]) == 1
    assert "Counter: the artefact is stale" in capsys.readouterr().err

    assert update(root, [find_target(root, "contracts/Counter.sol")]) == 0
    artifact = json.loads((root / ARTIFACTS / "Counter.json").read_text())
    assert artifact["contractName"] == "Counter"
    assert "abcdef" in artifact["bytecode"]
    assert [item["name"] for item in artifact["abi"]] == ["count"]
    assert check(root, [find_target(root, "contracts/Counter.sol")]) == 0

    (root / "contracts/libraries/Step.sol").write_text(STEP.replace("0xabcdef", "2"))
    assert check(root, [find_target(root, "contracts/Counter.sol")]) == 1


def test_an_artefact_of_a_contract_that_is_gone_is_named_and_removed(root: Path) -> None:
    (root / ARTIFACTS).mkdir(parents=True)
    (root / ARTIFACTS / "Gone.json").write_text("{}")
    assert check(root, []) == 1
    assert update(root, []) == 0
    assert check(root, []) == 0


def test_what_does_not_compile_is_said(root: Path) -> None:
    (root / "contracts/Counter.sol").write_text(COUNTER.replace("STEP;", "STEPS;"))
    with pytest.raises(BuildError, match="Undeclared identifier"):
        build(root, find_target(root, "contracts/Counter.sol"))


def test_code_above_the_size_limit_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_artifacts, "CODE_SIZE_LIMIT", 10)
    with pytest.raises(BuildError, match="more than the 10 that a chain accepts"):
        build(root, find_target(root, "contracts/Counter.sol"))
    assert not (root / ARTIFACTS / "Counter.json").exists()
