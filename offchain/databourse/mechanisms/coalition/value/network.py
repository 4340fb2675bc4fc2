"""The devices of a market and what is known of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import Floats, check_influence, check_integer, check_list, check_numbers


@dataclass(frozen=True)
class Network:
    """All devices; `of` checks and builds it.

    Attributes:
        samples: n, by device, at least 1.
        participation: a, by device: whether it joins the market.
        deviations: rho, by device: how far its gradient is from the global one.
        influence: g, by device and device.
        gains: f of each device in a coalition, what it adds beyond its price (Definition 4).
    """

    samples: tuple[int, ...]
    participation: tuple[bool, ...]
    deviations: Floats
    influence: Floats
    gains: Floats

    @classmethod
    def of(
        cls, samples: Any, influence: Any, participation: Any = None, deviations: Any = None, gains: Any = None
    ) -> Network:
        """The network of these columns; by default all take part, deviate by 0 and gain 0.

        Raises:
            InvalidInput: samples that are no positive integers, a participation that is not 0 or 1, gains outside
                0 … 1, deviations that are negative, an influence that is not symmetric from 0 to 1, or other lengths.
        """
        counts = [check_integer(f"samples[{at}]", count, 1) for at, count in enumerate(check_list("samples", samples))]
        devices = len(counts)
        takes_part = check_numbers("participation", [1] * devices if participation is None else participation, 0, 1)
        between = np.flatnonzero((takes_part != 0) & (takes_part != 1))
        if len(between):
            at = int(between[0])
            raise InvalidInput.of(f"participation[{at}]", float(takes_part[at]), "it must be 0 or 1")
        apart = check_numbers("deviations", [0] * devices if deviations is None else deviations, 0)
        added = check_numbers("gains", [0] * devices if gains is None else gains, 0, 1)
        for name, column in (("participation", takes_part), ("deviations", apart), ("gains", added)):
            if len(column) != devices:
                raise InvalidInput(f"{name} has {len(column)} entries, but there are {devices} devices")
        matrix = check_influence("influence", influence, devices)
        return cls(tuple(counts), tuple((takes_part == 1).tolist()), apart, matrix, added)

    @property
    def devices(self) -> int:
        """How many there are."""
        return len(self.samples)

    def check(self, coalition: Iterable[int]) -> list[int]:
        """The members of a coalition in ascending order.

        Raises:
            InvalidInput: it is empty, or names a device twice or one that does not exist.
        """
        members = sorted(
            check_integer("a member of the coalition", device, 0, self.devices - 1) for device in coalition
        )
        if not members:
            raise InvalidInput("the coalition is empty, but it must have members")
        if len(set(members)) < len(members):
            raise InvalidInput.of("the coalition", members, "nobody can be in it twice")
        return members


def paid_fraction(sample_sets: Collection[Collection[int]]) -> Fraction:
    """What the prices p_S·n_j/|∪ n_i| of eq (9) sum to, as a share of the budget: above 1 where samples overlap (D3).

    Raises:
        InvalidInput: there are no samples.
    """
    everything = set().union(*map(set, sample_sets))
    if not everything:
        raise InvalidInput("there are no samples, but prices are shares of them")
    return Fraction(sum(len(set(samples)) for samples in sample_sets), len(everything))
