"""What came of a sharing round, by the view of its rule."""

from __future__ import annotations

from typing import Any

from databourse.cli.session import Session
from databourse.cli.sharing import match_view, money_view
from databourse.cli.sharing.found import SharingRound
from databourse.cli.sharing.graph import Graph
from databourse.market.sharing.match import MatchRule


def tell(session: Session, one: SharingRound) -> None:
    """Shows what each agent gives and gets, and why."""
    if not one.round.entries:
        session.output.say("Nobody takes part so far." if one.round.settled is None else "Nobody took part.")
    elif isinstance(one.mechanism, MatchRule):
        match_view.tell(session, one)
    else:
        money_view.tell(session, one)


def tell_uncounted(session: Session, one: SharingRound) -> None:
    """The entries that take no part, and why."""
    for index in one.uncounted():
        why = " ".join(one.why(session, index))
        session.output.say(f"Entry {index} of {one.name(session, index)} does not count. {why}")


def told(session: Session, one: SharingRound) -> list[tuple[str, str]]:
    """What is settled, a line for each."""
    if isinstance(one.mechanism, MatchRule):
        return match_view.told(one)
    return money_view.told(session, one)


def as_json(session: Session, one: SharingRound) -> dict[str, Any]:
    """The same for programs."""
    is_match = isinstance(one.mechanism, MatchRule)
    shown = match_view.as_json(session, one) if is_match else money_view.as_json(session, one)
    uncounted = [
        {"entry": index, "who": one.round.entries[index].who, "why": list(one.why(session, index))}
        for index in one.uncounted()
    ]
    return {**shown, "uncounted": uncounted}


def graph(session: Session, one: SharingRound) -> Graph:
    """For drawing."""
    if isinstance(one.mechanism, MatchRule):
        return match_view.graph(session, one)
    return money_view.graph(session, one)
