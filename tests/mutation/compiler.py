"""The compiler of the project, kept running."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from tools.build_artifacts import ROOT, compiler_settings

_PROGRAM = Path(__file__).with_name("compiler.js")


class Code(NamedTuple):
    """What is sent to create a contract and what then lies on the chain, in hexadecimal."""

    creation: str
    deployed: str


class Compiler:
    """One process of node with solc in it, with the settings of foundry.toml. Close it."""

    def __init__(self) -> None:
        self._settings = compiler_settings(ROOT)
        self._process = subprocess.Popen(
            ["node", str(_PROGRAM)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()

    def syntax_trees(self, sources: Mapping[str, str], paths: Iterable[str]) -> dict[str, Any]:
        """Those of some of the sources, by path."""
        output = self._ask(sources, {path: {"": ["ast"]} for path in paths})
        return {path: output["sources"][path]["ast"] for path in paths}

    def code(self, sources: Mapping[str, str], path: str, optimized: bool = True) -> dict[str, Code] | None:
        """The code of each contract of one file, by name; None if it does not compile."""
        selection = {path: {"*": ["evm.bytecode.object", "evm.deployedBytecode.object"]}}
        output = self._ask(sources, selection, {} if optimized else {"optimizer": {"enabled": False}})
        if any(error["severity"] == "error" for error in output.get("errors", [])):
            return None
        found = {
            name: Code(contract["evm"]["bytecode"]["object"], contract["evm"]["deployedBytecode"]["object"])
            for name, contract in output["contracts"][path].items()
        }
        return {name: code for name, code in found.items() if code.creation}

    def _ask(
        self,
        sources: Mapping[str, str],
        selection: Mapping[str, Any],
        changes: Mapping[str, Any] = MappingProxyType({}),
    ) -> dict[str, Any]:
        request = {
            "language": "Solidity",
            "sources": {path: {"content": text} for path, text in sources.items()},
            "settings": {**self._settings, **changes, "outputSelection": selection},
        }
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer
