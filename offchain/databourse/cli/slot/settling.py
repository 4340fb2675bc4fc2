"""Settling a round: read its entries, solve it, show the outcome, submit it."""

from __future__ import annotations

from databourse.chain import devnet, history, settling
from databourse.chain.records import RoundView, SeriesInfo
from databourse.chain.refusals import clock
from databourse.cli import sending
from databourse.cli.session import Session
from databourse.cli.slot import book_view
from databourse.cli.slot.book_view import Results
from databourse.cli.values import format_duration
from databourse.errors import Refused
from databourse.market.double_auction.outcome import transfers
from databourse.market.pointers import pointers_before
from databourse.market.terms import Status


def settle_round(session: Session, slot: str, advance: bool) -> None:
    """Settles the round that SLOT means.

    Raises:
        Refused: it is still open, settled already, or past its deadline; or a contract says no.
        NetworkError: the node's log and its state do not belong together.
    """
    exchange = session.exchange
    info, number = history.find_slot(exchange, slot)
    name = history.slot_name(info, number)
    view = _settleable(session, info, number, advance)
    series = history.read_series(exchange, info.number, range(1, number + 1))
    one = series.round(number)
    pointers = pointers_before(series, number, history.rules_by_checker(exchange))
    prepared = settling.prepare(exchange, one, view, pointers)
    mechanism, solution = prepared.mechanism, prepared.solution
    results = Results(dict(solution.debits), dict(solution.credits), transfers(one.entries, solution))
    book_view.tell_book(session, one, solution.detail.book, results, f"Outcome of {name}")
    book_view.tell_deliveries(session, results)

    fees = info.config.fee * len(one.entries)
    title = f"{session.sender_name} settles {name} ({mechanism.describe(one.terms.params)}):"
    told = [
        ("buyers pay", session.tokens(sum(results.debits.values()))),
        ("sellers get", session.tokens(sum(results.credits.values()))),
        ("surplus", f"{session.tokens(results.surplus)}, to {session.person(info.config.beneficiary)}"),
        ("you earn", f"{session.tokens(fees)} of entry fees"),
    ]
    receipt = sending.carry_out(session, sending.Plan(title, prepared.call, told))
    session.output.say(f"{name} is settled: the contract has checked the whole outcome.")
    session.output.result(
        {
            "series": info.number,
            "name": info.name,
            "round": number,
            "rule": mechanism.name,
            "entries": book_view.entries_json(session, one, solution.detail.book, results),
            "deliveries": book_view.deliveries_json(results),
            "surplus": str(results.surplus),
            "fees": str(fees),
            "transaction": sending.receipt_json(receipt),
        }
    )


def _settleable(session: Session, info: SeriesInfo, number: int, advance: bool) -> RoundView:
    """The round as the chain has it, when it can be settled now."""
    exchange, name = session.exchange, history.slot_name(info, number)
    if advance and not session.connection.is_devnet:
        raise Refused(
            f"--advance moves a devnet's clock, and this is chain {session.connection.chain_id}", "wait for the close"
        )
    view = exchange.round_view(info.number)
    if advance and view.round == number and view.status is Status.OPEN:
        devnet.advance(session.connection.network.rpc_url, view.close_at - session.connection.now())
        session.output.say(f"Moved the devnet's clock to the close of {name}, {clock(view.close_at)}.")
        view = exchange.round_view(info.number)
    status = view.status if view.round == number else exchange.status(info.number, number)
    match status:
        case Status.OPEN:
            left = format_duration(max(1, view.close_at - session.connection.now()))
            hint = f"settle it in {left}" + ("; --advance does not wait" if session.connection.is_devnet else "")
            raise Refused(f"too early: {name} takes entries until {clock(view.close_at)}", hint)
        case Status.SETTLED:
            raise Refused(f"{name} is settled already", f"see its outcome with `bourse slot show {name}`")
        case Status.ABORTED:
            raise Refused(
                f"too late: nobody settled {name} in time, so it is void and everybody has everything back",
                "the operator opens the next round with `bourse slot open`",
            )
    return view
