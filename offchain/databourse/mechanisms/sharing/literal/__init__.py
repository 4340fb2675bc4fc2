"""The paper's definitions, slowly and step by step: what tests and benchmarks hold the fast forms against."""

from databourse.mechanisms.sharing.literal.bilateral import (
    blocks_by_definition,
    graphs,
    match_by_definition,
    optimum_by_enumeration,
)
from databourse.mechanisms.sharing.literal.unilateral import (
    demand_by_definition,
    highest_price,
    payments_by_definition,
    payments_over_all_graphs,
)

__all__ = [
    "blocks_by_definition",
    "demand_by_definition",
    "graphs",
    "highest_price",
    "match_by_definition",
    "optimum_by_enumeration",
    "payments_by_definition",
    "payments_over_all_graphs",
]
