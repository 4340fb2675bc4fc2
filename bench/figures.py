"""What benchmarks print and write down."""

from __future__ import annotations

import json
import multiprocessing
import platform
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any


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
