"""Letting the runner of a round train, and posting what it signs."""

from __future__ import annotations

import time

from databourse.chain import posting
from databourse.chain.refusals import clock
from databourse.cli import sending
from databourse.cli.learning import found, link, tables
from databourse.cli.learning.found import LearningRound
from databourse.cli.progress import progress
from databourse.cli.session import Session
from databourse.cli.slot import moments
from databourse.cli.values import format_duration
from databourse.errors import BourseError, InvalidInput, NetworkError, Refused
from databourse.market.learning.statement import Statement
from databourse.runner.client import RoundState, RunnerClient

_SECONDS = 0.3
"""Between two looks at the runner."""


def train_round(session: Session, slot: str, url: str | None, advance: bool) -> None:
    """Has the round that SLOT means trained, and posts the statement about it.

    Raises:
        UsageError: no runner is known.
        NotFound: no such slot.
        NetworkError: the runner does not answer.
        Refused: it is no learning round, it is too early or too late, the sender may not post, the runner is another
            one, its statement is not right, or a contract says no.
        BourseError: the training failed, or was not waited for.
    """
    one = found.read(session, slot)
    if advance:
        # before the clock is moved, as of when it will have been
        _require_poster(session, one, one.round.terms.close_at)
        moments.advance(session, one.slot, "the close", one.round.terms.close_at)
    if one.statement is not None:
        _tell_posted(session, one, one.statement)
        return
    _require_poster(session, one, session.connection.now())
    runner = link.of_round(one, url)
    _warn_of_missing(session, one, runner.state(one.series.number, one.round.number))
    try:
        state = _trained(session, one, runner)
    except KeyboardInterrupt:
        hint = f"the runner goes on; `bourse learning train {one.slot}` looks again, and posts what came of it"
        raise BourseError("stopped: nothing was posted", hint) from None
    statement = _statement(one, runner, state)
    _tell_absent(session, state)
    now = session.connection.now()
    call = posting.post(session.exchange, one.series, one.round, statement.encode(), session.address(), now)
    told = [
        ("present", f"{statement.parties} of {len(one.parties)} parties"),
        ("validation rows", f"{statement.size:,}"),
        ("statement", f"{len(statement.encode()):,} bytes, signed by {session.person(one.params.runner)}"),
    ]
    title = f"{session.sender_name} posts the table of {one.slot}:"
    receipt = sending.carry_out(session, sending.Plan(title, call, told))
    tables.fetch(found.read(session, slot), runner.url)
    terms = one.round.terms
    who = f"{session.person(one.arbiter)}, the arbiter, can replace it until then" if one.arbiter else "nobody can"
    session.output.say(
        f"Settle {one.slot} from {clock(terms.reveal_by)} to {clock(terms.settle_by)} with "
        f"`bourse learning settle {one.slot}`. If the table is disputed, {who}."
    )
    report = state.report or {}
    session.output.result(
        {
            "series": one.series.number,
            "name": one.series.name,
            "round": one.round.number,
            "statement": "0x" + statement.encode().hex(),
            "present": statement.members,
            "absent": report["absent"],
            "validation_size": statement.size,
            "fits": report["fits"],
            "known": report["known"],
            "transaction": sending.receipt_json(receipt),
        }
    )


def _require_poster(session: Session, one: LearningRound, now: int) -> None:
    """Refuses what would be refused when everything is trained."""
    posting.post(session.exchange, one.series, one.round, b"", session.address(), now)


def _warn_of_missing(session: Session, one: LearningRound, state: RoundState) -> None:
    """Asks before parties are left out whose data have not come yet."""
    missing = [session.person(party.account) for party in state.parties if not party.uploaded]
    if missing and state.progress.state == "untrained":
        session.output.warn(
            f"the data of {', '.join(missing)} are not at the runner. When training has begun they cannot come any "
            f"more, and who has none there gets nothing; they upload with `bourse learning join {one.slot}`"
        )
        sending.agree(session, "Train without them?")


def _trained(session: Session, one: LearningRound, runner: RunnerClient) -> RoundState:
    """Asks for the training, and waits for its end."""
    key = one.series.number, one.round.number
    state = runner.train(*key)
    while state.progress.state in ("waiting", "training") and not state.progress.total:
        time.sleep(_SECONDS)
        state = _look(one, runner)
    _warn_of_time(session, one, state)
    with progress(session, "sets of parties", state.progress.total, time_left=True) as advance:
        shown = 0
        while True:
            advance(state.progress.done - shown)
            shown = state.progress.done
            match state.progress.state:
                case "trained":
                    return state
                case "failed":
                    raise BourseError(
                        f"{one.slot} could not be trained: {state.progress.error}",
                        "the same command tries again; if nothing is posted in time, everybody has everything back",
                    )
                case "untrained":  # it ended, and was started again
                    time.sleep(_SECONDS)
                    state = runner.train(*key)
                case _:
                    time.sleep(_SECONDS)
                    state = _look(one, runner)


def _look(one: LearningRound, runner: RunnerClient) -> RoundState:
    try:
        return runner.state(one.series.number, one.round.number)
    except NetworkError as error:
        error.hint = (
            "if it has ended, start it again with `bourse runner start`: it goes on where it stopped; then repeat this "
            "command"
        )
        raise


def _warn_of_time(session: Session, one: LearningRound, state: RoundState) -> None:
    left = one.round.terms.reveal_by - session.connection.now()
    if (needed := state.progress.seconds_left) is not None and needed > left:
        session.output.warn(
            f"training takes another {format_duration(round(needed))} at this pace, and there are "
            f"{format_duration(max(0, left))} to post what comes of it"
        )


def _statement(one: LearningRound, runner: RunnerClient, state: RoundState) -> Statement:
    """What the runner signed, if it is right."""
    try:
        statement = Statement.decode(state.statement or b"", one.params.max_parties)
        table = tables.published(runner.tables(one.series.number, one.round.number), "closed")
    except InvalidInput as error:
        raise Refused(f"what the runner answers is no statement about {one.slot}: {error.message}", None) from error
    tables.check(one, statement, table)
    return statement


def _tell_absent(session: Session, state: RoundState) -> None:
    report = state.report or {}
    session.output.say(f"{report['fits']} models trained, {report['known']} sets of parties known.")
    for absent in report["absent"]:
        session.output.warn(
            f"{session.person(absent['account'])} (party {absent['party']}) is absent: {absent['reason']}; it pays "
            "nothing and gets nothing"
        )


def _tell_posted(session: Session, one: LearningRound, statement: Statement) -> None:
    """That there is nothing to do."""
    signer = statement.signer(one.context, one.inputs)
    session.output.say(
        f"A table of {one.slot} is posted already, signed by {session.person(signer or one.params.runner)}: "
        f"{statement.parties} of {len(one.parties)} parties are present. See `bourse learning show {one.slot}`."
    )
    session.output.result(
        {
            "series": one.series.number,
            "name": one.series.name,
            "round": one.round.number,
            "statement": "0x" + statement.encode().hex(),
            "present": statement.members,
            "validation_size": statement.size,
            "transaction": None,
        }
    )
