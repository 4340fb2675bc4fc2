"""The results file of an experiment: one JSON object, written anew whenever a part is finished.

It is what a reader downloads and what lets a run go on; each part is one line. A part is kept with the parameters and
the fingerprint of the code that it was computed with, and counts as finished only while both are the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from databourse.errors import InvalidInput

Json = Any  # what json.loads returns: the parts define their own shapes


class Store:
    """The parts of one results file.

    Args:
        file: where it is, or will be; its folder is made.
        code: fingerprint of the code, see `fingerprint`.

    Raises:
        InvalidInput: if the folder cannot be made, or written to, or the file is there but holds something else.
    """

    def __init__(self, file: Path, code: str) -> None:
        self.file = file
        self._scratch = file.with_name(file.name + ".part")
        self._code = code
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._parts: dict[str, Json] = _read(file) if file.exists() else {}
            self._scratch.write_bytes(b"")  # better now than after minutes
            self._scratch.unlink()
        except OSError as error:
            raise InvalidInput(f"{file.parent} cannot be used: {error.strerror}", "choose another --out") from error

    def find(self, name: str, parameters: Mapping[str, Json], *, any_code: bool = False) -> Json | None:
        """The result of a part, if it was computed with these parameters and this code, or any."""
        kept = self._parts.get(name)
        if kept is None or kept["parameters"] != _as_json(parameters):
            return None
        return kept["result"] if any_code or kept["code"] == self._code else None

    def keep(self, name: str, parameters: Mapping[str, Json], result: Json) -> Json:
        """Writes a part's result down and returns it as it will be read."""
        kept = {"code": self._code, "parameters": _as_json(parameters), "result": _as_json(result)}
        self._parts[name] = kept
        # in one step: an interruption leaves the old file or the new one
        lines = ",\n".join(f"  {json.dumps(key)}: {json.dumps(part)}" for key, part in self._parts.items())
        self._scratch.write_text(f'{{"parts": {{\n{lines}\n}}}}\n', encoding="utf-8")
        self._scratch.replace(self.file)
        return kept["result"]


def fingerprint(*packages: ModuleType) -> str:
    """A digest of the sources of these packages, without those below them: are results still those of the code?"""
    digest = hashlib.sha256()
    for package in packages:
        for source in sorted(Path(str(package.__file__)).parent.glob("*.py")):
            digest.update(f"{package.__name__}/{source.name}".encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()[:16]


def _as_json(value: Json) -> Json:
    """As it comes back from the file: tuples become lists, keys become strings."""
    return json.loads(json.dumps(value))


def _read(file: Path) -> dict[str, Json]:
    hint = "remove it, or choose another --out"
    try:
        parts = json.loads(file.read_text(encoding="utf-8"))["parts"]
        if all(set(part) == {"code", "parameters", "result"} for part in parts.values()):
            return dict(parts)
    except (ValueError, TypeError, KeyError, AttributeError):
        pass
    raise InvalidInput(f"{file} is no results file of an experiment", hint)
