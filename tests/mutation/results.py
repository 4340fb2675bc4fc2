"""What is known about mutants, on disk, so that a run which was interrupted goes on where it stopped."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from threading import Lock

from tests.mutation.mutants import Mutant
from tests.mutation.trial import SURVIVED, Verdict
from tools.build_artifacts import ROOT

_JUDGES = ("tests/contracts", "tests/differential", "tests/mutation")


class Results:
    """Verdicts by mutant. Survivors are tried again when a test has changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._tests = _digest_of_tests()
        self._known: dict[str, Verdict] = {}
        if path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                key, outcome, by, tests = json.loads(line)
                self._known[key] = Verdict(outcome, by)
                if outcome == SURVIVED and tests != self._tests:
                    del self._known[key]

    def get(self, mutant: Mutant) -> Verdict | None:
        return self._known.get(mutant.key)

    def put(self, mutant: Mutant, verdict: Verdict) -> None:
        with self._lock:
            self._known[mutant.key] = verdict
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps([mutant.key, verdict.outcome, verdict.by, self._tests]) + "\n")


def _digest_of_tests() -> str:
    files = [path for folder in _JUDGES for path in (ROOT / folder).rglob("*") if path.suffix in (".sol", ".py")]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
