"""The measurement of a runner: a hash of the code that it runs.

Of the software stand-in it is what the process says of itself. Who has the same version of the package and of NumPy and
scikit-learn gets the same 32 bytes, so it tells which code a round was meant for; it proves nothing.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import databourse

_PACKAGES = ("learning", "mechanisms/learning", "runner")
_MODULES = tuple(f"market/learning/{name}.py" for name in ("params", "parties", "posted", "statement", "words"))
_LIBRARIES = ("numpy", "scikit-learn")


@cache  # what runs is what was there when it was started
def measurement() -> bytes:
    """SHA-256 over the sources that train, count, encode and sign, by name, and the versions of libraries."""
    root = Path(databourse.__file__).parent
    found = hashlib.sha256()
    inside = {path.relative_to(root).as_posix() for package in _PACKAGES for path in (root / package).rglob("*.py")}
    for name in sorted(inside | set(_MODULES)):
        content = (root / name).read_bytes()
        found.update(f"{name}\n{len(content)}\n".encode() + content)
    for library in _LIBRARIES:
        found.update(f"{library} {version(library)}\n".encode())
    return found.digest()
