"""Parameters of a model, as they are typed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from databourse.errors import InvalidInput


def read_settings(words: Iterable[str]) -> dict[str, Any]:
    """Values by name, from words such as `C=10`; what is no JSON is a text.

    Raises:
        InvalidInput: a word without a name or a value, or a name twice.
    """
    found: dict[str, Any] = {}
    for word in words:
        name, mark, value = word.partition("=")
        if not (name and mark):
            raise InvalidInput.of("set", word, "it must be NAME=VALUE")
        if name in found:
            raise InvalidInput.of("set", word, f"{name} is set already")
        try:
            found[name] = json.loads(value)
        except ValueError:
            found[name] = value
    return found
