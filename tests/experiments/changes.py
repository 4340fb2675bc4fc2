"""Changes of results, for tests of the verdicts that follow from them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Change = Callable[[dict[str, Any]], None]


def each(*path: str | int, to: Any) -> Change:
    """Sets what is found under a path; * stands for every key or place."""

    def walk(value: Any, keys: tuple[str | int, ...]) -> None:
        places = (list(value) if isinstance(value, dict) else range(len(value))) if keys[0] == "*" else [keys[0]]
        for place in places:
            if len(keys) == 1:
                value[place] = to
            else:
                walk(value[place], keys[1:])

    return lambda results: walk(results, path)


def both(*changes: Change) -> Change:
    """One after the other."""

    def change(results: dict[str, Any]) -> None:
        for one in changes:
            one(results)

    return change


def same(_: dict[str, Any]) -> None:
    """As it was computed."""
