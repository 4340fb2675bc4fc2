"""What the payments take for granted, and what a measured table made of it (conditions C0 to C2 of the specification).

The paper needs that a model without data is worth nothing, that pooling harms nobody, and that no data are worth less
than nothing. Real tables break all of that now and then; the monotone closure enforces it, and this tells what it did.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from databourse.mechanisms.learning.characteristic import v_sums
from databourse.mechanisms.learning.shapley import numerators
from databourse.mechanisms.learning.table import Table


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a table as it was measured has against it.

    Attributes:
        chance: the count of the model without data (C0 wants 0): normalised by v(M), shares would not add up to 1.
        harmed: parties whose own model was better than everybody's (C1): their gain would be negative.
        negative: parties whose Shapley value would be negative (C2).
        raised: cells that the closure raised, of 2^M.
    """

    chance: int
    harmed: tuple[int, ...]
    negative: tuple[int, ...]
    raised: int

    @property
    def hold(self) -> bool:
        """Whether the table could be used as it was measured."""
        return not (self.chance or self.harmed or self.negative)

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "hold": self.hold,
            "chance": self.chance,
            "harmed": list(self.harmed),
            "negative": list(self.negative),
            "raised": self.raised,
        }


def conditions(measured: Table) -> Conditions:
    """Look at a table before its closure."""
    closed = measured.closure()
    found = numerators(v_sums(measured))
    return Conditions(
        chance=int(measured.correct[0]),
        harmed=tuple(party for party, own in enumerate(measured.alone) if own > measured.everybody),
        negative=tuple(party for party, numerator in enumerate(found) if numerator < 0),
        raised=int((closed.correct > measured.correct).sum()),
    )
