"""Sharing in which each direction of a contract counts by itself, as with queries: data can go round in a ring.

Three agents, at most one query each way in a pair. Values and costs add up, so an outcome is four states of three
contracts, and every outcome and every coalition can be looked at.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, permutations, product

AGENTS = 3
PAIRS = tuple(combinations(range(AGENTS), 2))
#: Whether the first of a pair asks the second, and the second the first.
State = tuple[int, int]
STATES: tuple[State, ...] = ((0, 0), (0, 1), (1, 0), (1, 1))
Outcome = tuple[State, ...]
OUTCOMES: tuple[Outcome, ...] = tuple(product(STATES, repeat=len(PAIRS)))
NOTHING: Outcome = ((0, 0),) * len(PAIRS)


@dataclass(frozen=True)
class QueryGame:
    """What a query on another agent is worth to an agent, and what it bears if another asks it.

    Attributes:
        values: by who asks and who answers.
        costs: by who answers and who asks.
    """

    values: Sequence[Sequence[int]]
    costs: Sequence[Sequence[int]]

    def utility(self, agent: int, outcome: Outcome) -> int:
        """The sum over its contracts."""
        return sum(self.gain(agent, pair, state) for pair, state in zip(PAIRS, outcome, strict=True) if agent in pair)

    def gain(self, agent: int, pair: tuple[int, int], state: State) -> int:
        """What a contract is worth to one of its two."""
        place = pair.index(agent)
        other = pair[1 - place]
        return self.values[agent][other] * state[place] - self.costs[agent][other] * state[1 - place]

    def ranked(self) -> bool:
        """H1 and H3 for sharing both ways: agents 0, 1 and 2 in this order, and nobody indifferent."""
        net = [[self.values[a][b] - self.costs[a][b] if a != b else 0 for b in range(AGENTS)] for a in range(AGENTS)]
        falls = net[0][1] > net[0][2] and net[1][0] > net[1][2] and net[2][0] > net[2][1]
        others = [[net[a][b] for b in range(AGENTS) if b != a] for a in range(AGENTS)]
        return falls and all(all(row) and sum(row) for row in others)


def ordered_match(game: QueryGame) -> Outcome:
    """The updated ordered match: of the states that are better than none for the proposer, the other picks its best."""
    outcome = []
    for pair in PAIRS:
        proposer, other = pair
        offered = [state for state in STATES if game.gain(proposer, pair, state) > 0]
        best = max(offered, key=lambda state: game.gain(other, pair, state), default=(0, 0))
        outcome.append(best if game.gain(other, pair, best) > 0 else (0, 0))
    return tuple(outcome)


def blocking(game: QueryGame, outcome: Outcome) -> tuple[tuple[int, ...], Outcome] | None:
    """A coalition that would rather have other contracts inside and drop some with outsiders, and what it would do."""
    now = [game.utility(agent, outcome) for agent in range(AGENTS)]
    for size in range(1, AGENTS + 1):
        for coalition in combinations(range(AGENTS), size):
            choices = [
                STATES if set(pair) <= set(coalition) else ((0, 0), state) if set(pair) & set(coalition) else (state,)
                for pair, state in zip(PAIRS, outcome, strict=True)
            ]
            for other in product(*choices):
                gains = [game.utility(agent, other) - now[agent] for agent in coalition]
                if min(gains) >= 0 and max(gains) > 0:
                    return coalition, other
    return None


#: Nobody shares both ways, but each gains when 0 asks 1, 1 asks 2 and 2 asks 0.
RING = QueryGame(values=[[0, 5, 1], [6, 0, 5], [6, 5, 0]], costs=[[0, 6, 4], [4, 0, 6], [4, 4, 0]])


def random_game(chance: random.Random) -> QueryGame:
    """One with a common ranking."""
    while True:
        values, costs = (
            [[0 if a == b else chance.randint(1, 9) for b in range(AGENTS)] for a in range(AGENTS)] for _ in range(2)
        )
        # agents are renamed if another order is the common ranking
        for order in permutations(range(AGENTS)):
            game = QueryGame(*([[table[a][b] for b in order] for a in order] for table in (values, costs)))
            if game.ranked():
                return game


def count(seed: int, games: range) -> dict[str, int]:
    """Random games in which the match is blocked, by all three for want of a ring, and in which every outcome is."""
    counts: Counter[str] = Counter()
    for at in games:
        game = random_game(random.Random(f"{seed}/rings/{at}"))
        blocked = blocking(game, ordered_match(game))
        counts["match blocked"] += blocked is not None
        counts["blocked by all three"] += blocked is not None and len(blocked[0]) == AGENTS
        counts["nothing stable"] += blocked is not None and all(blocking(game, outcome) for outcome in OUTCOMES)
    return dict(counts)
