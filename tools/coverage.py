"""Coverage of the Python package and of the contracts in one table: `make coverage`.

Lines of inline assembly stand apart: the compiler gives a whole block one position, so nothing can be said about its
lines here. `make mutation` leaves out and changes each of their statements instead.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
_FOLDER = ROOT / ".build" / "coverage"
_PYTHON_FIGURES = _FOLDER / "python.json"
_CONTRACT_FIGURES = _FOLDER / "contracts.lcov"

#: Tests of gas, which mean nothing in a build that counts lines, and one that runs out of gas there.
_GAS_TESTS = (
    "^test_(KthPrice|TradeReduction|Dantm)(_|[(])|^test_When(TheSameSequenceIsDrawnWithoutForge|TheDearestTradeIsMade)"
)


@dataclass
class Figures:
    """What was found about one file or one folder.

    Attributes:
        lines: that could run.
        missed: numbers of those that did not.
        branches: ways out of conditions.
        branches_taken: those that were taken.
        assembly: lines of inline assembly, about which nothing is known.
    """

    lines: int = 0
    missed: list[int] = field(default_factory=list)
    branches: int = 0
    branches_taken: int = 0
    assembly: int = 0

    def add(self, other: Figures) -> None:
        """Counts another file in."""
        self.lines += other.lines
        self.missed += other.missed
        self.branches += other.branches
        self.branches_taken += other.branches_taken
        self.assembly += other.assembly


def main() -> int:
    """Runs all tests under measurement, prints the table and what was missed; the exit code is that of the tests."""
    _FOLDER.mkdir(parents=True, exist_ok=True)
    failed = measure_contracts() | measure_python()
    files = {**contract_figures(_CONTRACT_FIGURES.read_text(encoding="utf-8")), **python_figures(_PYTHON_FIGURES)}
    report(files)
    return 1 if failed else 0


def measure_contracts() -> bool:
    """Runs the forge tests, compiled apart from the usual build; True if one fails."""
    print("==> forge coverage", flush=True)
    environment = {"FOUNDRY_OUT": f"{_FOLDER}/forge", "FOUNDRY_CACHE_PATH": f"{_FOLDER}/forge-cache"}
    command = ["forge", "coverage", "--ir-minimum", "--exclude-tests", "--no-match-test", _GAS_TESTS]
    command += ["--report", "lcov", "--report-file", str(_CONTRACT_FIGURES)]
    ran = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        print(ran.stdout[-3000:], ran.stderr[-1000:], sep="\n", file=sys.stderr)
    return bool(ran.returncode)


def measure_python() -> bool:
    """Runs pytest; True if a test fails."""
    print("==> pytest --cov", flush=True)
    command = [sys.executable, "-m", "pytest", "--quiet", "--numprocesses=auto", "--dist=loadfile"]
    command += ["--cov", "--cov-report=", f"--cov-report=json:{_PYTHON_FIGURES}"]
    return bool(subprocess.run(command, cwd=ROOT, check=False).returncode)


def python_figures(path: Path) -> dict[str, Figures]:
    """By file, from the JSON report of coverage.py."""
    found = {}
    for name, file in json.loads(path.read_text(encoding="utf-8"))["files"].items():
        summary = file["summary"]
        found[name] = Figures(
            summary["num_statements"], file["missing_lines"], summary["num_branches"], summary["covered_branches"]
        )
    return found


def contract_figures(lcov: str) -> dict[str, Figures]:
    """By file, from the LCOV report of forge."""
    found: dict[str, Figures] = {}
    for record in lcov.split("end_of_record"):
        fields = [line.partition(":")[::2] for line in record.split()]
        path = next((value for key, value in fields if key == "SF"), "")
        if not path.startswith("contracts/"):
            continue
        within = assembly_lines((ROOT / path).read_text(encoding="utf-8"))
        figures = found[path] = Figures()
        for key, value in fields:
            numbers = value.split(",")
            if key not in ("DA", "BRDA") or int(numbers[0]) in within:
                figures.assembly += key == "DA"
            elif key == "DA":
                figures.lines += 1
                figures.missed += [int(numbers[0])] if numbers[1] == "0" else []
            else:
                figures.branches += 1
                figures.branches_taken += numbers[3] not in ("0", "-")
    return found


def assembly_lines(source: str) -> set[int]:
    """Numbers of the lines that lie within a block of inline assembly."""
    found: set[int] = set()
    for block in re.finditer(r"\bassembly\b[^{}\n]*\{", source):
        depth, end = 1, block.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(source[end], 0)
            end += 1
        found |= set(range(source.count("\n", 0, block.end()) + 2, source.count("\n", 0, end) + 1))
    return found


def report(files: dict[str, Figures]) -> None:
    """A row for each folder, then the lines that no test reaches."""
    folders: dict[str, Figures] = defaultdict(Figures)
    for path, figures in files.items():
        parts = PurePosixPath(path).parts
        folders["/".join(parts[: 3 if parts[0] == "offchain" else 2] if len(parts) > 2 else parts[:1])].add(figures)
    table = Table("folder")
    for name in ("lines", "reached", "branches", "taken", "in assembly"):
        table.add_column(name, justify="right")
    for language in ("contracts", "offchain"):
        rows = {name: figures for name, figures in sorted(folders.items()) if name.startswith(language)}
        whole = Figures()
        for name, figures in rows.items():
            whole.add(figures)
            table.add_row(name, *_cells(figures))
        table.add_row({"contracts": "Solidity", "offchain": "Python"}[language], *_cells(whole), end_section=True)
    console = Console(width=100)
    console.print(table)
    for path, figures in sorted(files.items()):
        if figures.missed:
            console.print(f"not reached: {path}: {', '.join(_ranges(figures.missed))}", highlight=False, soft_wrap=True)


def _cells(figures: Figures) -> list[str]:
    reached = figures.lines - len(figures.missed)
    shares = [_share(reached, figures.lines), _share(figures.branches_taken, figures.branches)]
    return [f"{figures.lines:,}", shares[0], f"{figures.branches:,}", shares[1], f"{figures.assembly:,}"]


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


def _ranges(numbers: list[int]) -> Iterator[str]:
    """`3`, `7-9`: numbers in order, runs drawn together."""
    first = last = None
    for number in [*sorted(numbers), None]:
        if last is not None and number != last + 1:
            yield str(last) if first == last else f"{first}-{last}"
            first = None
        first, last = number if first is None else first, number


if __name__ == "__main__":
    sys.exit(main())
