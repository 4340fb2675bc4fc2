"""`bourse slot open --every`: keeps a series going, one round after the other."""

from __future__ import annotations

from dataclasses import dataclass

from databourse.chain import history
from databourse.chain.records import SeriesInfo
from databourse.cli import sending
from databourse.cli.serving import Log, StoppableClock, told_end
from databourse.cli.session import Session
from databourse.cli.slot import opening
from databourse.cli.slot.opening import Wish
from databourse.cli.values import format_duration
from databourse.errors import InvalidInput, Refused
from databourse.market.mechanism import by_name
from databourse.market.terms import SETTLEMENT_WINDOW
from databourse.services.keeper import Keeper
from databourse.services.opener import ChainOpener
from databourse.services.service import Service
from databourse.services.watch import ChainWatch

_HEARTBEAT = 300.0
_MOST_POLL = 2.0


@dataclass(frozen=True)
class Rhythm:
    """How rounds follow each other: seconds from one opening to the next at least, and after how many to stop."""

    every: int
    rounds: int | None


def keep_open(session: Session, name: str, wish: Wish, rhythm: Rhythm) -> None:
    """Opens rounds of a series until it is asked to end, or until `rounds` of them are over.

    Raises:
        InvalidInput: times or options that do not fit together.
        Refused: the series does not use the rule, or does not allow the times.
        NetworkError: the node does not answer at the start, or is on another chain later.
    """
    exchange, signer = session.exchange, session.signer
    info = history.find_series(exchange, name)
    opening.require_offered(session, info, wish.rule)
    _require_operator(session, info)
    _require_times(info, wish, rhythm)
    params = opening.terms_at(session, info, wish, session.connection.now()).params
    opening.warn_if_nothing_can_trade(session, info, wish)
    rounds = f"{rhythm.rounds} rounds" if rhythm.rounds else "rounds"
    title = f"{signer.name} opens {rounds} of {info.name} ({by_name(wish.rule).describe(params)}), one after the other:"
    told = [
        ("a round every", f"{format_duration(rhythm.every)}, when the one before is over"),
        ("takes entries", f"for {format_duration(wish.close_in)}"),
        ("settled within", f"{format_duration(wish.settle_within)} after that, or everything comes back"),
        ("gas", "of every opening is yours"),
    ]
    sending.tell(session, title, told)
    sending.agree(session, "Go ahead?")

    log, clock = Log(session.output), StoppableClock()
    opener = ChainOpener(exchange, signer, lambda now: opening.terms_at(session, info, wish, now))
    keeper = Keeper(opener, clock, log, info, rhythm.every - wish.close_in, rhythm.rounds)
    poll = min(_MOST_POLL, max(0.5, rhythm.every / 10))
    chain_id = session.connection.chain_id
    service = Service(ChainWatch(exchange, [info.number]), keeper, clock, log, chain_id, poll, _HEARTBEAT)
    with told_end(log, session.output.json), clock.stopped_by_signals():
        text = f"{signer.name} keeps series {info.number} ({info.name}) going on chain {chain_id}"
        about = {"series": info.number, "name": info.name, "rule": wish.rule, "every": rhythm.every}
        log("info", "started", text, account=signer.address, chain_id=chain_id, **about)
        if service.run():
            log("info", "stopped", f"all {rhythm.rounds} rounds are over", reason="done")
        else:
            log("info", "stopped", "asked to end", reason="asked")


def _require_operator(session: Session, info: SeriesInfo) -> None:
    if info.config.operator != session.signer.address:
        raise Refused(
            f"{session.sender_name} is not the operator of series {info.number}; "
            f"that is {session.person(info.config.operator)}",
            "only its operator opens rounds; use --from",
        )


def _require_times(info: SeriesInfo, wish: Wish, rhythm: Rhythm) -> None:
    """Refuses at once what the contract would refuse at every opening."""
    if wish.close_in > rhythm.every:
        shown = format_duration(wish.close_in)
        rule = f"must be at most --every, {format_duration(rhythm.every)}"
        raise InvalidInput.of("close in", shown, rule, "a series has one round at a time")
    least = info.config.solver_seconds + SETTLEMENT_WINDOW
    if wish.settle_within < least:
        shown, rule = format_duration(wish.settle_within), f"this series needs at least {format_duration(least)}"
        raise InvalidInput.of("settle within", shown, rule, "its solver goes first, and others need time after that")
    longest = info.config.longest_round
    if wish.close_in + wish.settle_within > longest:
        raise Refused(
            f"a round would take {format_duration(wish.close_in + wish.settle_within)}, "
            f"but series {info.number} allows at most {format_duration(longest)}",
            "shorten --close-in or --settle-within",
        )
