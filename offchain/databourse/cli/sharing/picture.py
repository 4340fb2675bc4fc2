"""The sharing graph of a round: agents on a circle by rank, their data as discs, a line between two that share."""

from __future__ import annotations

from math import cos, pi, sin
from pathlib import Path

from matplotlib.figure import Figure

from databourse.cli.session import Session
from databourse.cli.sharing.found import MatchRound
from databourse.cli.sharing.outcome_view import gain
from databourse.market.double_auction.picture import clean, save_figure

_SHARES, _ALONE, _LINE = "#0072B2", "#BBBBBB", "#777777"
_LARGEST = 1400  # area of the largest disc, points squared
_LETTERS, _MOST_NAMED = 16, 40


def save_graph(session: Session, one: MatchRound, path: Path) -> None:
    """Draws who shares with whom, the agent with the most data on top and the others clockwise.

    Raises:
        InvalidInput: the picture cannot be written.
    """
    matched = one.matched
    game, entries = matched.game, matched.reading.entries
    figure = Figure(figsize=(8, 7.4), layout="constrained")
    axes = figure.add_subplot()
    places = {
        agent: (sin(2 * pi * rank / game.agents), cos(2 * pi * rank / game.agents))
        for rank, agent in enumerate(game.ranking)
    }
    width = max(0.3, min(1.6, 60 / max(1, len(matched.edges))))
    for edge in matched.edges:
        across, up = zip(*(places[agent] for agent in edge), strict=True)
        axes.plot(across, up, color=_LINE, linewidth=width, zorder=1)
    largest = max(game.sizes)
    for shares, colour, label in ((True, _SHARES, "shares"), (False, _ALONE, "shares with nobody")):
        chosen = [agent for agent in game.ranking if bool(matched.partners[agent]) is shares]
        if chosen:
            areas = [max(30.0, _LARGEST * game.sizes[agent] / largest) for agent in chosen]
            across, up = zip(*(places[agent] for agent in chosen), strict=True)
            axes.scatter(across, up, s=areas, color=colour, edgecolor="white", zorder=2)
            axes.scatter([], [], s=60, color=colour, label=label)
    for agent in game.ranking[:_MOST_NAMED] if game.agents <= _MOST_NAMED else ():
        right, top = places[agent]
        name = clean(session.person(one.round.entries[entries[agent]].who), _LETTERS)
        gains = session.tokens(gain(matched, agent))
        told = f"{name}\n{game.sizes[agent]:,} units, gets {matched.units(agent) - game.sizes[agent]:,}\ngains {gains}"
        axes.text(1.4 * right, 1.28 * top, told, ha="center", va="center", fontsize=8)
    axes.set_xlim(-1.8, 1.8)
    axes.set_ylim(-1.5, 1.5)
    axes.set_axis_off()
    axes.legend(loc="lower left", fontsize=8, frameon=False)
    pairs = len(matched.edges)
    axes.set_title(clean(f"{one.slot}: {pairs} pair{'s' * (pairs != 1)} of {game.agents} agents share", 80), loc="left")
    save_figure(figure, path)
