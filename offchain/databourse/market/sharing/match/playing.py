"""The ordered match of a round, made: by the fast form, or by the solver that takes any preferences."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from databourse.market.sharing.match.params import MatchParams
from databourse.market.sharing.match.reading import Reading
from databourse.mechanisms.sharing.bilateral import LotGame, match_lots, ordered_match
from databourse.mechanisms.sharing.bilateral.ordered_match import Edge, strictly


@dataclass(frozen=True)
class Matched:
    """Who shares with whom, in the terms of the game.

    Attributes:
        reading: who took part; agents are numbered in entry order.
        game: what partners are worth to them.
        edges: in the order of proposal, the agent that ranks first first.
    """

    reading: Reading
    game: LotGame
    edges: tuple[Edge, ...]

    @cached_property
    def partners(self) -> tuple[tuple[int, ...], ...]:
        """Those of each agent, by number."""
        found: list[list[int]] = [[] for _ in self.reading.agents]
        for one, other in self.edges:
            found[one].append(other)
            found[other].append(one)
        return tuple(tuple(sorted(others)) for others in found)

    def units(self, agent: int) -> int:
        """Units of data that an agent has in the end, its own included."""
        return self.game.sizes[agent] + sum(self.game.sizes[partner] for partner in self.partners[agent])

    def utility(self, agent: int) -> int:
        """How well off an agent is in the end, in base units."""
        return self.game.utility(agent, frozenset(self.partners[agent]))

    def alloc(self) -> bytes:
        """4 bytes an edge: the entries of both."""
        return b"".join(self._entry(agent) for edge in self.edges for agent in edge)

    def hints(self) -> bytes:
        """The entries of all agents by rank, 2 bytes each."""
        return b"".join(map(self._entry, self.game.ranking))

    def _entry(self, agent: int) -> bytes:
        return self.reading.entries[agent].to_bytes(2)


def game_of(reading: Reading, params: MatchParams) -> LotGame:
    """The game that the agents of a round play."""
    sizes, scales, costs = ([getattr(agent, field) for agent in reading.agents] for field in ("size", "scale", "cost"))
    return LotGame.of(sizes, scales, costs, params.lot, params.values)


def match(reading: Reading, params: MatchParams) -> Matched:
    """The match, by the fast form."""
    game = game_of(reading, params)
    return Matched(reading, game, tuple(match_lots(game)))


def match_independently(reading: Reading, params: MatchParams) -> Matched:
    """The same match by the solver for any preferences, which looks at whole sets of partners and keeps no sums."""
    game = game_of(reading, params)
    rank = {agent: place for place, agent in enumerate(game.ranking)}
    edges = (tuple(sorted(edge, key=rank.__getitem__)) for edge in ordered_match(strictly(game), game.ranking))
    ordered = sorted(edges, key=lambda edge: tuple(map(rank.__getitem__, edge)))
    return Matched(reading, game, tuple((one, other) for one, other in ordered))
