"""The size family as rounds on a chain have it: one table of values by whole lots of data, which each agent scales."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from typing import Any

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import check_integer
from databourse.mechanisms.sharing.bilateral.ordered_match import Edge


@dataclass(frozen=True)
class LotGame:
    """u_k = scale_k f(⌊D / lot⌋) - cost_k x (number of partners), D the sizes of k and its partners together.

    In integers, so that a contract can replay it; `of` checks it. f never falls, but need not be concave: then sizes
    may not be the common ranking, and the match may not be stable.

    Attributes:
        sizes: of each agent's data, in units.
        scales: base units that a unit of f is worth to each agent.
        costs: base units that each partner costs each agent.
        lot: units of data from one value of f to the next.
        values: f(0), f(1), …; more lots are worth as much as the last value.
    """

    sizes: tuple[int, ...]
    scales: tuple[int, ...]
    costs: tuple[int, ...]
    lot: int
    values: tuple[int, ...]

    @classmethod
    def of(
        cls, sizes: Sequence[Any], scales: Sequence[Any], costs: Sequence[Any], lot: Any, values: Sequence[Any]
    ) -> LotGame:
        """The game of these columns, one entry an agent.

        Raises:
            InvalidInput: columns of other lengths, no values or values that fall, a size, scale or lot below 1, or
                anything negative.
        """
        for field, column in (("scale", scales), ("cost", costs)):
            if len(column) != len(sizes):
                raise InvalidInput(f"{field} has {len(column)} entries, but there are {len(sizes)} sizes")
        if not len(values):
            raise InvalidInput("values is empty, but there must be one for no lot at all")
        least = 0
        for place, value in enumerate(values):
            least = check_integer(f"values[{place}]", value, least)
        size, scale, cost = (
            tuple(check_integer(f"{field}[{agent}]", value, lowest) for agent, value in enumerate(column))
            for field, column, lowest in (("size", sizes, 1), ("scale", scales, 1), ("cost", costs, 0))
        )
        return cls(size, scale, cost, check_integer("lot", lot, 1), tuple(map(int, values)))

    @property
    def agents(self) -> int:
        """How many there are."""
        return len(self.sizes)

    @cached_property
    def ranking(self) -> tuple[int, ...]:
        """Agents by size, the largest first, of equal ones the lower index."""
        return tuple(sorted(range(self.agents), key=lambda agent: (-self.sizes[agent], agent)))

    def value(self, total: int) -> int:
        """What f is at a total size, in units of data."""
        return self.values[min(total // self.lot, len(self.values) - 1)]

    def gain(self, agent: int, total: int, more: int) -> int:
        """What a partner with `more` units is worth to an agent that has `total`, less what the partner costs it."""
        return self.scales[agent] * (self.value(total + more) - self.value(total)) - self.costs[agent]

    def utility(self, agent: int, partners: AbstractSet[int]) -> int:
        """What sharing with these partners is worth to an agent."""
        total = self.sizes[agent] + sum(self.sizes[partner] for partner in partners)
        return self.scales[agent] * self.value(total) - self.costs[agent] * len(partners)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One agent proposes to another to share; what each would gain by it then, in base units, may be negative."""

    proposer: int
    other: int
    proposer_gains: int
    other_gains: int

    @property
    def accepted(self) -> bool:
        """Whether both gain strictly."""
        return self.proposer_gains > 0 and self.other_gains > 0


def proposals(game: LotGame) -> Iterator[Proposal]:
    """Every proposal of the ordered match, in order, each as things stand when it is made: O(agents^2)."""
    totals = list(game.sizes)
    for place, proposer in enumerate(game.ranking):
        for other in game.ranking[place + 1 :]:
            gains = (game.gain(one, totals[one], game.sizes[more]) for one, more in permutations((proposer, other)))
            made = Proposal(proposer, other, *gains)
            if made.accepted:
                totals[proposer] += game.sizes[other]
                totals[other] += game.sizes[proposer]
            yield made


def match_lots(game: LotGame) -> list[Edge]:
    """The ordered match, with strict acceptance: edges in the order of proposal, the agent that ranks first first."""
    return [(made.proposer, made.other) for made in proposals(game) if made.accepted]
