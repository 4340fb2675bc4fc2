"""Who shares with whom, as it is drawn."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Disc:
    """An agent: the size of its data, whether it takes part, its name, and what is written below it."""

    size: int
    active: bool
    name: str
    told: str


@dataclass(frozen=True)
class Graph:
    """Agents clockwise from the top, and lines between them, by place; directed ones go from seller to buyer."""

    title: str
    discs: tuple[Disc, ...]
    edges: tuple[tuple[int, int], ...]
    directed: bool
