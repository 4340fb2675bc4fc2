"""What each agent of a bilateral round gets, gives and gains, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from databourse.cli.session import Session
from databourse.cli.sharing.found import MatchRound
from databourse.cli.sharing.units import format_scale
from databourse.market.sharing import ORDERED_MATCH
from databourse.market.sharing.match.playing import Matched

_MOST_NAMES, _MOST_ROWS = 6, 100


def tell(session: Session, one: MatchRound) -> None:
    """Shows the agents by rank, and after them why each shares with those it shares with."""
    matched = one.matched
    if not matched.reading.agents:
        session.output.say("Nobody takes part so far." if one.round.settled is None else "Nobody took part.")
        return
    ranking = matched.game.ranking[:_MOST_ROWS]
    session.output.table(
        ["rank>", "entry>", "agent", "gives>", "to and from", "gets>", "has>", "scale>", "cost of each>", "gains>"],
        [
            (
                rank,
                matched.reading.entries[agent],
                session.person(one.round.entries[matched.reading.entries[agent]].who),
                _given(matched, agent),
                _names(session, one, matched.partners[agent]) or None,
                matched.units(agent) - matched.game.sizes[agent],
                matched.units(agent),
                format_scale(matched.game.scales[agent]),
                session.tokens(matched.game.costs[agent]),
                session.tokens(gain(matched, agent)),
            )
            for rank, agent in enumerate(ranking, start=1)
        ],
    )
    for agent in ranking:
        entry = matched.reading.entries[agent]
        name = session.person(one.round.entries[entry].who)
        session.output.say(f"  {name} (entry {entry}): {' '.join(why(session, one, entry))}")
    if len(matched.game.ranking) > _MOST_ROWS:
        session.output.say(f"… and {len(matched.game.ranking) - _MOST_ROWS} more agents; --json has all of them.")


def tell_uncounted(session: Session, one: MatchRound) -> None:
    """The entries that are no agents, and why."""
    for index in _uncounted(one):
        who = session.person(one.round.entries[index].who)
        session.output.say(f"Entry {index} of {who} does not count. {' '.join(why(session, one, index))}")


def gain(matched: Matched, agent: int) -> int:
    """By how much an agent is better off than alone, in base units."""
    return matched.utility(agent) - matched.game.utility(agent, frozenset())


def why(session: Session, one: MatchRound, index: int) -> Sequence[str]:
    """Why entry `index` fares as it does, in sentences."""
    told = ORDERED_MATCH.explain(one.round.entries, one.round.terms.params, {}, index, session.tokens)
    return told.sentences


def as_json(session: Session, one: MatchRound) -> dict[str, Any]:
    """The agents by rank, who shares with whom (by entry), and the entries that do not count, for programs."""
    matched = one.matched
    entries = matched.reading.entries
    return {
        "agents": [
            {
                "rank": rank,
                "entry": entries[agent],
                "who": one.round.entries[entries[agent]].who,
                "dataset": matched.reading.agents[agent].dataset,
                "size": matched.game.sizes[agent],
                "scale": format_scale(matched.game.scales[agent]),
                "cost": str(matched.game.costs[agent]),
                "partners": [entries[partner] for partner in matched.partners[agent]],
                "gives": _given(matched, agent),
                "gets": matched.units(agent) - matched.game.sizes[agent],
                "units": matched.units(agent),
                "gain": str(gain(matched, agent)),
                "why": list(why(session, one, entries[agent])),
            }
            for rank, agent in enumerate(matched.game.ranking, start=1)
        ],
        "edges": [[entries[agent], entries[other]] for agent, other in matched.edges],
        "uncounted": [
            {"entry": index, "who": one.round.entries[index].who, "why": list(why(session, one, index))}
            for index in _uncounted(one)
        ],
    }


def _uncounted(one: MatchRound) -> list[int]:
    agents = set(one.matched.reading.entries)
    return [index for index in range(len(one.round.entries)) if index not in agents]


def _given(matched: Matched, agent: int) -> int:
    """Units that an agent shares, however many it shares them with."""
    return matched.game.sizes[agent] if matched.partners[agent] else 0


def _names(session: Session, one: MatchRound, agents: Sequence[int]) -> str:
    entries = one.matched.reading.entries
    names = [session.person(one.round.entries[entries[agent]].who) for agent in agents[:_MOST_NAMES]]
    more = len(agents) - _MOST_NAMES
    return ", ".join(names) + (f" and {more} more" if more > 0 else "")
