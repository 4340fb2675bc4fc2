"""The audit replay of resale chains: everything that was sold, paid and claimed, found again from the log.

The log is read as a book, and whatever breaks a rule of the contract is a difference. Then the book is compared with
what the contract itself says: every chain, every column, every record, every account, and what is held. With
`independent`, every column and every split is computed a second time, literally.

The contract forgets an offer when it is accepted or withdrawn. So of a sold offer nothing holds the log's expiry in
place, except that it was not over, and of a withdrawn one neither expiry nor price nor buyer; likewise what a column
stated for the direct seller, who has the rest in any case. No money depends on these.
"""

from __future__ import annotations

from collections.abc import Iterable

from databourse.accounts.checking import check_accounts
from databourse.events import Event, in_order
from databourse.resale.audit.breaches import breaches
from databourse.resale.audit.checks import check_chain
from databourse.resale.audit.report import ChainCheck, Report
from databourse.resale.book import Book
from databourse.resale.ledger import KIND, SERIES, Ledger
from databourse.resale.records import Chain
from databourse.resale.views import ResaleView

_EXPECTED = "events of a ResaleChain"


def replay(events: Iterable[Event], view: ResaleView, *, independent: bool = False) -> Report:
    """Replays the log of a ResaleChain.

    Args:
        events: all of the contract since its deployment, and the registrations of datasets.
        view: what to compare with.
        independent: also computes every column and every split literally.
    """
    ordered = in_order(events)
    report = Report(view.contract, independent)
    report.read_blocks(ordered)
    book = Book(ordered)
    broken = set()
    with report.reading("the log", _EXPECTED):
        for one in breaches(ordered, book, view.times):
            report.differ(f"event {one.event.name}", f"nothing that breaks {one.name}", one.message, one.event)
            broken.add(_chain_of(one.event, book))
    for chain in book.chains.values():
        before = len(report.differences)
        with report.reading(f"chain {chain.number}", _EXPECTED, chain.event):
            check_chain(chain, view, report, independent=independent)
            agrees = len(report.differences) == before and chain.number not in broken
            report.chains.append(_checked(chain, agrees))
    if view.chain_count is not None:
        report.compare("chainCount()", len(book.chains), view.chain_count)
    if view.last_number is not None:
        report.compare("lastNumber()", book.last_number, view.last_number)
    with report.reading("the accounts", _EXPECTED):
        ledger = Ledger(ordered, book)
        report.unclaimed = ledger.unclaimed
        check_accounts(ledger, view, report, "ResaleChain", _place)
    return report


def _checked(chain: Chain, agrees: bool) -> ChainCheck:
    sold = [licence for licence in chain.licences if licence.bought]
    return ChainCheck(
        chain=chain.number,
        matrix=chain.rules.matrix.label,
        trades=len(sold),
        depth=max((licence.depth for licence in sold), default=0),
        paid=sum(licence.price for licence in sold),
        upstream=sum(sum(licence.amounts[:-1]) for licence in sold),
        unclaimed=sum(sum(licence.due().values()) for licence in sold),
        agrees=agrees,
    )


def _chain_of(event: Event, book: Book) -> int | None:
    """Number of the chain that an event is about; None if there is no such chain."""
    number = event.args.get("number", event.args.get("licence"))
    if "chain" in event.args or not isinstance(number, int):
        return event.args.get("chain")
    about = book.licences.get(number) or book.offers.get(number)
    return about.chain.number if about else None


def _place(series: int) -> str:
    """How accounts are called; there should be none but those of one series."""
    return KIND if series == SERIES else f"{KIND} (series {series})"
