"""The games as they are defined, slowly and in rationals: what tests and benchmarks hold the fast forms against."""

from databourse.mechanisms.coalition.literal.algorithm_1 import Walk, algorithm_1
from databourse.mechanisms.coalition.literal.contracts import (
    largest_remainder,
    nash_by_definition,
    placement_by_definition,
    switch_by_definition,
)
from databourse.mechanisms.coalition.literal.partitions import best_by_enumeration, is_nash_by_definition, partitions

__all__ = [
    "Walk",
    "algorithm_1",
    "best_by_enumeration",
    "is_nash_by_definition",
    "largest_remainder",
    "nash_by_definition",
    "partitions",
    "placement_by_definition",
    "switch_by_definition",
]
