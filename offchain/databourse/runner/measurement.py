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

_PACKAGES = ("learning", "market/learning", "mechanisms/learning", "runner")
_LIBRARIES = ("numpy", "scikit-learn")


@cache  # what runs is what was there when it was started
def measurement() -> bytes:
    """SHA-256 over the sources of the packages that train, count and sign, by name, and the versions of libraries."""
    root = Path(databourse.__file__).parent
    found = hashlib.sha256()
    for package in _PACKAGES:
        for path in sorted((root / package).rglob("*.py"), key=lambda path: path.relative_to(root).as_posix()):
            content = path.read_bytes()
            found.update(f"{path.relative_to(root).as_posix()}\n{len(content)}\n".encode() + content)
    for library in _LIBRARIES:
        found.update(f"{library} {version(library)}\n".encode())
    return found.digest()
