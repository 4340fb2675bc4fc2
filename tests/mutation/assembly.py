"""Mutations of inline assembly, whose syntax tree is Yul's."""

from __future__ import annotations

from collections.abc import Iterator

from tests.mutation.edits import Edit, Node, neighbours, replace, text_of

_OTHER = {
    "add": "sub",
    "sub": "add",
    "mul": "div",
    "div": "mul",
    "mod": "div",
    "and": "or",
    "or": "and",
    "xor": "and",
    "shl": "shr",
    "shr": "shl",
    "lt": "gt",
    "gt": "lt",
}
#: The comparison that differs from this one only where both sides are equal is the opposite of the other one.
_OPPOSITE = {"lt": "gt", "gt": "lt"}


def edits(node: Node, source: bytes) -> Iterator[Edit]:
    """All mutations of one node; those of the nodes below it are their own."""
    kind = node["nodeType"]
    if kind == "YulFunctionCall":
        yield from _call(node, source)
    elif kind == "YulLiteral" and node["kind"] == "number":
        yield from neighbours(node, text_of(node, source))
    elif kind in ("YulExpressionStatement", "YulAssignment"):
        yield replace(node, "")
    elif kind == "YulIf":
        yield from (replace(node["condition"], value) for value in ("0", "1"))


def _call(node: Node, source: bytes) -> Iterator[Edit]:
    name, whole = node["functionName"]["name"], text_of(node, source)
    if name in _OTHER:
        yield replace(node["functionName"], _OTHER[name])
    if name in _OPPOSITE:
        yield replace(node, f"iszero({_OPPOSITE[name]}{whole.removeprefix(name)})")
    elif name == "eq":
        yield replace(node, f"iszero({whole})")
    elif name == "iszero":
        yield replace(node, text_of(node["arguments"][0], source))
