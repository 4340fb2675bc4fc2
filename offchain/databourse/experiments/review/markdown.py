"""Numbers, tables and paragraphs as Markdown."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from typing import Any


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; columns after the first are aligned to the right if all of their cells begin like numbers."""
    right = [index > 0 and all(_is_number(row[index]) for row in rows) for index in range(len(head))]
    lines = [head, ["---:" if one else "---" for one in right], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def paragraphs(text: str) -> str:
    """A text of the source, without its indentation and with one line a paragraph or item."""
    blocks = textwrap.dedent(text).strip().split("\n\n")
    return "\n\n".join(block if block.startswith(("|", "```", "![")) else _joined(block) for block in blocks)


def number(value: float) -> str:
    """Three digits that matter, more before the point if need be."""
    size = abs(value)
    if size >= 100:
        told = f"{value:,.0f}"
    elif size >= 0.001 or size == 0:
        told = f"{value:.3g}"
    else:
        told = f"{value:.2g}"
    return f"−{told[1:]}" if value < 0 else told


def signed(value: int) -> str:
    """A whole number with its sign."""
    return f"{value:+d}".replace("-", "−")


def percent(share: float) -> str:
    """A share; what is not 0 is not shown as 0."""
    if share == 0:
        return "0"
    return "< 0.1 %" if share < 0.001 else f"{100 * share:.3g} %"


def spread(estimate: dict[str, Any]) -> str:
    """A mean with half of its 95 % interval."""
    return f"{number(estimate['mean'])} ± {number(estimate['margin'])}"


def listing(words: Sequence[str], last: str = "and") -> str:
    """a, b and c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def capital(words: str) -> str:
    """The words as the beginning of a sentence."""
    return words[:1].upper() + words[1:]


def _joined(block: str) -> str:
    """One line, or one for each item of a list."""
    return re.sub(r"\n(?!\* )", " ", "\n".join(line.strip() for line in block.splitlines()))


def _is_number(cell: str) -> bool:
    return cell[:1].isdigit() or cell[:1] in ("–", "<", "−", "")
