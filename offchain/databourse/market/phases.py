"""The phases that a round can have between its close and its settlement, as its rule wants them (`IChecker.phases`)."""

from __future__ import annotations

from dataclasses import dataclass

SHORTEST_PHASE = 60
"""Seconds that the Market wants for opening sealed entries, and for challenging a proposal, where there is either."""


@dataclass(frozen=True, slots=True)
class Phases:
    """What a rule needs besides entering and settling.

    Attributes:
        reveals: whether sealed entries are opened after the close.
        bond: base units that stand behind a proposed outcome; 0: outcomes are checked completely and settled at once.
    """

    reveals: bool = False
    bond: int = 0

    @property
    def challengeable(self) -> bool:
        """Whether outcomes are proposed, and final only when nobody refuted them in time."""
        return self.bond > 0


ONE_SHOT = Phases()
"""Nothing is opened, nothing can be challenged."""
