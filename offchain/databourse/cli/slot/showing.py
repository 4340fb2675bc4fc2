"""The book of a round, and what came of it."""

from __future__ import annotations

from typing import Any

from databourse.chain import history
from databourse.chain.records import SeriesInfo
from databourse.chain.refusals import clock
from databourse.cli.session import Session
from databourse.cli.slot import book_view, money_view
from databourse.cli.slot.book_view import Results
from databourse.cli.slot.listing import when
from databourse.errors import NotFound
from databourse.events import Event, hex_of
from databourse.market import standing
from databourse.market.double_auction.book import read_book
from databourse.market.double_auction.outcome import transfers
from databourse.market.double_auction.params import read_params
from databourse.market.double_auction.rules import RULES
from databourse.market.entries import unpack_amounts
from databourse.market.mechanism import Solution, by_checker
from databourse.market.outcomes import Proposal, Settled
from databourse.market.pointers import pointers_before
from databourse.market.posts import Post
from databourse.market.rounds import Round, Series
from databourse.market.solving import outcome_of
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

    described = (
        by_checker(rules, one.terms.checker).describe(one.terms.params) if rule else "a rule that is not known here"
    )
    status, word = one.status(now), standing.word(one, now, rules)
    name = history.slot_name(info, number)
    next_ = when(one, now, standing.takes_posts(one.terms, rules))
    session.output.say(f"{name}: {described}.")
    session.output.say(f"It is {word}: {next_}. {_entries(len(one.entries))}.")
    outcome = _tell_outcome(session, series, one, rule, rules)
    posted = _posted(one)
    for post, event in posted:
        told = f"{session.person(post.who)} posted a statement of {len(post.statement)} bytes"
        session.output.say(f"{told} (transaction {hex_of(event.tx)}).")
    for proposal in one.proposals:
        _tell_proposal(session, proposal)
    if one.settled:
        tell_settled(session, info, one.settled)
    elif status in (Status.SETTLEABLE, Status.FINALISABLE):
        verb = "Settle" if status is Status.SETTLEABLE else "Finalise"
        session.output.say(f"{verb} it with `bourse slot settle {name}`.")
    session.output.result(
        {
            "series": info.number,
            "name": info.name,
            "round": number,
            "rule": rule or one.terms.checker,
            "options": dict(by_checker(rules, one.terms.checker).decode_params(one.terms.params)) if rule else None,
            "status": word,
            "close_at": one.terms.close_at,
            "reveal_by": one.terms.reveal_by,
            "settle_by": one.settle_by,
            "fee": str(info.config.fee),
            **outcome,
            "posted": [
                {"who": post.who, "statement": hex_of(post.statement), "hash": hex_of(event.tx)}
                for post, event in posted
            ],
            "proposals": [_proposal_json(proposal) for proposal in one.proposals],
            "settled": settled_json(one.settled) if one.settled else None,
        }
    )


def _posted(one: Round) -> list[tuple[Post, Event]]:
    """The statements about the round, each with the event that recorded it."""
    return [(post, event) for post, event in zip(one.posts, one.openings, strict=True) if post.is_posted]


def _tell_outcome(
    session: Session, series: Series, one: Round, rule: str | None, rules: dict[str, str]
) -> dict[str, object]:
    """The entries, and what became of them if the round is settled; returned for programs."""
    if rule is not None and rule not in RULES:
        debits, credits_ = _paid(one.settled) if one.settled else ({}, {})
        if one.settled:
            _warn_if_other(session, outcome_of(one, by_checker(rules, one.terms.checker), {}), debits, credits_)
        money_view.tell_money(session, one, debits, credits_, "Entries")
        return {"entries": money_view.money_json(session, one, debits, credits_)}
    book = read_book(one.entries, read_params(rule, one.terms.params).bounds if rule else None)
    results = _results(session, series, one, one.settled, rules) if one.settled else None
    book_view.tell_book(session, one, book, results, "Book")
    if results:
        book_view.tell_deliveries(session, results)
    return {
        "entries": book_view.entries_json(session, one, book, results),
        "deliveries": book_view.deliveries_json(results) if results else None,
    }


def _results(session: Session, series: Series, one: Round, settled: Settled, rules: dict[str, str]) -> Results:
    """What the chain paid, with the deliveries that the rule prescribes."""
    paid, received = _paid(settled)
    try:
        mechanism = by_checker(rules, one.terms.checker)
    except NotFound:
        return Results(paid, received)
    solution = mechanism.solve(one.entries, one.terms.params, pointers_before(series, one.number, rules))
    _warn_if_other(session, solution, paid, received)
    return Results(paid, received, transfers(one.entries, solution))


def _paid(settled: Settled) -> tuple[dict[int, int], dict[int, int]]:
    """Base units that the chain debited and credited, by entry."""
    return dict(unpack_amounts(settled.debits)), dict(unpack_amounts(settled.credits))


def _warn_if_other(session: Session, solution: Solution[Any], paid: dict[int, int], received: dict[int, int]) -> None:
    if (dict(solution.debits), dict(solution.credits)) != (paid, received):
        session.output.warn("the chain paid something else than the rule prescribes: run `bourse audit replay`")


def _tell_proposal(session: Session, proposal: Proposal) -> None:
    told = f"{session.person(proposal.proposer)} proposed an outcome, with a bond of {session.tokens(proposal.bond)}"
    if voided := proposal.voided:
        challenger = session.person(voided.challenger)
        told += f"; {challenger} refuted it, and won the bond (transaction {hex_of(voided.event.tx)})"
    else:
        told += f"; it could be challenged until {clock(proposal.until)}"
    session.output.say(f"{told}.")


def _proposal_json(proposal: Proposal) -> dict[str, object]:
    voided = proposal.voided
    return {
        "proposer": proposal.proposer,
        "bond": str(proposal.bond),
        "until": proposal.until,
        "hash": hex_of(proposal.event.tx),
        "voided": voided and {"challenger": voided.challenger, "hash": hex_of(voided.event.tx)},
    }


def tell_settled(session: Session, info: SeriesInfo, settled: Settled) -> None:
    """Who settled a round, and what it brought."""
    session.output.say(
        f"{session.person(settled.settler)} settled it (transaction {hex_of(settled.event.tx)}), for "
        f"{session.tokens(settled.fees)} of entry fees; {session.tokens(settled.surplus)} went to the beneficiary, "
        f"{session.person(info.config.beneficiary)}."
    )


def settled_json(settled: Settled) -> dict[str, object]:
    """The same for programs."""
    return {
        "settler": settled.settler,
        "fees": str(settled.fees),
        "surplus": str(settled.surplus),
        "block": settled.event.block,
        "hash": hex_of(settled.event.tx),
    }


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"
