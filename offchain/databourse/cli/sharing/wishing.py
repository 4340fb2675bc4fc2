"""What somebody wants to report to a sharing round."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wish:
    """What the command's options said: scale and table in millionths, other amounts in base units, people by name."""

    dataset: int | None
    size: int | None
    scale: int | None
    cost: int | None
    table: tuple[int, ...] | None
    cost_for: tuple[tuple[str, int], ...]
    values: tuple[tuple[str, int], ...]
    top_up: bool
