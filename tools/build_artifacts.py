"""Compiles the contracts that Databourse deploys into the package: `make build`.

Each artefact carries a hash of everything that its bytecode depends on: the sources it reaches through imports, the
compiler's version and the settings, which are those of foundry.toml. So whether an artefact is stale can be told
without compiling (`--check`), and only stale ones are compiled again. Every contract is compiled from its own sources
alone, because the bytes that the compiler's IR pipeline emits can change with unrelated sources beside them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import sys
import time
import tomllib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import solcx

ROOT = Path(__file__).resolve().parent.parent
ARTIFACTS = Path("offchain/databourse/chain/artifacts")

CONTRACTS = (
    "contracts/Market.sol",
    "contracts/Registry.sol",
    "contracts/ResaleChain.sol",
    "contracts/SharingEvidence.sol",
    "contracts/checkers/KthPrice.sol",
    "contracts/checkers/TradeReduction.sol",
    "contracts/checkers/Dantm.sol",
    "contracts/checkers/ContractGame.sol",
    "contracts/checkers/LeakageGame.sol",
    "contracts/checkers/OrderedMatch.sol",
    "contracts/checkers/Sharing.sol",
    "contracts/checkers/SharingCosts.sol",
    "contracts/checkers/Learning.sol",
    "contracts/devnet/TestToken.sol",
)

CODE_SIZE_LIMIT = 24_576
"""Bytes of deployed code that a chain accepts (EIP-170)."""

_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_IMPORT = re.compile(r"""^\s*import\b[^;]*?["']([^"']+)["']""", re.MULTILINE)


class BuildError(Exception):
    """Something that the person at the keyboard has to mend."""


@dataclass(frozen=True)
class Target:
    """One contract to build: the name of its file is its own name.

    Attributes:
        source: path of its file from the root of the repository.
        sources: path to text of every source it reaches, its own included.
        settings: of the compiler, as standard JSON has them, without the output selection.
        digest: SHA-256 over compiler version, settings and sources, in hexadecimal.
    """

    source: str
    sources: Mapping[str, str]
    settings: Mapping[str, Any]
    digest: str

    @property
    def name(self) -> str:
        """Of the contract."""
        return PurePosixPath(self.source).stem


def compiler_settings(root: Path) -> dict[str, Any]:
    """What foundry.toml says about the compiler, in the words of standard JSON."""
    profile = tomllib.loads((root / "foundry.toml").read_text(encoding="utf-8"))["profile"]["default"]
    return {
        "optimizer": {"enabled": profile["optimizer"], "runs": profile["optimizer_runs"]},
        "viaIR": profile["via_ir"],
        "evmVersion": profile["evm_version"],
        "metadata": {"bytecodeHash": profile["bytecode_hash"], "appendCBOR": profile["cbor_metadata"]},
        "remappings": profile["remappings"],
    }


def find_target(root: Path, source: str) -> Target:
    """Reads a contract and everything that it imports.

    Raises:
        BuildError: a source is missing.
    """
    settings = compiler_settings(root)
    package = json.loads((root / "package.json").read_text(encoding="utf-8"))
    remappings = [remapping.split("=", 1) for remapping in settings["remappings"]]
    sources: dict[str, str] = {}
    waiting = [(source, "the list in tools/build_artifacts.py")]
    while waiting:
        path, wanted_by = waiting.pop()
        if path in sources:
            continue
        try:
            sources[path] = (root / path).read_text(encoding="utf-8")
        except FileNotFoundError:
            raise BuildError(f"{path} does not exist; {wanted_by} names it") from None
        imported = _IMPORT.findall(_COMMENT.sub("", sources[path]))
        waiting += [(_resolve(name, path, remappings), path) for name in imported]
    inputs = {"solc": package["dependencies"]["solc"], "settings": settings, "sources": sources}
    digest = hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()
    return Target(source, sources, settings, digest)


def _resolve(name: str, importer: str, remappings: list[list[str]]) -> str:
    if name.startswith("."):
        return os.path.normpath(PurePosixPath(importer).parent / name)
    for prefix, replacement in remappings:
        if name.startswith(prefix):
            return replacement + name.removeprefix(prefix)
    return name


def stale(root: Path, targets: list[Target]) -> list[Target]:
    """Those whose artefact is missing, or was made of other sources or settings."""
    return [target for target in targets if _recorded_digest(root / ARTIFACTS / f"{target.name}.json") != target.digest]


def _recorded_digest(path: Path) -> str | None:
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["sourceHash"])
    except (FileNotFoundError, json.JSONDecodeError, KeyError):
        return None


def leftovers(root: Path, targets: list[Target]) -> list[Path]:
    """Artefacts of contracts that are not built any more."""
    names = {target.name for target in targets}
    return sorted(path for path in (root / ARTIFACTS).glob("*.json") if path.stem not in names)


def build(root: Path, target: Target) -> str:
    """Compiles a contract, writes its artefact and returns a line about it.

    Raises:
        BuildError: it does not compile, or is too large to be deployed.
    """
    started = time.monotonic()
    selection = {target.source: {target.name: ["abi", "evm.bytecode.object", "evm.deployedBytecode.object"]}}
    try:
        output = solcx.compile_standard(
            {
                "language": "Solidity",
                "sources": {path: {"content": text} for path, text in target.sources.items()},
                "settings": {**target.settings, "outputSelection": selection},
            },
            solc_binary=root / "tools" / "solc",
            base_path=str(root),
        )
    except solcx.exceptions.SolcError as error:
        raise BuildError(f"{target.source} does not compile:\n{error.message}") from error
    contract = output["contracts"][target.source][target.name]
    size = len(contract["evm"]["deployedBytecode"]["object"]) // 2
    if size > CODE_SIZE_LIMIT:
        raise BuildError(f"{target.name} has {size:,} bytes, more than the {CODE_SIZE_LIMIT:,} that a chain accepts")
    artifact = {
        "contractName": target.name,
        "sourceHash": target.digest,
        "deployedSize": size,
        "bytecode": "0x" + contract["evm"]["bytecode"]["object"],
        "abi": contract["abi"],
    }
    path = root / ARTIFACTS / f"{target.name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(artifact, indent=1) + "\n", encoding="utf-8")
    return f"{target.name}: {size:,} bytes, {time.monotonic() - started:.1f} s"


def check(root: Path, targets: list[Target]) -> int:
    """Names what is stale or left over; returns the exit code."""
    problems = [f"{target.name}: the artefact is stale" for target in stale(root, targets)]
    problems += [f"{path.stem}: no such contract is built any more" for path in leftovers(root, targets)]
    if problems:
        print(*problems, "Run `make build`.", sep="\n", file=sys.stderr)
    return 1 if problems else 0


def update(root: Path, targets: list[Target]) -> int:
    """Builds what is stale, removes what is left over; returns the exit code."""
    for path in leftovers(root, targets):
        path.unlink()
        print(f"{path.stem}: removed")
    outdated = stale(root, targets)
    if outdated:
        print(f"compiling {', '.join(target.name for target in outdated)}", flush=True)
    failed = False
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for future in [pool.submit(build, root, target) for target in outdated]:
            try:
                print(future.result(), flush=True)
            except BuildError as error:
                print(error, file=sys.stderr)
                failed = True
    return 1 if failed else 0


def main() -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(description="Compile the contracts into the package's artefacts.")
    parser.add_argument("--check", action="store_true", help="only say which artefacts are stale; exit 1 if any is")
    arguments = parser.parse_args()
    try:
        targets = [find_target(ROOT, source) for source in CONTRACTS]
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return check(ROOT, targets) if arguments.check else update(ROOT, targets)


if __name__ == "__main__":
    sys.exit(main())
