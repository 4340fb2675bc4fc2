"""What the paper prints: numbers of its figures and text, and the cells of its Tables I and II."""

from __future__ import annotations

from collections.abc import Mapping

#: The headline: by how much the average payoff of a seller grows (abstract, Fig 12).
GAIN = 0.3272

#: Fig 8: how precise the correlation is said to be, and the three sellers X, Y and Z = 0.5 X + Y.
PRECISION = 5e-4
MIXTURE = 0.5

#: Fig 9: weight b and the offered prices.
WEIGHT = 0.1
PRICES = tuple(range(1, 11))

#: Fig 11: numbers of groups, and of devices in each.
GROUPS = (1, 2, 3, 4, 5)
GROUP_SIZES = (1, 10, 20, 30, 40)

#: Fig 12: numbers of devices in a group.
SIZES = (10, 20, 30, 40)

#: Tables I and II: what the two sellers have, and who sells what and bears which cost, by who comes first.
SAMPLES: Mapping[str, tuple[int, ...]] = {"D1": (1, 2, 3, 4, 5), "D2": (1, 2)}
TABLE_1: Mapping[str, Mapping[str, tuple[int, ...]]] = {
    "I": {"D1": (1, 2, 3, 4, 5), "D2": ()},
    "II": {"D1": (3, 4, 5), "D2": (1, 2)},
}
TABLE_2: Mapping[str, Mapping[str, Mapping[str, int]]] = {
    "I": {"coalition": {"D1": 1}, "no coalition": {"D1": 0, "D2": 1}},
    "II": {"coalition": {"D2": 1}, "no coalition": {"D1": 1, "D2": 0}},
}
