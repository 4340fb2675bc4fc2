"""What was posted of a learning round: who signed and posted which statement, when, and which one counts."""

from __future__ import annotations

from typing import Any

from databourse.chain.refusals import clock
from databourse.cli.learning.found import LearningRound
from databourse.cli.session import Session
from databourse.events import Event, hex_of
from databourse.market.learning.posted import Judged


def tell(session: Session, one: LearningRound) -> None:
    """Every statement, who signed and posted it, when, and whether it counts."""
    for judged, event in _judged(one):
        who, time = session.person(judged.post.who), clock(session.connection.time_of(event.block))
        if judged.statement is None or not judged.counts:
            session.output.say(f"A statement that {who} posted at {time} does not count: {judged.fault}.")
            continue
        statement = judged.statement
        signer = session.person(judged.signer or "")
        role = "its arbiter" if judged.signer == one.params.arbiter else "its runner"
        session.output.say(
            f"Its table is signed by {signer}, {role}, and was posted by {who} at {time}: {statement.parties} of "
            f"{len(one.parties)} parties present, {statement.size:,} validation rows, {1 << statement.parties} cells."
        )


def _judged(one: LearningRound) -> list[tuple[Judged, Event]]:
    """Statements, each with the event that recorded it."""
    events = [event for post, event in zip(one.round.posts, one.round.openings, strict=True) if post.is_posted]
    return list(zip(one.reading.judged, events, strict=True))


def as_json(one: LearningRound) -> list[dict[str, Any]]:
    """The same for programs."""
    return [
        {
            "poster": judged.post.who,
            "signer": judged.signer,
            "counts": judged.counts,
            "fault": judged.fault or None,
            "statement": "0x" + judged.post.statement.hex(),
            "present": judged.statement.members if judged.statement else None,
            "validation_size": judged.statement.size if judged.statement else None,
            "hash": hex_of(event.tx),
        }
        for judged, event in _judged(one)
    ]
