"""A mutant's trial: compile it, ask the quickest judge first, stop at the first that notices the mistake."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from databourse.chain.artifacts import CHECKERS
from tests.mutation import campaign, stories
from tests.mutation.compiler import Code, Compiler
from tests.mutation.forge import Workspace
from tests.mutation.mutants import Mutant
from tools.build_artifacts import ROOT, find_target

#: What is deployed, and the forge tests that know most about it.
CONTRACTS = {
    "contracts/checkers/KthPrice.sol": "tests/contracts/checkers/**",
    "contracts/checkers/TradeReduction.sol": "tests/contracts/checkers/**",
    "contracts/checkers/Dantm.sol": "tests/contracts/checkers/**",
    "contracts/checkers/Sharing.sol": "tests/contracts/checkers/Sharing*",
    "contracts/checkers/SharingCosts.sol": "tests/contracts/checkers/Sharing*",
    "contracts/checkers/OrderedMatch.sol": "tests/contracts/checkers/OrderedMatch*",
    "contracts/checkers/Learning.sol": "tests/contracts/checkers/Learning*",
    "contracts/SharingEvidence.sol": "tests/contracts/sharing/**",
    "contracts/Market.sol": "tests/contracts/{market,accounts}/**",
    "contracts/ResaleChain.sol": "tests/contracts/resale/**",
}
#: All that have to do with it, for those that nobody else noticed.
_MORE_TESTS = {
    "contracts/checkers/Sharing.sol": "tests/contracts/{checkers/Sharing*,invariant/sharing/*}",
    "contracts/checkers/SharingCosts.sol": "tests/contracts/{checkers/Sharing*,invariant/sharing/*}",
    "contracts/checkers/Learning.sol": "tests/contracts/{checkers/Learning*,invariant/learning/*}",
    "contracts/Market.sol": "tests/contracts/{market,accounts,registry,invariant/market}/**",
    "contracts/ResaleChain.sol": "tests/contracts/{resale,accounts,invariant/resale}/**",
}
_CHAINS = "contracts/ResaleChain.sol"
#: Those that the campaigns can ask.
_RULES = {CHECKERS[rule]: rule for rule in campaign.RULES}
#: Without the optimizer it is too large for a chain.
_LARGE = "contracts/checkers/SharingCosts.sol"

KILLED, SURVIVED, SAME, INVALID = "killed", "survived", "same code", "does not compile"


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant, and who noticed."""

    outcome: str
    by: str = ""


@dataclass
class Originals:
    """The code without mistakes, compiled when first asked for."""

    compiler: Compiler
    _known: dict[str, dict[str, Code]] = field(default_factory=dict)

    def code(self, path: str) -> dict[str, Code]:
        if path not in self._known:
            code = self.compiler.code(find_target(ROOT, path).sources, path)
            assert code is not None, f"{path} does not compile as it is"
            self._known[path] = code
        return self._known[path]


class Judge:
    """Tries one mutant after another. Close it."""

    def __init__(self, folder: Path) -> None:
        self._compiler = Compiler()
        self._originals = Originals(self._compiler)
        self._workspace = Workspace(folder)

    def close(self) -> None:
        self._compiler.close()

    def try_one(self, mutant: Mutant) -> Verdict:
        """Its own library's test, then each contract that it is part of, then everything at full length."""
        changed: dict[str, dict[tuple[str, str], Code]] = {}
        for path, tests in _places(mutant.path):
            sources = {**find_target(ROOT, path).sources, mutant.path: mutant.text}
            name = PurePosixPath(path).stem
            if name in _RULES and path != _LARGE:  # the campaign needs no optimizer, which takes half of the time
                plain = self._compiler.code(sources, path, optimized=False)
                if plain and campaign.notices(_RULES[name], plain[name].creation):
                    return Verdict(KILLED, "campaign")
            code = self._compiler.code(sources, path)
            if code is None:
                return Verdict(INVALID)
            original = self._originals.code(path)
            if path == _CHAINS and code[name] != original[name] and stories.notices(code[name].creation):
                return Verdict(KILLED, "stories")
            if path == _LARGE and campaign.notices(_RULES[name], code[name].creation):
                return Verdict(KILLED, "campaign")
            here = {(path, name): found for name, found in code.items() if found != original[name]}
            if here and self._workspace.notices(here, tests, thorough=False):
                return Verdict(KILLED, "forge")
            if here:
                changed.setdefault(_MORE_TESTS.get(path, tests), {}).update(here)
        if not changed:
            return Verdict(SAME)
        if any(self._workspace.notices(code, tests, thorough=True) for tests, code in changed.items()):
            return Verdict(KILLED, "forge, at full length")
        return Verdict(SURVIVED)


def rules_with(mutated: str) -> set[str]:
    """Rules whose checkers a source is part of and which the campaigns can ask."""
    names = {PurePosixPath(path).stem for path, _ in _places(mutated)}
    return {rule for name, rule in _RULES.items() if name in names}


def _places(mutated: str) -> list[tuple[str, str]]:
    """Files to compile for a mutant of this source, each with the tests to ask."""
    own_test = f"tests/contracts/libraries/{PurePosixPath(mutated).stem}.t.sol"
    places = [(own_test, own_test)] if (ROOT / own_test).exists() else []
    return places + [(path, tests) for path, tests in CONTRACTS.items() if mutated in find_target(ROOT, path).sources]
