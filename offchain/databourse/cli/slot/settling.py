"""Settling a round: read its entries, solve it, show the outcome, submit it; or propose it, and finalise it later."""

from __future__ import annotations

from databourse.chain import history, settling
from databourse.chain.exchange import Exchange
from databourse.chain.records import RoundView, SeriesInfo
from databourse.chain.refusals import clock
from databourse.chain.settling import Prepared, Way
from databourse.cli import sending
from databourse.cli.rules import noun_of
from databourse.cli.session import Session
from databourse.cli.slot import book_view, moments, money_view
from databourse.cli.slot.book_view import Results
from databourse.cli.values import format_duration
from databourse.errors import Refused
from databourse.market import standing
from databourse.market.double_auction.outcome import AuctionDetail, transfers
from databourse.market.pointers import pointers_before
from databourse.market.terms import Status

VERBS = {Way.SETTLE: "settles", Way.PROPOSE: "proposes an outcome of", Way.FINALISE: "finalises the outcome of"}
"""What somebody does who takes each way."""


def settle_round(session: Session, slot: str, advance: bool) -> None:
    """Settles the round that SLOT means, or proposes or finalises its outcome.

    Raises:
        Refused: nothing is due yet, or any more; what is proposed is false; or a contract says no.
        NetworkError: the node's log and its state do not belong together.
    """
    exchange = session.exchange
    info, number = history.find_slot(exchange, slot)
    name = history.slot_name(info, number)
    view = due(session, info, number, advance)
    series = history.read_series(exchange, info.number, range(1, number + 1))
    one = series.round(number)
    pointers = pointers_before(series, number, history.rules_by_checker(exchange))
    prepared = settling.prepare(exchange, one, view, pointers)
    results = tell_outcome(session, prepared, f"Outcome of {name}")
    fees = info.config.fee * len(one.entries)
    title = f"{session.sender_name} {VERBS[prepared.way]} {name} ({prepared.mechanism.describe(one.terms.params)}):"
    told = [
        ("buyers pay", session.tokens(sum(results.debits.values()))),
        ("sellers get", session.tokens(sum(results.credits.values()))),
        ("surplus", f"{session.tokens(results.surplus)}, to {session.person(info.config.beneficiary)}"),
        *stakes(session, prepared, view, fees),
    ]
    receipt = sending.carry_out(session, sending.Plan(title, prepared.call, told))
    after = exchange.round_view(info.number)
    session.output.say(told_after(name, prepared.way, after))
    session.output.result(
        {
            "series": info.number,
            "name": info.name,
            "round": number,
            "rule": prepared.mechanism.name,
            "way": prepared.way,
            **_outcome_json(session, prepared, results),
            "surplus": str(results.surplus),
            "fees": str(fees),
            "bond": str(prepared.bond),
            "challenge_until": after.challenge_until if prepared.way is Way.PROPOSE else None,
            "transaction": sending.receipt_json(receipt),
        }
    )


def tell_outcome(session: Session, prepared: Prepared, title: str) -> Results:
    """Shows what a solved round makes everybody pay and receive, and who delivers what."""
    one, solution = prepared.round, prepared.solution
    debits, credits_ = dict(solution.debits), dict(solution.credits)
    if not isinstance(solution.detail, AuctionDetail):
        money_view.tell_money(session, one, debits, credits_, title)
        return Results(debits, credits_)
    results = Results(debits, credits_, transfers(one.entries, solution))
    book_view.tell_book(session, one, solution.detail.book, results, title)
    book_view.tell_deliveries(session, results)
    return results


def _outcome_json(session: Session, prepared: Prepared, results: Results) -> dict[str, object]:
    one, detail = prepared.round, prepared.solution.detail
    if not isinstance(detail, AuctionDetail):
        return {"entries": money_view.money_json(session, one, results.debits, results.credits)}
    return {
        "entries": book_view.entries_json(session, one, detail.book, results),
        "deliveries": book_view.deliveries_json(results),
    }


def stakes(session: Session, prepared: Prepared, view: RoundView, fees: int) -> list[tuple[str, str]]:
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


def told_after(name: str, way: Way, after: RoundView, command: str = "bourse slot settle") -> str:
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
