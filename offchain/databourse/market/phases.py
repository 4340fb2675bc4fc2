"""The phases that a round can have between its close and its settlement, as its rule wants them (`IChecker.phases`)."""

from __future__ import annotations

from dataclasses import dataclass

SHORTEST_PHASE = 60
"""Seconds that the Market wants for opening or posting, and for challenging a proposal, where there is any of that."""


@dataclass(frozen=True, slots=True)
class Phases:
    """What a rule needs besides entering and settling.

    Attributes:
        reveals: whether sealed entries are opened after the close.
        bond: base units that stand behind a proposed outcome; 0: outcomes are checked completely and settled at once.
        posts: whether statements about the round are posted after the close; a rule has one or the other.
    """

    reveals: bool = False
    bond: int = 0
    posts: bool = False

    @property
    def second(self) -> str | None:
        """What happens between the close and `revealBy`, in a word; None if nothing does (`SecondPhase`)."""
        if self.posts:
            return "posting"
        return "opening" if self.reveals else None

    @property
    def challengeable(self) -> bool:
        """Whether outcomes are proposed, and final only when nobody refuted them in time."""
        return self.bond > 0


ONE_SHOT = Phases()
"""Nothing is opened, nothing can be challenged."""
