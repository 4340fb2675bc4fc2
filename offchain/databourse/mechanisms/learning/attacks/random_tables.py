"""Random tables that have one of the shapes that accuracy may have, and nothing else in common."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

import numpy as np

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import check_integer
from databourse.mechanisms.learning.subsets import check_parties
from databourse.mechanisms.learning.table import Table

#: Complementary data (what the paper assumes), data that replace each other (what accuracy mostly looks like), data
#: that do neither, and anything to which more data does no harm.
Shape: TypeAlias = Literal["supermodular", "submodular", "modular", "monotone"]
SHAPES: tuple[Shape, ...] = get_args(Shape)
_LARGEST = 20


def random_table(shape: Shape, parties: int, seed: int) -> Table:
    """A table that is its own closure.

    Supermodular: each of some groups of parties gives something if all of it is there. Submodular: each gives something
    if any of it is there. Modular: each party gives something. Monotone: the closure of random counts.

    Raises:
        InvalidInput: the shape is unknown, or there are not 1 to 24 parties.
    """
    if shape not in SHAPES:
        raise InvalidInput.of("shape", shape, f"it must be one of {', '.join(SHAPES)}")
    check_parties(parties)
    chance = np.random.default_rng(check_integer("seed", seed))
    masks = np.arange(1 << parties)
    if shape == "monotone":
        counts = chance.integers(0, _LARGEST, len(masks))
        return Table(parties, counts, _LARGEST).closure()
    groups = 1 << np.arange(parties) if shape == "modular" else chance.integers(1, len(masks), 2 * parties)
    gifts = chance.integers(0, _LARGEST, len(groups))
    met = masks[:, None] & groups
    there = met == groups if shape == "supermodular" else met != 0
    counts = there.astype(np.int64) @ gifts
    return Table(parties, counts, int(counts[-1]) + int(chance.integers(1, _LARGEST)))


def is_supermodular(table: Table) -> bool:
    """Whether each party adds at least as much to a set as to any part of it (assumption iii, over distinct data)."""
    masks = np.arange(len(table.correct))
    for one in range(table.parties):
        for other in range(one):
            free = masks[(masks >> one & 1 | masks >> other & 1) == 0]
            alone = table.correct[free | 1 << one] - table.correct[free]
            joined = table.correct[free | 1 << one | 1 << other] - table.correct[free | 1 << other]
            if (joined < alone).any():
                return False
    return True
