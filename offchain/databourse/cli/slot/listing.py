"""The latest rounds of one or all series, and where they are in their lives."""

from __future__ import annotations

from collections.abc import Mapping

from databourse.chain import history
from databourse.chain.records import SeriesInfo
from databourse.chain.refusals import clock
from databourse.cli.session import Session
from databourse.cli.values import format_duration
from databourse.market import standing
from databourse.market.rounds import Round
from databourse.market.terms import Status


def list_rounds(session: Session, name: str | None, last: int) -> None:
    """Lists the `last` rounds of the series of this name or number, or of every series."""
    exchange = session.exchange
    chosen = exchange.series_list() if name is None else [history.find_series(exchange, name)]
    now = session.connection.now()
    rules = history.rules_by_checker(exchange)
    told, rows = [], []
    for series in chosen:
        latest = exchange.round_view(series.number).round
        numbers = range(max(1, latest - last + 1), latest + 1)
        listed = history.read_series(exchange, series.number, numbers) if latest else None
        for one in listed.rounds if listed else ():
            if one.number in numbers:
                told.append(_told(rules, series, one, now))
                rows.append(_row(rules, series, one, now))
    session.output.table(["slot", "series>", "rule", "status", "entries>", "time"], rows)
    if not rows:
        session.output.say("There is no round yet; an operator opens one with `bourse slot open`.")
    session.output.result({"slots": told, "now": now})


def _told(rules: Mapping[str, str], series: SeriesInfo, one: Round, now: int) -> dict[str, object]:
    return {
        "series": series.number,
        "name": series.name,
        "round": one.number,
        "rule": rules.get(one.terms.checker, one.terms.checker),
        "status": standing.word(one, now, rules),
        "entries": len(one.entries),
        "close_at": one.terms.close_at,
        "reveal_by": one.terms.reveal_by,
        "settle_by": one.settle_by,
    }


def _row(rules: Mapping[str, str], series: SeriesInfo, one: Round, now: int) -> tuple[object, ...]:
    rule, status = rules.get(one.terms.checker, "unknown"), standing.word(one, now, rules)
    slot, posting = history.slot_name(series, one.number), standing.takes_posts(one.terms, rules)
    return slot, series.number, rule, status, len(one.entries), when(one, now, posting)


def when(one: Round, now: int, posting: bool = False) -> str:
    """What comes next for a round, and when; or when it ended.

    Args:
        one: the round.
        now: seconds since 1970.
        posting: whether it is one in which statements are posted after the close.
    """
    match one.status(now):
        case Status.OPEN:
            return f"closes in {format_duration(one.terms.close_at - now)}"
        case Status.REVEALING:
            what = "statements are posted" if posting else "sealed entries are opened"
            return f"{what} for another {format_duration(one.terms.reveal_by - now)}"
        case Status.SETTLEABLE:
            return f"to be settled within {format_duration(one.settle_by - now)}"
        case Status.PROPOSED if one.standing:
            return f"what is proposed can be challenged for another {format_duration(one.standing.until - now)}"
        case Status.FINALISABLE:
            return f"what is proposed is to be finalised within {format_duration(one.settle_by - now)}"
        case Status.ABORTED:
            return f"nobody settled it by {clock(one.settle_by)}"
    return f"closed {clock(one.terms.close_at)}"
