"""How a figure is measured, told and written down."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tools import pages


def best_time(run: Callable[[], object], seconds: float, fewest: int, most: int) -> float:
    """Milliseconds of the quickest of some runs: as many as there is time for, within these bounds."""
    times: list[float] = []
    while len(times) < fewest or (sum(times) < seconds and len(times) < most):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times) * 1e3


def command_line(description: str | None) -> argparse.ArgumentParser:
    """The options that `publish` follows."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file as well")
    parser.add_argument("--write", action="store_true", help="write the table into README.md")
    return parser


def publish(figures: Sequence[Any], table: str, place: str, chosen: argparse.Namespace) -> None:
    """Prints the table, and writes table and figures where the options say."""
    print(table)
    if chosen.json:
        write_json(chosen.json, figures)
    if chosen.write:
        pages.write(place, table)


def short(milliseconds: float) -> str:
    """Two digits or so."""
    digits = 3 if milliseconds < 0.1 else 2 if milliseconds < 1 else 1 if milliseconds < 10 else 0
    return f"{milliseconds:,.{digits}f}"


def write_json(file: Path, figures: Sequence[Any]) -> None:
    """The figures, and what they were measured on."""
    everything = {
        "processors": multiprocessing.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "figures": [asdict(figure) for figure in figures],
    }
    file.write_text(json.dumps(everything, indent=2) + "\n", encoding="utf-8")
