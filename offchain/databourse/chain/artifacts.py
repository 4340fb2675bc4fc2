"""The compiled contracts that ship inside the package.

`tools/build_artifacts.py` writes them from the sources. In a checkout, artifacts that do not belong to the sources
beside them are refused: deploying them would put other contracts on the chain than those that are read.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import util
from pathlib import Path
from typing import Any

from databourse.chain.reverts import KnownErrors, known_errors
from databourse.errors import StaleArtifacts

CHECKERS = {
    "kth-price": "KthPrice",
    "trade-reduction": "TradeReduction",
    "dantm": "Dantm",
    "contract-game": "ContractGame",
    "leakage-game": "LeakageGame",
    "ordered-match": "OrderedMatch",
    "sharing": "Sharing",
    "sharing-costs": "SharingCosts",
    "learning": "Learning",
}
"""The rules by name, and the contract that checks each."""

NAMES = ("TestToken", "Registry", "Market", "ResaleChain", "SharingEvidence", *CHECKERS.values())
"""All contracts that are deployed."""

_REBUILD = "compile the contracts with `make build`"
FOLDER = Path(__file__).parent / "artifacts"
"""Where they lie."""


@dataclass(frozen=True)
class Artifact:
    """A compiled contract: its interface, and the code that creates it (0x-string)."""

    name: str
    abi: Sequence[Mapping[str, Any]]
    bytecode: str


@cache
def load(name: str) -> Artifact:
    """The compiled contract of this name.

    Raises:
        StaleArtifacts: it is missing or damaged.
    """
    path = FOLDER / f"{name}.json"
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return Artifact(raw["contractName"], raw["abi"], raw["bytecode"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StaleArtifacts(f"the compiled contract {name} is missing or damaged", _REBUILD) from error


def require_fresh(root: Path = Path(__file__).parents[3]) -> None:
    """Makes sure, in a checkout, that the compiled contracts belong to the sources; an installed package has none.

    Args:
        root: of the checkout.

    Raises:
        StaleArtifacts: some do not.
    """
    tool = root / "tools" / "build_artifacts.py"
    if not tool.is_file() or not (root / "node_modules").is_dir():
        return
    spec = util.spec_from_file_location("build_artifacts", tool)
    assert spec is not None and spec.loader is not None  # a file that ends with .py has both
    build = util.module_from_spec(spec)
    sys.modules[spec.name] = build
    try:
        spec.loader.exec_module(build)
    except ImportError:  # the compiler's package is for development only
        return
    try:
        stale = build.stale(root, [build.find_target(root, source) for source in build.CONTRACTS])
    except build.BuildError as error:
        raise StaleArtifacts(f"the compiled contracts cannot be compared with their sources: {error}") from error
    if stale:
        names = ", ".join(target.name for target in stale)
        raise StaleArtifacts(f"the sources of {names} have changed since they were compiled", _REBUILD)


@cache
def digest() -> str:
    """One hash of all compiled contracts: it changes when any of their code does."""
    return sha256("".join(load(name).bytecode for name in NAMES).encode()).hexdigest()


@cache
def errors_of_all() -> KnownErrors:
    """The errors that any of the contracts declares."""
    return known_errors(load(name).abi for name in NAMES)
