"""Why an entry is none by its rule."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an entry is none by the rule: the `field`, the `value` it has, and the `rule` that it breaks."""

    field: str
    value: int
    rule: str

    def __str__(self) -> str:
        return f"{self.field} is {self.value}, but {self.rule}"
