"""Which entries can be cancelled."""

from __future__ import annotations

from databourse.cli.session import Session
from databourse.errors import Refused
from databourse.market.double_auction.book import Book, Fate
from databourse.market.rounds import Round


def require_cancellable(session: Session, one: Round, book: Book, entry: int, who: str, name: str) -> None:
    """Makes sure that cancelling an entry would do something.

    Args:
        session: knows what people are called.
        one: the round.
        book: of the round.
        entry: index of the entry.
        who: address of whoever cancels.
        name: what that account is called.

    Raises:
        NotFound: there is no such entry.
        Refused: it is somebody else's, or does not count anyway.
    """
    slot = f"{one.series}/{one.number}"
    cancelled = one.entry(entry)
    if cancelled.who != who:
        raise Refused(
            f"entry {entry} is {session.person(cancelled.who)}'s, not {name}'s", f"see `bourse slot show {slot}`"
        )
    status = book.statuses[entry]
    if status.fate is not Fate.STANDING:
        raise Refused(f"entry {entry} does not count anyway: it is {status.fate}", f"see `bourse slot show {slot}`")
