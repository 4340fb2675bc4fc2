"""Settling a round: read its entries, solve it, show the outcome, submit it; or propose it, and finalise it later."""

from __future__ import annotations

from databourse.chain import history, settling
from databourse.chain.settling import Prepared
from databourse.cli import settling as any_round
from databourse.cli.session import Session
from databourse.cli.slot import book_view, money_view
from databourse.cli.slot.book_view import Results
from databourse.market.double_auction.outcome import AuctionDetail, transfers
from databourse.market.pointers import pointers_before


def settle_round(session: Session, slot: str, advance: bool) -> None:
    """Settles the round that SLOT means, or proposes or finalises its outcome.

    Raises:
        Refused: nothing is due yet, or any more; what is proposed is false; or a contract says no.
        NetworkError: the node's log and its state do not belong together.
    """
    exchange = session.exchange
    info, number = history.find_slot(exchange, slot)
    name = history.slot_name(info, number)
    view = any_round.due(session, info, number, advance)
    series = history.read_series(exchange, info.number, range(1, number + 1))
    one = series.round(number)
    pointers = pointers_before(series, number, history.rules_by_checker(exchange))
    prepared = settling.prepare(exchange, one, view, pointers)
    results = tell_outcome(session, prepared, f"Outcome of {name}")
    told = [
        ("buyers pay", session.tokens(sum(results.debits.values()))),
        ("sellers get", session.tokens(sum(results.credits.values()))),
        ("surplus", f"{session.tokens(results.surplus)}, to {session.person(info.config.beneficiary)}"),
    ]
    rule = prepared.mechanism.describe(one.terms.params)
    done = any_round.carry_out(session, info, prepared, view, told, noun="slot", rule=rule)
    outcome = _outcome_json(session, prepared, results)
    session.output.result({**done, **outcome, "surplus": str(results.surplus)})


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
