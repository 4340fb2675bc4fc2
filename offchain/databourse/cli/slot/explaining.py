"""Telling and drawing a solved book: that of a slot, or of a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from databourse.chain import history
from databourse.cli import tradable
from databourse.cli.amounts import Unit
from databourse.cli.session import Session
from databourse.cli.slot.subject import Subject, read_subject
from databourse.errors import InvalidInput, NotFound
from databourse.market.double_auction import story
from databourse.market.double_auction.book import Book
from databourse.market.double_auction.outcome import AuctionDetail
from databourse.market.double_auction.params import AuctionParams
from databourse.market.double_auction.rule import AuctionRule
from databourse.market.double_auction.rules import RULES
from databourse.market.mechanism import Solution

_WIDTH = 100


@dataclass(frozen=True)
class _Solved:
    """A solved book, with the words around it."""

    title: str
    standing: str
    rule: AuctionRule
    params: AuctionParams
    solution: Solution[AuctionDetail]
    name: Callable[[int], str]
    label: Callable[[int], str]
    unit: Unit


def explain_book(session: Session, slot: str | None, file: str | None, plot: Path | None) -> None:
    """Explains the book of the slot or of the file, and draws it where `plot` says.

    Raises:
        UsageError: both were named, or neither.
        NotFound: no such slot or file, no order in it, or its rule is not known here.
        InvalidInput: the file is malformed, or the picture cannot be written.
    """
    if plot is not None:
        from databourse.market.double_auction.picture import require_format

        require_format(plot)
    solved = _slot(session, slot) if slot and not file else _file(read_subject(session, slot, file))
    told = story.tell(solved.rule, solved.params, solved.solution, solved.unit.exact, solved.name)
    session.output.say(f"{solved.title}: {solved.standing}")
    for sentence in told.sentences:
        session.output.say(click.wrap_text(sentence, _WIDTH, initial_indent="  ", subsequent_indent="    "))
    if plot is not None:
        _draw(solved, plot)
        session.output.say(f"Drawn to {plot}.")
    session.output.result({"book": solved.title, "rule": solved.rule.name, **told.as_dict()})


def _draw(solved: _Solved, path: Path) -> None:
    from databourse.market.double_auction.plot import Labels, save_book

    unit = solved.unit
    labels = Labels(solved.title, solved.label, symbol=unit.name, decimals=unit.decimals)
    save_book(solved.rule, solved.params, solved.solution, labels, path)


def _slot(session: Session, slot: str) -> _Solved:
    exchange = session.exchange
    found = history.read_slot(exchange, slot)
    one = found.round
    mechanism = tradable.mechanism_of(exchange, one)
    tradable.require_auction(one, mechanism.name)
    solution: Solution[AuctionDetail] = mechanism.solve(one.entries, one.terms.params, found.pointers)

    def person(entry: int) -> str:
        return session.person(one.entries[entry].who)

    return _Solved(
        title=f"{found.name}, {mechanism.describe(one.terms.params)}",
        standing=f"{one.status(session.connection.now()).label}, {len(one.entries)} entries.",
        rule=RULES[mechanism.name],
        params=tradable.params_of(exchange, one),
        solution=solution,
        name=lambda entry: f"entry {entry} ({person(entry)})",
        label=lambda entry: f"{entry} {person(entry)}",
        unit=Unit.of_token(session.symbol),
    )


def _file(subject: Subject) -> _Solved:
    options = dict(subject.options)
    if subject.rule is None or subject.rule not in RULES:
        raise NotFound(f"{subject.name} names no rule that can be explained", f"these can: {', '.join(RULES)}")
    known = {"k", "quality_filter"}
    if unknown := options.keys() - known:
        raise InvalidInput(f"a book with the option {min(unknown)!r} cannot be explained", f"only with {sorted(known)}")
    bids = [index for index, bid in enumerate(subject.bids) if bid.quantity]
    asks = [index for index, ask in enumerate(subject.asks) if ask.quantity]
    names = [*(subject.bid_names[index] for index in bids), *(subject.ask_names[index] for index in asks)]
    book = Book(
        bids=tuple(subject.bids[index] for index in bids),
        asks=tuple(subject.asks[index] for index in asks),
        bid_entries=tuple(range(len(bids))),
        ask_entries=tuple(range(len(bids), len(names))),
        datasets=tuple(range(len(asks))),
        statuses=(),
    )
    rule = RULES[subject.rule]
    params = AuctionParams(k=options.get("k"), quality_filter=options.get("quality_filter", True))
    return _Solved(
        title=f"{subject.name}, {rule.name}",
        standing=f"amounts in {subject.unit.words}. Entries are numbered from the first bid to the last ask.",
        rule=rule,
        params=params,
        solution=rule.solve_book(book, params),
        name=lambda entry: f"entry {entry} ({names[entry]})",
        label=names.__getitem__,
        unit=subject.unit,
    )
