"""Every account of resale chains, and what is due to nobody's account yet, recomputed from the events.

A buyer pays the whole price. The direct seller is credited at once, and so are the upstream sellers of a trade that
does not defer them; of one that does, each is credited when its share is claimed. Until then its share is part of what
the contract holds without being in an account.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from databourse.accounts.ledger import AccountsLedger, Posting
from databourse.accounts.statement import About, Line, Times, Writer, when
from databourse.events import Event
from databourse.resale.book import Book
from databourse.resale.records import Licence

SERIES = 0
"""Of all accounts of the contract."""

KIND = "chains"
"""Of these accounts."""


@dataclass(frozen=True, slots=True)
class SalePosting(Posting):
    """A change that a sale made.

    Reasons are "purchase", "sale" (the direct seller's part), "upstream" and "claim" (an upstream share that was
    credited at once, or claimed).

    Attributes:
        chain: number of the chain.
        licence: number of the licence that was sold.
    """

    chain: int
    licence: int


class Ledger(AccountsLedger):
    """All accounts.

    Attributes:
        unclaimed: shares that were paid for and are in no account yet.
    """

    total_of = "all accounts and of what is unclaimed"

    def __init__(self, events: Iterable[Event], book: Book) -> None:
        """Replays all `events` of the contract from its beginning; `book` must be read from the same."""
        super().__init__()
        self._sold = {id(one.event): one for one in book.licences.values() if one.bought}
        self._claimed = {id(claim): one for one in book.licences.values() for claim in one.claims.values()}
        self.unclaimed = sum(sum(one.due().values()) for one in book.licences.values())
        self._take_in(events)

    def total(self) -> int:
        """What is owed, in all accounts and outside of them."""
        return super().total() + self.unclaimed

    def _postings_of(self, event: Event) -> Iterator[Posting]:
        yield from super()._postings_of(event)
        if sold := self._sold.get(id(event)):
            yield from _sale(sold)
        elif of := self._claimed.get(id(event)):
            yield _posting(of, event.args["payee"], event.args["amount"], "claim", event)


def _sale(licence: Licence) -> Iterator[SalePosting]:
    event, (*upstream, rest) = licence.event, licence.amounts
    yield _posting(licence, licence.holder, -licence.price, "purchase", event)
    for player, amount in enumerate(upstream):
        if amount and not licence.deferred:
            yield _posting(licence, licence.path[player], amount, "upstream", event)
    yield _posting(licence, licence.path[-2], rest, "sale", event)


def _posting(licence: Licence, who: str, amount: int, reason: str, event: Event) -> SalePosting:
    return SalePosting(SERIES, who, amount, 0, reason, event, licence.chain.number, licence.number)


def statement(ledger: Ledger, account: str, times: Times) -> list[Line]:
    """Everything that happened to the account of somebody.

    Args:
        ledger: of all events.
        account: checksummed address.
        times: tells the times of blocks; asked once.
    """
    postings = ledger.history_of(account)
    known = times({one.event.block for one in postings})
    writer = Writer(KIND)
    for one in postings:
        about = About(chain=one.chain, licence=one.licence) if isinstance(one, SalePosting) else About()
        writer.post(one, when(one.event, known), about)
    return writer.lines
