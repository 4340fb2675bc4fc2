"""What every command does that settles a round: sees what is due, asks, submits the outcome, tells what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from databourse.chain import history
from databourse.chain.exchange import Exchange
from databourse.chain.records import RoundView, SeriesInfo
from databourse.chain.refusals import clock
from databourse.chain.settling import Prepared, Way
from databourse.cli import proposing, sending
from databourse.cli.rules import noun_of
from databourse.cli.session import Session
from databourse.cli.slot import moments
from databourse.cli.values import format_duration
from databourse.errors import Refused
from databourse.market import standing
from databourse.market.terms import Status

_VERBS = {Way.SETTLE: "settles", Way.PROPOSE: "proposes an outcome of", Way.FINALISE: "finalises the outcome of"}


def due(session: Session, info: SeriesInfo, number: int, advance: bool) -> RoundView:
    """The round as the chain has it, when there is something to settle, propose or finalise now.

    Args:
        session: whose chain.
        info: the series.
        number: of the round.
        advance: whether a devnet's clock is moved to the end of the phase that has to be waited for.

    Raises:
        Refused: it is too early or too late, or the clock is to be moved of a chain that is no devnet.
    """
    exchange, name = session.exchange, history.slot_name(info, number)
    view = exchange.round_view(info.number)
    if advance and view.round == number and (end := _end_of_phase(exchange, view)):
        moments.advance(session, name, *end)
        view = exchange.round_view(info.number)
    status = view.status if view.round == number else exchange.status(info.number, number)
    shortcut = "; --advance does not wait" if session.connection.is_devnet else ""
    now = session.connection.now()
    match status:
        case Status.OPEN:
            left = format_duration(max(1, view.close_at - now))
            raise Refused(
                f"too early: {name} takes entries until {clock(view.close_at)}", f"settle it in {left}{shortcut}"
            )
        case Status.REVEALING if _takes_posts(exchange, view):
            raise Refused(
                f"too early: statements about {name} are posted until {clock(view.reveal_by)}",
                f"settle it after that{shortcut}",
            )
        case Status.REVEALING:
            raise Refused(
                f"too early: the sealed entries of {name} are opened until {clock(view.reveal_by)}",
                f"open yours with `bourse coalition reveal`; settle it after that{shortcut}",
            )
        case Status.PROPOSED:
            noun = noun_of(exchange.rule(exchange.terms(info.number, number).checker))
            raise Refused(
                f"too early: what {session.person(view.proposer)} proposed for {name} can be challenged until "
                f"{clock(view.challenge_until)}",
                f"finalise it after that{shortcut}, or challenge it with `bourse {noun} challenge {name}`",
            )
        case Status.SETTLED:
            raise Refused(f"{name} is settled already", f"see its outcome with `bourse slot show {name}`")
        case Status.ABORTED:
            raise Refused(
                f"too late: nobody settled {name} in time, so it is void and everybody has everything back",
                "the operator opens the next round with `bourse slot open`",
            )
    return view


def _takes_posts(exchange: Exchange, view: RoundView) -> bool:
    """Whether statements are posted in a round that is between its close and its settlement, and nothing is opened."""
    terms = exchange.terms(view.series, view.round)
    return standing.takes_posts(terms, history.rules_by_checker(exchange))


def _end_of_phase(exchange: Exchange, view: RoundView) -> tuple[str, int] | None:
    """What ends a phase that has to be waited for, and when."""
    match view.status:
        case Status.OPEN:
            return "the close", view.close_at
        case Status.REVEALING:
            return f"the end of {'posting' if _takes_posts(exchange, view) else 'opening'}", view.reveal_by
        case Status.PROPOSED:
            return "the end of challenges", view.challenge_until
    return None


def carry_out(
    session: Session,
    info: SeriesInfo,
    prepared: Prepared,
    view: RoundView,
    told: Sequence[tuple[str, str]],
    *,
    noun: str,
    rule: str = "",
    top_up: bool = True,
) -> dict[str, Any]:
    """Settles the round, or proposes or finalises its outcome, and tells what can be done next.

    Args:
        session: who does it, and where.
        info: the series.
        prepared: the outcome.
        view: the round as the chain has it.
        told: of the outcome, before people are asked: names and what there is to say.
        noun: of the commands for the round's rule, such as `sharing`.
        rule: what people are told of the rule, if anything.
        top_up: whether a bond that is missing is deposited from the wallet.

    Returns:
        What programs are told of it, whatever the rule.

    Raises:
        Refused: the bond is missing, people do not want it, or a contract says no.
    """
    one = prepared.round
    name, fees = history.slot_name(info, one.number), info.config.fee * len(one.entries)
    lines = [*told, *_stakes(session, prepared, view, fees)]
    call, lacking = proposing.with_bond(session, name, prepared, top_up)
    if lacking:
        lines.append(("from the wallet", f"{session.tokens(lacking)}, deposited by permit"))
    title = f"{session.sender_name} {_VERBS[prepared.way]} {name}{f' ({rule})' if rule else ''}:"
    receipt = sending.carry_out(session, sending.Plan(title, call, lines))
    after = session.exchange.round_view(info.number)
    session.output.say(_told_after(name, prepared.way, after, f"bourse {noun} settle"))
    return {
        "series": info.number,
        "name": info.name,
        "round": one.number,
        "rule": prepared.mechanism.name,
        "way": prepared.way,
        "fees": str(fees),
        "bond": str(prepared.bond),
        "deposited": str(lacking),
        "challenge_until": after.challenge_until if prepared.way is Way.PROPOSE else None,
        "transaction": sending.receipt_json(receipt),
    }


def _stakes(session: Session, prepared: Prepared, view: RoundView, fees: int) -> list[tuple[str, str]]:
    """What the sender earns, and has at stake; a line for each."""
    earned = f"{session.tokens(fees)} of entry fees"
    match prepared.way:
        case Way.SETTLE:
            return [("you earn", earned)]
        case Way.PROPOSE:
            window = format_duration(prepared.round.terms.challenge_window)
            bond = f"{session.tokens(prepared.bond)}, lost if somebody refutes the outcome within {window}"
            return [("you earn", f"{earned}, once it is final"), ("bond", bond)]
    ours = view.proposer == session.signer.address
    return [("you earn" if ours else f"{session.person(view.proposer)} earns", earned)]


def _told_after(name: str, way: Way, after: RoundView, command: str) -> str:
    """What has happened, and what can be done next with a command."""
    match way:
        case Way.SETTLE:
            return f"{name} is settled: the contract has checked the whole outcome."
        case Way.PROPOSE:
            return (
                f"An outcome of {name} is proposed. It can be challenged until {clock(after.challenge_until)}; after "
                f"that, finalise it with `{command} {name}` before {clock(after.settle_by)}."
            )
    return f"{name} is settled: nobody refuted the proposed outcome in time."
