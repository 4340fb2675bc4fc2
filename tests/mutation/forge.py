"""The forge tests as a judge of mutants.

They run in a copy of the project whose compiled contracts are exchanged for the mutants': forge takes what lies in its
output folder for the product of sources that did not change. So no test is ever compiled for a mutant's sake, except
those of a library, which have it in their own code.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.mutation.compiler import Code
from tools.build_artifacts import ROOT

#: Runs of a fuzz test and of an invariant in the first round, which kills nearly all that can be killed.
QUICK = {"FOUNDRY_FUZZ_RUNS": "24", "FOUNDRY_INVARIANT_RUNS": "4"}
#: Copied rather than linked: forge follows links, and would compile what lies elsewhere again.
_COPIED = (
    "contracts",
    "tests/contracts",
    "node_modules/@openzeppelin",
    "foundry.toml",
    "package.json",
    ".build/forge",
    ".build/forge-cache",
)
#: Seconds after which a test is taken to go on for ever.
_PATIENCE = 900


class Workspace:
    """A copy of the project, for one mutant at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._environment = {**os.environ, "PATH": f"{ROOT / '.venv/bin'}{os.pathsep}{os.environ['PATH']}"}
        shutil.rmtree(folder, ignore_errors=True)
        for name in _COPIED:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
            copy(ROOT / name, folder / name)
        (folder / "tools").symlink_to(ROOT / "tools")
        self._run("test", **QUICK)  # compiles what is not compiled; tests that fail anyhow would prove nothing

    def notices(self, code: Mapping[tuple[str, str], Code], tests: str, thorough: bool) -> bool:
        """Whether a test fails.

        Args:
            code: of every contract with the mistake, by the path of its file and its name.
            tests: pattern of the paths of the tests to run.
            thorough: whether fuzz tests run at their full length.
        """
        with self._exchanged(code):
            settings = {} if thorough else QUICK
            return not self._passes("test", "--fail-fast", "--match-path", tests, **settings)

    @contextmanager
    def _exchanged(self, code: Mapping[tuple[str, str], Code]) -> Iterator[None]:
        originals = {}
        for (source, name), (creation, deployed) in code.items():
            path = self._folder / ".build" / "forge" / Path(source).name / f"{name}.json"
            originals[path] = path.read_text(encoding="utf-8")
            artifact = json.loads(originals[path])
            artifact["bytecode"]["object"], artifact["deployedBytecode"]["object"] = f"0x{creation}", f"0x{deployed}"
            path.write_text(json.dumps(artifact), encoding="utf-8")
        try:
            yield
        finally:
            for path, text in originals.items():
                path.write_text(text, encoding="utf-8")
            for kind in ("fuzz", "invariant"):  # counterexamples of this mutant are not for the next one
                shutil.rmtree(self._folder / ".build" / "forge-cache" / kind, ignore_errors=True)

    def _passes(self, *words: str, **settings: str) -> bool:
        try:
            self._run(*words, **settings)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            return False
        return True

    def _run(self, *words: str, **settings: str) -> None:
        subprocess.run(
            ["forge", *words],
            cwd=self._folder,
            env={**self._environment, **settings},
            capture_output=True,
            check=True,
            timeout=_PATIENCE,
        )
