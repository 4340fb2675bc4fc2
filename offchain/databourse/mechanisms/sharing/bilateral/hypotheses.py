"""What the stability of the ordered match rests on, checked set by set, with a witness for what fails.

The paper states two hypotheses and needs a third: without strict preferences the strict acceptance of (1) and (2) can
leave out an edge that one agent wants and the other does not mind, and both together then block the match.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

from databourse.errors import InvalidInput
from databourse.mechanisms.sharing.bilateral.game import Game, Value
from databourse.mechanisms.sharing.subsets import as_set, members, shown, subsets

MOST_AGENTS = 12
"""Every set of partners of every agent is looked at."""

Table: TypeAlias = dict[int, Value]
#: A sentence with a place for each set, and the sets.
Failure: TypeAlias = tuple[Any, ...]
Check: TypeAlias = Callable[[Table, list[int]], Iterator[Failure]]


@dataclass(frozen=True, slots=True)
class Hypotheses:
    """What of it holds: None, or how it fails.

    Attributes:
        common_ranking: H1 (definitions 3.3 and 3.4): whoever is earlier in the order is strictly the better partner for
            everybody, whatever other partners there are.
        limited_complementarity: H2 (definition 3.5): whom an agent does not want, it does not want together with any
            that rank lower either.
        strict_preferences: H3: no agent is indifferent between two sets of partners.
    """

    common_ranking: str | None
    limited_complementarity: str | None
    strict_preferences: str | None

    @property
    def hold(self) -> bool:
        """Whether all three do, so that the ordered match is stable."""
        return not any((self.common_ranking, self.limited_complementarity, self.strict_preferences))


def check_hypotheses(game: Game, order: Sequence[int]) -> Hypotheses:
    """Check all three for a ranking, the best agent first.

    Raises:
        InvalidInput: there are more than 12 agents, or the order does not name every agent once.
    """
    if game.agents > MOST_AGENTS:
        raise InvalidInput(f"there are {game.agents} agents, but hypotheses are checked for {MOST_AGENTS} at most")
    if sorted(order) != list(range(game.agents)):
        raise InvalidInput.of("order", list(order), "it must name every agent once, from 0 on")
    # a table for each agent, by sets of places in the order: then lower bits are better partners
    tables = [
        {
            places: game.utility(order[place], frozenset(order[other] for other in members(places)))
            for places in subsets(as_set(range(game.agents)) & ~(1 << place))
        }
        for place in range(game.agents)
    ]
    found = (_ranking_fails, _complementarity_fails, _strictness_fails)
    return Hypotheses(*(next(_everywhere(check, tables, order), None) for check in found))


def _everywhere(check: Check, tables: list[Table], order: Sequence[int]) -> Iterator[str]:
    for place, table in enumerate(tables):
        others = [other for other in range(len(order)) if other != place]
        for sentence, *sets in check(table, others):
            named = [shown(as_set(order[other] for other in members(places))) for places in sets]
            yield f"agent {order[place]} {sentence.format(*named)}"


def _ranking_fails(table: Table, others: list[int]) -> Iterator[Failure]:
    # neighbours in the ranking suffice: the others follow by exchanging one partner at a time
    for better, worse in pairwise(others):
        for common in subsets(as_set(others) & ~(1 << better | 1 << worse)):
            first, second = common | 1 << better, common | 1 << worse
            if not table[first] > table[second]:
                yield "does not like {} strictly better than {}", first, second


def _complementarity_fails(table: Table, others: list[int]) -> Iterator[Failure]:
    # the best set that is reached from each by adding some that are not yet passed, at least one of them
    extended: dict[int, int] = {}
    for other in reversed(others):
        bit = 1 << other
        for start in [places for places in table if not places & bit]:
            # `start | bit` still has its entry of the rank below
            choices = [start | bit, extended.get(start | bit), extended.get(start)]
            extended[start] = max((choice for choice in choices if choice is not None), key=table.__getitem__)
            if table[start | bit] < table[start] <= table[extended[start]]:
                yield "does not want {} beside {}, but likes {} no less", bit, start, extended[start]


def _strictness_fails(table: Table, others: list[int]) -> Iterator[Failure]:  # noqa: ARG001 - as the others
    seen: dict[Value, int] = {}
    for places, value in table.items():
        if value in seen:
            yield "is indifferent between {} and {}", seen[value], places
        seen[value] = places
