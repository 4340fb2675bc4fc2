"""Where the anvil program is: on PATH, or among the npm packages of the project."""

from __future__ import annotations

import platform
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from databourse.errors import NetworkError


def find_anvil() -> Path:
    """An anvil that runs on this machine. An installed Foundry goes before the npm package.

    Raises:
        NetworkError: there is none; the hint says how to get one.
    """
    for candidate in _candidates():
        if _runs(candidate):
            return candidate
    raise NetworkError(
        "anvil, the local node, was not found",
        "run `make setup` (Linux x86-64), or install Foundry (https://getfoundry.sh) and put it on PATH",
    )


def _candidates() -> Iterator[Path]:
    on_path = shutil.which("anvil")
    if on_path:
        yield Path(on_path)
    for root in (Path.cwd(), *Path.cwd().parents, *Path(__file__).resolve().parents):
        binary = root / "node_modules" / "@foundry-rs" / f"anvil-{_platform()}" / "bin" / "anvil"
        if binary.is_file():
            yield binary


def _platform() -> str:
    machine = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    return f"{platform.system().lower()}-{machine}"


def _runs(binary: Path) -> bool:
    """Whether it is more than a name: npm's wrapper package, for one, can be there without its program."""
    try:
        return subprocess.run([binary, "--version"], capture_output=True, timeout=10, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
