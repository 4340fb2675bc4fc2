"""A tree as rows of a table: the first cell of each row shows where it hangs, the others say what is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Branch:
    """One row, with the rows that hang from it in the order in which they are drawn."""

    label: str
    cells: tuple[object, ...] = ()
    branches: tuple[Branch, ...] = ()


def drawn(root: Branch, narrow: bool = False) -> Iterator[tuple[object, ...]]:
    """The rows of a tree from its root on, depth first; narrow ones are indented by one letter a level."""
    yield (root.label, *root.cells)
    yield from _below(root, "", 0 if narrow else 2)


def _below(branch: Branch, margin: str, width: int) -> Iterator[tuple[object, ...]]:
    for place, hanging in enumerate(branch.branches, start=1):
        last = place == len(branch.branches)
        yield (f"{margin}{'└' if last else '├'}{'─' if width else ''} {hanging.label}", *hanging.cells)
        yield from _below(hanging, margin + (" " if last else "│") + " " * width, width)
