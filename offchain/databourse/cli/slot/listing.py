"""The latest rounds of one or all series, and where they are in their lives."""

from __future__ import annotations

from databourse.chain import history
from databourse.chain.records import SeriesInfo
from databourse.chain.refusals import clock
from databourse.cli.session import Session
from databourse.cli.values import format_duration
from databourse.market.rounds import Round
from databourse.market.terms import Status


def list_rounds(session: Session, name: str | None, last: int) -> None:
    """Lists the `last` rounds of the series of this name or number, or of every series."""
    exchange = session.exchange
    chosen = exchange.series_list() if name is None else [history.find_series(exchange, name)]
    now = session.connection.now()
    told, rows = [], []
    for series in chosen:
        latest = exchange.round_view(series.number).round
        numbers = range(max(1, latest - last + 1), latest + 1)
        listed = history.read_series(exchange, series.number, numbers) if latest else None
        for one in listed.rounds if listed else ():
            if one.number in numbers:
                told.append(_told(session, series, one, now))
                rows.append(_row(session, series, one, now))
    session.output.table(["slot", "series>", "rule", "status", "entries>", "time"], rows)
    if not rows:
        session.output.say("There is no round yet; an operator opens one with `bourse slot open`.")
    session.output.result({"slots": told, "now": now})


def _told(session: Session, series: SeriesInfo, one: Round, now: int) -> dict[str, object]:
    return {
        "series": series.number,
        "name": series.name,
        "round": one.number,
        "rule": session.exchange.rule(one.terms.checker) or one.terms.checker,
        "status": one.status(now).label,
        "entries": len(one.entries),
        "close_at": one.terms.close_at,
        "reveal_by": one.terms.reveal_by,
        "settle_by": one.settle_by,
    }


def _row(session: Session, series: SeriesInfo, one: Round, now: int) -> tuple[object, ...]:
    rule = session.exchange.rule(one.terms.checker) or "unknown"
    status = one.status(now)
    return history.slot_name(series, one.number), series.number, rule, status.label, len(one.entries), when(one, now)


def when(one: Round, now: int) -> str:
    """What comes next for a round, and when; or when it ended."""
    match one.status(now):
        case Status.OPEN:
            return f"closes in {format_duration(one.terms.close_at - now)}"
        case Status.REVEALING:
            return f"sealed entries are opened for another {format_duration(one.terms.reveal_by - now)}"
        case Status.SETTLEABLE:
            return f"to be settled within {format_duration(one.settle_by - now)}"
        case Status.PROPOSED if one.standing:
            return f"what is proposed can be challenged for another {format_duration(one.standing.until - now)}"
        case Status.FINALISABLE:
            return f"what is proposed is to be finalised within {format_duration(one.settle_by - now)}"
        case Status.ABORTED:
            return f"nobody settled it by {clock(one.settle_by)}"
    return f"closed {clock(one.terms.close_at)}"
