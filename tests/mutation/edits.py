"""What a mutation is: some bytes of a source replaced by others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

#: A node of the compiler's syntax tree, as standard JSON has it.
Node = dict[str, Any]


@dataclass(frozen=True)
class Edit:
    """Bytes `start` to `end` of a source become `text`."""

    start: int
    end: int
    text: str

    def apply(self, source: bytes) -> bytes:
        return source[: self.start] + self.text.encode() + source[self.end :]


def span(node: Node) -> tuple[int, int]:
    """Where the node's text starts and ends, in bytes."""
    start, length, _ = (int(part) for part in node["src"].split(":"))
    return start, start + length


def text_of(node: Node, source: bytes) -> str:
    start, end = span(node)
    return source[start:end].decode()


def replace(node: Node, text: str) -> Edit:
    return Edit(*span(node), text)


def neighbours(node: Node, literal: str) -> list[Edit]:
    """A number becomes the next one, and the one before unless it is 0."""
    number = int(literal.replace("_", ""), 0)
    return [replace(node, str(other)) for other in (number + 1, number - 1) if other >= 0]
