"""What each agent of a bilateral round gets, gives and gains, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from databourse.cli.session import Session
from databourse.cli.sharing.found import SharingRound
from databourse.cli.sharing.graph import Disc, Graph
from databourse.cli.sharing.units import format_scale
from databourse.market.sharing.match.playing import Matched

_MOST_NAMES, _MOST_ROWS = 6, 100


def tell(session: Session, one: SharingRound) -> None:
    """Shows the agents by rank, and after them why each shares with those it shares with."""
    matched = _matched(one)
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
                one.name(session, matched.reading.entries[agent]),
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
        session.output.say(f"  {one.name(session, entry)} (entry {entry}): {' '.join(one.why(session, entry))}")
    if len(matched.game.ranking) > _MOST_ROWS:
        session.output.say(f"… and {len(matched.game.ranking) - _MOST_ROWS} more agents; --json has all of them.")


def gain(matched: Matched, agent: int) -> int:
    """By how much an agent is better off than alone, in base units."""
    return matched.utility(agent) - matched.game.utility(agent, frozenset())


def as_json(session: Session, one: SharingRound) -> dict[str, Any]:
    """The agents by rank, who shares with whom (by entry), and the entries that do not count, for programs."""
    matched = _matched(one)
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
                "why": list(one.why(session, entries[agent])),
            }
            for rank, agent in enumerate(matched.game.ranking, start=1)
        ],
        "edges": [[entries[agent], entries[other]] for agent, other in matched.edges],
    }


def _matched(one: SharingRound) -> Matched:
    assert isinstance(one.outcome, Matched)
    return one.outcome


def _given(matched: Matched, agent: int) -> int:
    """Units that an agent shares, however many it shares them with."""
    return matched.game.sizes[agent] if matched.partners[agent] else 0


def _names(session: Session, one: SharingRound, agents: Sequence[int]) -> str:
    names = [one.name(session, one.agents[agent]) for agent in agents[:_MOST_NAMES]]
    more = len(agents) - _MOST_NAMES
    return ", ".join(names) + (f" and {more} more" if more > 0 else "")


def told(one: SharingRound) -> list[tuple[str, str]]:
    """What is settled, a line for each."""
    return [("pairs that share", str(len(_matched(one).edges)))]


def graph(session: Session, one: SharingRound) -> Graph:
    """Who shares with whom, for drawing."""
    matched = _matched(one)
    discs = []
    for agent in matched.game.ranking:
        size, gets = matched.game.sizes[agent], matched.units(agent) - matched.game.sizes[agent]
        name, gains = one.name(session, one.agents[agent]), session.tokens(gain(matched, agent))
        discs.append(Disc(size, bool(gets), name, f"{size:,} units, gets {gets:,}\ngains {gains}"))
    place = {agent: rank for rank, agent in enumerate(matched.game.ranking)}
    edges = tuple((place[agent], place[other]) for agent, other in matched.edges)
    title = f"{one.slot}: {len(edges)} pair{'s' * (len(edges) != 1)} of {len(discs)} agents share"
    return Graph(title, tuple(discs), edges, directed=False)
