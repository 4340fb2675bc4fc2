"""Every mutant of a source, each with one edit, in the order of the text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from tests.mutation import assembly, solidity
from tests.mutation.edits import Edit, Node


@dataclass(frozen=True)
class Mutant:
    """A source with one mistake in it.

    Attributes:
        path: of the source, from the root of the repository.
        text: the source with the mistake.
        line: number of the line with the mistake.
        before: that line, and what it was.
        after: the line, and what it is.
    """

    path: str
    text: str
    line: int
    before: str
    after: str

    @property
    def key(self) -> str:
        """Different for every mutant, and the same as long as its source is."""
        return hashlib.sha256(f"{self.path}\0{self.text}".encode()).hexdigest()[:24]

    def __str__(self) -> str:
        return f"{self.path}:{self.line}\n  - {self.before}\n  + {self.after}"


def mutants_of(path: str, text: str, tree: Node) -> list[Mutant]:
    """All of them, without duplicates."""
    source = text.encode()
    found = {edit: _mutant(path, source, edit) for edit in _edits(tree, None, source)}
    return sorted({mutant.text: mutant for mutant in found.values()}.values(), key=lambda mutant: mutant.line)


def _mutant(path: str, source: bytes, edit: Edit) -> Mutant:
    changed = edit.apply(source)
    first = source.rfind(b"\n", 0, edit.start) + 1
    last = source.find(b"\n", edit.end)
    before, after = source[first:last], changed[first : len(changed) - (len(source) - last)]
    shown = [" ".join(lines.decode().split()) for lines in (before, after)]
    return Mutant(path, changed.decode(), source.count(b"\n", 0, edit.start) + 1, *shown)


def _edits(node: Node, parent: Node | None, source: bytes) -> Iterator[Edit]:
    if node["nodeType"].startswith("Yul"):
        yield from assembly.edits(node, source)
    else:
        yield from solidity.edits(node, parent, source)
    for child in _children(node):
        yield from _edits(child, node, source)


def _children(node: Node) -> Iterator[Node]:
    for value in node.values():
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, dict) and "nodeType" in child:
                yield child
