"""What a holder does: posting a price, taking it back, and giving up selling."""

from __future__ import annotations

from dataclasses import dataclass

from databourse.chain.calls import call_of, data_of
from databourse.chain.refusals import clock
from databourse.chain.resale import ResaleChains
from databourse.cli import sending
from databourse.cli.chain.finding import own_licence, require_selling
from databourse.cli.chain.money_view import parts
from databourse.cli.chain.pricing import equilibrium_price
from databourse.cli.session import Session
from databourse.cli.values import format_duration
from databourse.errors import Refused, UsageError
from databourse.resale.payments import split
from databourse.resale.records import Licence, Offer, OfferStatus


@dataclass(frozen=True)
class Wish:
    """What the options of an offer said.

    Attributes:
        price: base units.
        valuation: from which the price is to follow instead.
        model: under which it does.
        buyer: name of who alone may accept.
        seconds: until it expires.
    """

    price: int | None
    valuation: str | None
    model: str | None
    buyer: str | None
    seconds: int


def post(session: Session, licence: int | None, chain: int | None, wish: Wish) -> None:
    """Posts a price.

    Raises:
        NotFound: there is no such licence.
        Refused: it is not the sender's, or nothing can be sold from it.
        UsageError: no price was named, or it is not clear of which licence.
    """
    if wish.price is not None and wish.valuation is not None:
        raise UsageError("a price and a valuation were given", "leave --price or --valuation out")
    if (wish.price is None) == (wish.valuation is None) or (wish.valuation is None) != (wish.model is None):
        raise UsageError("at which price?", "add --price, or --valuation with --model for the equilibrium price")
    chains = ResaleChains(session.exchange)
    found = own_licence(session, chains.book(), licence, chain)
    require_selling(found)
    price = wish.price
    if price is None:
        price = equilibrium_price(session, found, str(wish.valuation), str(wish.model))
    buyer = None if wish.buyer is None else session.address(wish.buyer)
    expiry = session.connection.now() + wish.seconds
    title = (
        f"{session.sender_name} offers licence {found.number} of chain {found.chain.number} "
        f"to {wish.buyer or 'anybody'} for {session.tokens(price)}, for {format_duration(wish.seconds)}:"
    )
    trade = found.depth + 1
    amounts = split(price, found.chain.rules.matrix.column(trade))
    told = parts(session, found.path, amounts, found.chain.rules.is_deferred(trade))
    receipt = sending.carry_out(session, sending.Plan(title, call_of(chains.offer(found, price, expiry, buyer)), told))
    number = chains.offered(receipt).number
    session.output.say(
        f"It is offer {number}, and can be accepted until {clock(expiry)}: `bourse chain accept {number}`."
    )
    session.output.result(
        {
            "offer": number,
            "licence": found.number,
            "chain": found.chain.number,
            "trade": trade,
            "price": str(price),
            "buyer": buyer,
            "expiry": expiry,
            "amounts": list(map(str, amounts)),
            "transaction": sending.receipt_json(receipt),
        }
    )


def take_back(session: Session, number: int) -> None:
    """Withdraws an offer.

    Raises:
        NotFound: there is none.
        Refused: it is somebody else's, or not there any more.
    """
    chains = ResaleChains(session.exchange)
    offer = chains.book().offer(number)
    _require_unsold(session, offer)
    if offer.seller.holder != session.address():
        raise Refused(
            f"offer {number} is {session.person(offer.seller.holder)}'s, not {session.sender_name}'s",
            "only its seller can withdraw it; use --from",
        )
    title = f"{session.sender_name} withdraws offer {number} of licence {offer.seller.number}:"
    receipt = sending.carry_out(session, sending.Plan(title, call_of(chains.withdraw(offer))))
    session.output.result(
        {
            "offer": number,
            "licence": offer.seller.number,
            "chain": offer.chain.number,
            "transaction": sending.receipt_json(receipt),
        }
    )


def end_selling(session: Session, number: int) -> None:
    """Gives up selling from a licence, and withdraws what stands.

    Raises:
        NotFound: there is no such licence.
        Refused: it is somebody else's, or has ended.
    """
    chains = ResaleChains(session.exchange)
    licence = own_licence(session, chains.book(), number, None)
    if licence.ended:
        raise Refused(f"selling from licence {number} has ended already")
    standing = _unsold(licence)
    title = f"{session.sender_name} sells nothing more from licence {number} of chain {licence.chain.number}:"
    told = [("offers withdrawn", ", ".join(str(one.number) for one in standing) or "none")]
    ending = [*map(chains.withdraw, standing), chains.end_selling(licence)]
    call = chains.contract.functions.multicall([data_of(one) for one in ending])
    receipt = sending.carry_out(session, sending.Plan(title, call_of(call), told))
    session.output.result(
        {
            "licence": number,
            "chain": licence.chain.number,
            "withdrawn": [one.number for one in standing],
            "transaction": sending.receipt_json(receipt),
        }
    )


def _unsold(licence: Licence) -> list[Offer]:
    """Offers that were neither accepted nor withdrawn, expired or not."""
    return [one for one in licence.offers if not one.licence and not one.withdrawn]


def _require_unsold(session: Session, offer: Offer) -> None:
    status = offer.status(session.connection.now())
    if status is OfferStatus.SOLD and offer.licence:
        raise Refused(
            f"offer {offer.number} was accepted by {session.person(offer.licence.holder)}, and is a licence now",
            f"see `bourse chain show {offer.chain.number}`",
        )
    if status is OfferStatus.WITHDRAWN:
        raise Refused(f"offer {offer.number} was withdrawn already")
