"""Chains, licences and offers as people name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from databourse.cli.session import Session
from databourse.errors import InvalidInput, NotFound, Refused, UsageError
from databourse.resale.records import Licence
from databourse.resale.rules import MOST_SALES, Rules

if TYPE_CHECKING:
    from databourse.resale.book import Book


def own_licence(session: Session, book: Book, number: int | None, chain: int | None) -> Licence:
    """The licence that the sender acts on: the one with this number, or the only one that it can mean.

    Raises:
        NotFound: there is none.
        Refused: somebody else holds it.
        UsageError: the sender holds several, and did not say which.
    """
    if chain is not None:
        book.chain(chain)
    who = session.address()
    if number is not None:
        found = book.licence(number)
        if chain not in (None, found.chain.number):
            raise InvalidInput(f"licence {number} is of chain {found.chain.number}, not of chain {chain}")
        if found.holder != who:
            raise Refused(
                f"licence {number} is {session.person(found.holder)}'s, not {session.sender_name}'s",
                "act as its holder with --from, or name a licence of yours; `bourse chain show` tells who holds what",
            )
        return found
    held = book.held_by(who, chain)
    usable = [one for one in held if cannot_sell(one) is None] or held
    where = "" if chain is None else f" in chain {chain}"
    if not usable:
        raise NotFound(f"{session.sender_name} holds no licence{where}", "buy one with `bourse chain accept`")
    if len(usable) > 1:
        listed = ", ".join(f"{one.number} (chain {one.chain.number})" for one in usable)
        raise UsageError(f"which licence? {session.sender_name} holds several{where}: {listed}", "name one of them")
    return usable[0]


def cannot_sell(licence: Licence) -> Refused | None:
    """Why nothing more can be offered from a licence; None if something can."""
    rules, number = licence.chain.rules, licence.number
    if licence.ended:
        return Refused(f"selling from licence {number} has ended", "that is for good; other licences go on")
    if licence.depth >= rules.max_depth:
        return Refused(
            f"licence {number} is at depth {licence.depth}, the deepest that chain {licence.chain.number} allows: "
            "it cannot be sold on",
            "the depth of a chain is fixed when it is created",
        )
    if licence.sales < rules.max_sales:
        return None
    unsold = [offer.number for offer in licence.offers if not offer.licence and not offer.withdrawn]
    buyers = sales(rules)
    if not unsold:
        return Refused(f"licence {number} is sold out: chain {licence.chain.number} allows each holder {buyers}")
    return Refused(
        f"chain {licence.chain.number} allows each holder {buyers}, and licence {number} has an offer for each already",
        f"withdraw one first: `bourse chain withdraw {unsold[-1]}`",
    )


def require_selling(licence: Licence) -> None:
    """Refuses a licence from which nothing more can be offered.

    Raises:
        Refused: says why.
    """
    reason = cannot_sell(licence)
    if reason is not None:
        raise reason


def sales(rules: Rules) -> str:
    """How many buyers a holder may have, for people."""
    if rules.max_sales == MOST_SALES:
        return "any number of buyers"
    return "1 buyer" if rules.max_sales == 1 else f"{rules.max_sales:,} buyers"
