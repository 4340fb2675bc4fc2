"""What is fixed when a chain is created: its matrix and its limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from databourse.errors import InvalidInput
from databourse.events import fields
from databourse.resale.shares import MOST_DEPTH, Family, Matrix, require_integer

MOST_SALES = 2**16 - 1
"""The highest limit on the buyers of one holder that fits."""

_RULES = ("family", "alpha", "maxDepth", "eagerDepth", "maxSales")


@dataclass(frozen=True, slots=True)
class Rules:
    """What was fixed when a chain was created: `IResaleChain.Rules`, and the columns that were stated with them.

    Attributes:
        matrix: who gets what.
        max_depth: the deepest trade there can be.
        eager_depth: in trades up to this one everybody is credited at once; in deeper ones upstream shares are claimed.
        max_sales: how many buyers each holder may have; 1 makes it a single chain.

    Raises:
        InvalidInput: a number is out of range, or an explicit matrix has another number of columns than `max_depth`.
    """

    matrix: Matrix
    max_depth: int
    eager_depth: int
    max_sales: int

    def __post_init__(self) -> None:
        require_integer("max_depth", self.max_depth, MOST_DEPTH, least=1)
        require_integer("eager_depth", self.eager_depth, 255)
        require_integer("max_sales", self.max_sales, MOST_SALES, least=1)
        if self.matrix.family is Family.EXPLICIT and len(self.matrix.columns) != self.max_depth:
            raise InvalidInput.of(
                "max_depth", self.max_depth, f"the matrix has columns for {len(self.matrix.columns)} trades"
            )

    @classmethod
    def of(cls, struct: Mapping[str, Any] | Sequence[Any], columns: Sequence[Sequence[int]] = ()) -> Rules:
        """From a decoded struct and the stated columns."""
        family, alpha, depth, eager, sales = fields(struct, _RULES)
        return cls(Matrix(Family(family), alpha, tuple(map(tuple, columns))), depth, eager, sales)

    def struct(self) -> tuple[int, int, int, int, int]:
        """The fields in the order of `IResaleChain.Rules`; `matrix.columns` goes beside them."""
        return (int(self.matrix.family), self.matrix.alpha, self.max_depth, self.eager_depth, self.max_sales)

    def is_deferred(self, trade: int) -> bool:
        """Whether upstream shares of a trade are claimed afterwards."""
        return trade > self.eager_depth
