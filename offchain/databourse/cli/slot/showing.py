"""The book of a round, and what came of it."""

from __future__ import annotations

from databourse.chain import history
from databourse.chain.records import SeriesInfo
from databourse.cli.session import Session
from databourse.cli.slot import book_view
from databourse.cli.slot.book_view import Results
from databourse.cli.slot.listing import when
from databourse.errors import NotFound
from databourse.events import hex_of
from databourse.market.double_auction.book import read_book
from databourse.market.double_auction.outcome import transfers
from databourse.market.double_auction.params import read_params
from databourse.market.entries import unpack_amounts
from databourse.market.mechanism import by_checker
from databourse.market.outcomes import Settled
from databourse.market.pointers import pointers_before
from databourse.market.rounds import Round, Series
from databourse.market.terms import Status


def show_round(session: Session, slot: str) -> None:
    """Shows the round that SLOT means."""
    exchange = session.exchange
    info, number = history.find_slot(exchange, slot)
    series = history.read_series(exchange, info.number, range(1, number + 1))
    one = series.round(number)
    rules = history.rules_by_checker(exchange)
    now = session.connection.now()
    rule = rules.get(one.terms.checker)
    book = read_book(one.entries, read_params(rule, one.terms.params).bounds if rule else None)
    results = _results(session, series, one, one.settled, rules) if one.settled else None

    described = (
        by_checker(rules, one.terms.checker).describe(one.terms.params) if rule else "a rule that is not known here"
    )
    status = one.status(now)
    title = f"{history.slot_name(info, number)}: {described}"
    session.output.say(f"{title}.")
    session.output.say(f"It is {status.label}: {when(one, now)}. {_entries(len(one.entries))}.")
    book_view.tell_book(session, one, book, results, "Book")
    if results:
        book_view.tell_deliveries(session, results)
    if one.settled:
        _tell_settled(session, info, one.settled)
    elif status is Status.SETTLEABLE:
        session.output.say(f"Settle it with `bourse slot settle {history.slot_name(info, number)}`.")
    session.output.result(
        {
            "series": info.number,
            "name": info.name,
            "round": number,
            "rule": rule or one.terms.checker,
            "options": dict(by_checker(rules, one.terms.checker).decode_params(one.terms.params)) if rule else None,
            "status": status.label,
            "close_at": one.terms.close_at,
            "settle_by": one.terms.settle_by,
            "fee": str(info.config.fee),
            "entries": book_view.entries_json(session, one, book, results),
            "deliveries": book_view.deliveries_json(results) if results else None,
            "settled": _settled_json(one.settled) if one.settled else None,
        }
    )


def _results(session: Session, series: Series, one: Round, settled: Settled, rules: dict[str, str]) -> Results:
    """What the chain paid, with the deliveries that the rule prescribes."""
    paid, received = (dict(unpack_amounts(amounts)) for amounts in (settled.debits, settled.credits))
    try:
        mechanism = by_checker(rules, one.terms.checker)
    except NotFound:
        return Results(paid, received)
    solution = mechanism.solve(one.entries, one.terms.params, pointers_before(series, one.number, rules))
    if (dict(solution.debits), dict(solution.credits)) != (paid, received):
        session.output.warn("the chain paid something else than the rule prescribes: run `bourse audit replay`")
    return Results(paid, received, transfers(one.entries, solution))


def _tell_settled(session: Session, info: SeriesInfo, settled: Settled) -> None:
    session.output.say(
        f"{session.person(settled.settler)} settled it (transaction {hex_of(settled.event.tx)}), for "
        f"{session.tokens(settled.fees)} of entry fees; {session.tokens(settled.surplus)} went to the beneficiary, "
        f"{session.person(info.config.beneficiary)}."
    )


def _settled_json(settled: Settled) -> dict[str, object]:
    return {
        "settler": settled.settler,
        "fees": str(settled.fees),
        "surplus": str(settled.surplus),
        "block": settled.event.block,
        "hash": hex_of(settled.event.tx),
    }


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"
