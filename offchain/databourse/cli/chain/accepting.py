"""Buying: accepting an offer at the price that was shown, with what is missing brought from the wallet."""

from __future__ import annotations

from databourse.chain.accounts import accounts_of_chains
from databourse.chain.calls import Call, call_of, data_of
from databourse.chain.deposits import deposit_call
from databourse.chain.refusals import clock
from databourse.chain.resale import ResaleChains
from databourse.cli import funding, sending
from databourse.cli.chain.money_view import parts
from databourse.cli.session import Session
from databourse.errors import Refused
from databourse.resale.records import Offer, OfferStatus


def accept_offer(session: Session, number: int, max_price: int | None, top_up: bool) -> None:
    """Accepts an offer.

    Args:
        session: who buys.
        number: of the offer.
        max_price: base units that it may cost; None for whatever it says.
        top_up: whether what the account lacks is brought from the wallet.

    Raises:
        NotFound: there is no such offer.
        Refused: it cannot be accepted any more, or by the sender, or it costs too much.
    """
    chains = ResaleChains(session.exchange)
    offer = chains.book().offer(number)
    _require_acceptable(session, offer, max_price)
    lacking = funding.lacking(session, accounts_of_chains(session.exchange), offer.price, "the offer costs", top_up)
    seller, chain = session.person(offer.seller.holder), offer.chain
    title = (
        f"{session.sender_name} buys from {seller}, in trade {offer.trade} of chain {chain.number} "
        f"(dataset {chain.dataset}), for {session.tokens(offer.price)}:"
    )
    told = parts(session, offer.seller.path, offer.amounts, offer.deferred)
    if lacking:
        told.append(("from the wallet", f"{session.tokens(lacking)}, deposited by permit"))
    if offer.seller.holder == session.address():
        session.output.warn("you buy from yourself: what is not yours already goes to those who sold before you")
    last = offer.trade == chain.rules.max_depth
    if last:
        told.append(("selling on", f"not possible: trade {offer.trade} is the last of this chain"))
    receipt = sending.carry_out(session, sending.Plan(title, _call(session, chains, offer, lacking), told))
    chains.bought(receipt)  # or the block was replaced meanwhile
    selling = "" if last else f" Sell on with `bourse chain offer {number} --price …`;"
    session.output.say(
        f"Your licence is {number}.{selling} `bourse chain show {chain.number}` tells what you earn with it."
    )
    session.output.result(
        {
            "licence": number,
            "chain": chain.number,
            "dataset": chain.dataset,
            "trade": offer.trade,
            "price": str(offer.price),
            "seller": offer.seller.holder,
            "path": [*offer.seller.path, session.address()],
            "amounts": list(map(str, offer.amounts)),
            "deferred": offer.deferred,
            "deposited": str(lacking),
            "transaction": sending.receipt_json(receipt),
        }
    )


def _require_acceptable(session: Session, offer: Offer, max_price: int | None) -> None:
    number, see = offer.number, f"see what else is offered with `bourse chain show {offer.chain.number}`"
    match offer.status(session.connection.now()):
        case OfferStatus.SOLD if offer.licence:
            raise Refused(f"offer {number} is sold: {session.person(offer.licence.holder)} accepted it", see)
        case OfferStatus.WITHDRAWN:
            raise Refused(f"offer {number} was withdrawn", see)
        case OfferStatus.EXPIRED:
            raise Refused(f"offer {number} expired at {clock(offer.expiry)}", "ask its seller for another one")
    if not offer.is_for(session.address()):
        raise Refused(
            f"offer {number} is for {session.person(offer.buyer)}, not for {session.sender_name}",
            "ask its seller for an offer of your own",
        )
    if max_price is not None and offer.price > max_price:
        raise Refused(
            f"offer {number} costs {session.tokens(offer.price)}, which is more than {session.tokens(max_price)}", see
        )


def _call(session: Session, chains: ResaleChains, offer: Offer, lacking: int) -> Call:
    accept = chains.accept(offer)
    if not lacking:
        return call_of(accept)
    deposit = deposit_call(accounts_of_chains(session.exchange), session.signer, lacking)
    return call_of(chains.contract.functions.multicall([data_of(deposit), data_of(accept)]))
