"""A learning round before its table is posted: who has joined, whose data the runner has, and how far it is."""

from __future__ import annotations

from typing import Any

from databourse.cli.learning import link
from databourse.cli.learning.found import LearningRound
from databourse.cli.session import Session
from databourse.cli.values import format_duration
from databourse.errors import BourseError
from databourse.runner.client import RoundState


def ask(session: Session, one: LearningRound, url: str | None) -> RoundState | None:
    """What the runner tells of a round without a table; None if it is not asked, or does not answer."""
    if not one.parties or one.round.settled:
        return None
    try:
        return link.to(url, one.params.runner).state(one.series.number, one.round.number)
    except BourseError as error:
        session.output.warn(f"the runner cannot be asked: {error.message}")
        return None


def tell(session: Session, one: LearningRound, state: RoundState | None) -> None:
    """The parties, whose data the runner has, and how far it is."""
    if not one.parties:
        session.output.say("Nobody takes part so far." if not one.round.settled else "Nobody took part.")
        return
    uploaded = {party.account: party.uploaded for party in state.parties} if state else {}
    words = {True: "at the runner", False: "not at the runner"}
    session.output.table(
        ["party>", "who", "entry>", "locked>", "data"],
        [
            (
                party.number,
                session.person(party.account),
                party.entry.index,
                session.tokens(party.entry.lock),
                words.get(uploaded.get(party.account), "unknown"),  # type: ignore[arg-type]
            )
            for party in one.parties
        ],
    )
    if state:
        session.output.say(_told_progress(state))


def _told_progress(state: RoundState) -> str:
    progress = state.progress
    if progress.state == "failed":
        return f"The runner could not train it: {progress.error}."
    if progress.state == "training" and progress.total:
        left = "" if progress.seconds_left is None else f", about {format_duration(round(progress.seconds_left))} left"
        return f"The runner trains: {progress.done:,} of {progress.total:,} sets of parties{left}."
    words = {
        "untrained": "The runner has not begun to train.",
        "waiting": "The runner will train it when it is done with another round.",
        "trained": "The runner has trained it, and nobody has posted what it signed.",
    }
    return words.get(progress.state, "The runner opens the data.")


def as_json(session: Session, one: LearningRound, state: RoundState | None) -> list[dict[str, Any]]:
    """The parties for programs."""
    uploaded = {party.account: party.uploaded for party in state.parties} if state else {}
    return [
        {
            "party": party.number,
            "entry": party.entry.index,
            "who": party.account,
            "name": session.person(party.account),
            "lock": str(party.entry.lock),
            "uploaded": uploaded.get(party.account),
        }
        for party in one.parties
    ]
