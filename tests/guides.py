"""Guides do what they say: every block of code runs, and prints what stands below it."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent.parent / "docs"
_BLOCK = re.compile(r"```python\n(.*?)```\n(?:```text\n(.*?)```\n)?", re.DOTALL)


def check_guide(guide: Path, fewest: int) -> None:
    """Run the blocks of a page in turn, of which there must be so many, and compare what they print."""
    blocks = _BLOCK.findall(guide.read_text(encoding="utf-8"))
    assert len(blocks) >= fewest
    names: dict[str, Any] = {}
    for code, expected in blocks:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, str(guide), "exec"), names)
        assert printed.getvalue() == expected, code
