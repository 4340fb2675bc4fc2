"""Terms of rounds with phases besides entering and settling, made sure of before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass

from databourse.chain.records import SeriesInfo
from databourse.cli.session import Session
from databourse.cli.values import format_duration
from databourse.errors import InvalidInput, Refused
from databourse.market.phases import SHORTEST_PHASE
from databourse.market.terms import SETTLEMENT_WINDOW, Terms


@dataclass(frozen=True)
class Times:
    """How long the phases of a round take, in seconds, one after the other.

    Attributes:
        close_in: entering.
        second: opening or posting, after that; 0 where nothing is.
        settle_within: settling, after that.
        challenge: challenging what is proposed; 0 where nothing can be challenged.
        second_option, challenge_option: what gave them on the command line; None of what there is not.
    """

    close_in: int
    second: int
    settle_within: int
    challenge: int
    second_option: str | None
    challenge_option: str | None


def terms_now(session: Session, series: SeriesInfo, rule: str, times: Times, params: bytes) -> Terms:
    """The terms of a round that opens now.

    Raises:
        InvalidInput: a phase is too short.
        Refused: the round would be longer than the series allows.
    """
    shortest = format_duration(SHORTEST_PHASE)
    challengeable = (times.challenge_option, times.challenge or SHORTEST_PHASE)
    for option, seconds in ((times.second_option, times.second), challengeable):
        if option and seconds < SHORTEST_PHASE:
            field = option.removeprefix("--").replace("-", " ")
            raise InvalidInput.of(field, format_duration(seconds), f"must be at least {shortest}")
    least = series.config.solver_seconds + SETTLEMENT_WINDOW
    if times.settle_within < least:
        shown, needed = format_duration(times.settle_within), f"this series needs at least {format_duration(least)}"
        raise InvalidInput.of("settle within", shown, needed, "its solver goes first, and others need time after that")
    whole = times.close_in + times.second + times.settle_within + 2 * times.challenge
    if whole > series.config.longest_round:
        twice = " and twice its time for challenges" if times.challenge else ""
        challenge_option = times.challenge_option if times.challenge else None
        options = ["--close-in", times.second_option, "--settle-within", challenge_option]
        *others, last = [option for option in options if option]
        raise Refused(
            f"the round{twice} would take {format_duration(whole)}, "
            f"but series {series.number} allows at most {format_duration(series.config.longest_round)}",
            f"shorten {', '.join(others)} or {last}",
        )
    close_at = session.connection.now() + times.close_in
    reveal_by = close_at + times.second
    checker = session.exchange.checker(rule)
    return Terms(series.number, checker, close_at, reveal_by, reveal_by + times.settle_within, times.challenge, params)
