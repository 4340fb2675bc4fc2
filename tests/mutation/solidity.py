"""Mutations of Solidity: operators, constants, conditions, arguments, results, and statements left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from tests.mutation.edits import Edit, Node, neighbours, replace, span, text_of

_BINARY = {
    "<": ["<=", ">="],
    "<=": ["<", ">"],
    ">": [">=", "<="],
    ">=": [">", "<"],
    "==": ["!="],
    "!=": ["=="],
    "&&": ["||"],
    "||": ["&&"],
    "+": ["-"],
    "-": ["+"],
    "*": ["/"],
    "/": ["*"],
    "%": ["/"],
    "**": ["*"],
    "<<": [">>"],
    ">>": ["<<"],
    "&": ["|"],
    "|": ["&"],
    "^": ["&"],
}
_ASSIGNMENT = {"+=": ["-=", "="], "-=": ["+=", "="], "|=": ["&=", "="], "^=": ["=", "|="]}
_NUMBER = re.compile(r"0x[0-9a-fA-F]+|[0-9][0-9_]*")


def edits(node: Node, parent: Node | None, source: bytes) -> Iterator[Edit]:
    """All mutations of one node; those of the nodes below it are their own."""
    if (mutate := _MUTATIONS.get(node["nodeType"])) is not None:
        yield from mutate(node, parent, source)


def _binary(node: Node, _: Node | None, source: bytes) -> Iterator[Edit]:
    yield from _operator(node, "leftExpression", "rightExpression", _BINARY, source)


def _assignment(node: Node, _: Node | None, source: bytes) -> Iterator[Edit]:
    yield from _operator(node, "leftHandSide", "rightHandSide", _ASSIGNMENT, source)


def _operator(node: Node, left: str, right: str, others: dict[str, list[str]], source: bytes) -> Iterator[Edit]:
    start, end = span(node[left])[1], span(node[right])[0]
    between, operator = source[start:end].decode(), node["operator"]
    for other in others.get(operator, []):
        yield Edit(start, end, between.replace(operator, other, 1))


def _unary(node: Node, _: Node | None, source: bytes) -> Iterator[Edit]:
    operator, operand = node["operator"], text_of(node["subExpression"], source)
    if operator in ("!", "~"):
        yield replace(node, operand)
    elif operator in ("++", "--"):
        other = "--" if operator == "++" else "++"
        yield replace(node, other + operand if node["prefix"] else operand + other)


def _literal(node: Node, _: Node | None, source: bytes) -> Iterator[Edit]:
    text = text_of(node, source)
    if node["kind"] == "bool":
        yield replace(node, "false" if text == "true" else "true")
    elif node["kind"] == "number" and _NUMBER.fullmatch(text):
        yield from neighbours(node, text)


def _if(node: Node, _: Node | None, __: bytes) -> Iterator[Edit]:
    yield replace(node["condition"], "false")
    if not _reverts(node["trueBody"]):  # otherwise nothing would work any more, which proves little
        yield replace(node["condition"], "true")


def _reverts(body: Node) -> bool:
    statements = body["statements"] if body["nodeType"] == "Block" else [body]
    return len(statements) == 1 and statements[0]["nodeType"] == "RevertStatement"


def _loop(node: Node, _: Node | None, __: bytes) -> Iterator[Edit]:
    if node.get("condition"):
        yield replace(node["condition"], "false")


def _conditional(node: Node, _: Node | None, source: bytes) -> Iterator[Edit]:
    condition, yes, no = (text_of(node[part], source) for part in ("condition", "trueExpression", "falseExpression"))
    yield replace(node, f"{condition} ? {no} : {yes}")


def _call(node: Node, _: Node | None, source: bytes) -> Iterator[Edit]:
    """Two neighbouring arguments of one type change places."""
    arguments = node["arguments"]
    if node["kind"] != "functionCall" or node["names"]:
        return
    for first, second in pairwise(arguments):
        kinds = [argument["typeDescriptions"].get("typeString") for argument in (first, second)]
        texts = [text_of(argument, source) for argument in (first, second)]
        if kinds[0] == kinds[1] and texts[0] != texts[1]:
            between = source[span(first)[1] : span(second)[0]].decode()
            yield Edit(span(first)[0], span(second)[1], texts[1] + between + texts[0])


def _return(node: Node, _: Node | None, source: bytes) -> Iterator[Edit]:
    expression = node.get("expression")
    if expression is None:
        yield _without(node, source)
    elif expression["nodeType"] != "Literal":
        kind = expression["typeDescriptions"]["typeString"]
        if kind == "bool":
            yield from (replace(expression, value) for value in ("true", "false"))
        elif kind.startswith("uint"):
            yield replace(expression, "0")


def _statement(node: Node, parent: Node | None, source: bytes) -> Iterator[Edit]:
    """Left out; not the step of a loop, which would never end."""
    if parent is None or parent.get("loopExpression") is not node:
        yield _without(node, source)


def _revert(node: Node, parent: Node | None, source: bytes) -> Iterator[Edit]:
    if parent is None or parent["nodeType"] != "IfStatement":  # there the condition becomes false
        yield _without(node, source)


def _without(node: Node, source: bytes) -> Edit:
    start, end = span(node)
    return Edit(start, source.index(b";", end) + 1, "{}")


def _modifier(node: Node, _: Node | None, __: bytes) -> Iterator[Edit]:
    if node.get("kind") == "modifierInvocation":
        yield replace(node, "")


_MUTATIONS: dict[str, Callable[[Node, Node | None, bytes], Iterator[Edit]]] = {
    "BinaryOperation": _binary,
    "Assignment": _assignment,
    "UnaryOperation": _unary,
    "Literal": _literal,
    "IfStatement": _if,
    "ForStatement": _loop,
    "WhileStatement": _loop,
    "Conditional": _conditional,
    "FunctionCall": _call,
    "Return": _return,
    "ExpressionStatement": _statement,
    "EmitStatement": _statement,
    "Continue": _statement,
    "RevertStatement": _revert,
    "ModifierInvocation": _modifier,
}
