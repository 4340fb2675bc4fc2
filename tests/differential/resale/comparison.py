"""At the end of a story: all that the contract says, beside Python's play, book and ledger, and the reference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from databourse.chain.logs import Event
from databourse.resale.book import Book
from databourse.resale.ledger import Ledger
from databourse.resale.rules import Rules
from databourse.resale.views import Record, State
from tests.differential.resale.story import Story


def differences(story: Story) -> Iterator[str]:
    """What is not the same everywhere, in words."""
    events = story.venue.events()
    book = Book(events)
    yield from _logs(story, events, book)
    yield from _balances(story, Ledger(events, book))
    yield from _columns(story)
    for number in range(1, story.play.last_number + 1):
        yield from _record(story, book, number)


def _balances(story: Story, ledger: Ledger) -> Iterator[str]:
    venue, play, reference = story.venue, story.play, story.reference
    for who in story.people:
        found = venue.free(who), play.free.get(who, 0), reference.free[who], ledger.balance(0, who).free
        if len(set(found)) > 1:
            yield f"balances of {who}: contract, play, reference and ledger have {found}"
    unclaimed = reference.unclaimed(), play.unclaimed(), ledger.unclaimed
    if len(set(unclaimed)) > 1:
        yield f"unclaimed: reference, play and ledger have {unclaimed}"
    held = venue.read("held"), venue.tokens(), sum(map(venue.free, story.people)) + unclaimed[0], ledger.held
    if len(set(held)) > 1:
        yield f"held, tokens, accounts with what is unclaimed, ledger: {held}"


def _logs(story: Story, events: Sequence[Event], book: Book) -> Iterator[str]:
    """The contract's log against that of `play`, and whether a book of it has anything to find."""
    seen = [(event.name, _plain(event.args)) for event in events]
    played = [(event.name, _plain(event.args)) for event in story.play.events]
    for place, (one, other) in enumerate(zip(seen, played, strict=False)):
        if one != other:
            yield f"event {place} is {one}, and was played as {other}"
    if len(seen) != len(played):
        yield f"{len(seen)} events, and {len(played)} were played"
    for finding in book.findings:
        yield f"the book finds: {finding.message}"


def _columns(story: Story) -> Iterator[str]:
    for chain, (rules, stated) in story.rules.items():
        matrix = Rules.of(rules, stated).matrix
        for trade in range(1, rules[2] + 1):
            found = tuple(story.venue.read("columnOf", chain, trade)), matrix.column(trade)
            if not found[0] == found[1] == tuple(story.shares(chain, trade)):
                yield f"column {trade} of chain {chain}: contract and matrix have {found}"


def _record(story: Story, book: Book, number: int) -> Iterator[str]:
    """What the contract keeps of a number, beside what `play`, the book and the reference have."""
    state, *rest = story.venue.read("recordOf", number)
    seen, played = Record(State(state), *rest), story.play.record(number)
    if seen != played:
        yield f"number {number}: the contract has {seen}, and it was played as {played}"
    if seen.state is State.LICENCE:
        yield from _licence(story, book, number, seen)
    elif number in book.licences:
        yield f"number {number}: a licence in the book, {seen} on the contract"
    if number not in book.offers and number not in book.licences:
        yield f"number {number}: the book does not know it"
    elif seen.state is State.OFFERED:
        told = Record(State.OFFERED, book.offer(number).deferred, fingerprint=book.offer(number).terms.fingerprint())
        if seen != told:
            yield f"number {number}: the contract has {seen}, the book {told}"


def _licence(story: Story, book: Book, number: int, seen: Record) -> Iterator[str]:
    """The book cannot tell which of several equal shares of one payee was claimed; the reference can."""
    if number not in book.licences:
        yield f"number {number}: a licence, which the book does not have"
        return
    licence = book.licence(number)
    fingerprint = licence.terms.fingerprint()
    told = Record(
        State.LICENCE, licence.deferred, licence.ended is not None, licence.sales, _claimed(story, number), fingerprint
    )
    if seen != told:
        yield f"number {number}: the contract has {seen}, book and reference {told}"
    if not story.venue.read("isHolding", licence.terms.struct()):
        yield f"number {number}: the contract does not know {licence.terms}"


def _claimed(story: Story, number: int) -> int:
    """As bits: whose share of a deferred sale is no longer owed."""
    due, holding = story.reference.owed.get(number), story.play.holding(number)
    trade = len(holding.path) - 1
    if due is None or trade <= story.rules[holding.chain][0][3]:
        return 0
    return sum(1 << place for place in range(trade - 1) if place not in due)


def _plain(value: object) -> object:
    """Structs as tuples of their fields, so that both sides are comparable."""
    if isinstance(value, dict):
        return tuple(_plain(item) for item in value.values())
    if isinstance(value, list | tuple):
        return tuple(map(_plain, value))
    return value
