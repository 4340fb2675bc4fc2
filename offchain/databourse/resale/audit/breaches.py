"""Events that break a rule of the contract, as far as the log with its times and the registrations of datasets tells.

What needs neither is found by the book already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from databourse.accounts.findings import DAMAGE
from databourse.events import Event, address
from databourse.resale.book import Book, Finding


def breaches(events: Iterable[Event], book: Book, times: Mapping[int, int]) -> Iterator[Finding]:
    """All of them.

    Args:
        events: of the contract and of the registry, in order.
        book: of the same events.
        times: of their blocks, in seconds since 1970; an event of an unknown block is not held against the clock.
    """
    yield from book.findings
    yield from _late(book, times)
    yield from _of_others(events)


def _late(book: Book, times: Mapping[int, int]) -> Iterator[Finding]:
    """Offers that had expired when they were posted or accepted."""
    for offer in book.offers.values():
        posted = times.get(offer.event.block)
        if posted is not None and posted >= offer.expiry:
            said = f"offer {offer.number} expires at {offer.expiry} and is posted at {posted}"
            yield Finding("ExpiryInPast", said, offer.event)
        if offer.licence:
            sold = times.get(offer.licence.event.block)
            if sold is not None and sold >= offer.expiry:
                said = f"offer {offer.number} expired at {offer.expiry} and is accepted at {sold}"
                yield Finding("OfferExpired", said, offer.licence.event)


def _of_others(events: Iterable[Event]) -> Iterator[Finding]:
    """Chains for datasets of somebody else, or of nobody."""
    owners: dict[int, str] = {}
    for event in events:
        if event.name not in ("DatasetRegistered", "ChainCreated"):
            continue
        try:
            dataset, owner = event.args["dataset"], address(event.args["owner"])
        except DAMAGE as damage:
            yield Finding("Malformed", f"a {event.name} event cannot be read: {damage!r}", event)
            continue
        if event.name == "DatasetRegistered":
            owners[dataset] = owner
        elif dataset not in owners:
            said = f"chain {event.args.get('chain')} is created for dataset {dataset}, which nobody registered"
            yield Finding("UnknownDataset", said, event)
        elif owners[dataset] != owner:
            said = f"chain {event.args.get('chain')} of {owner} is for dataset {dataset} of {owners[dataset]}"
            yield Finding("NotDatasetOwner", said, event)
