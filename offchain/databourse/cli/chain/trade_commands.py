"""`bourse chain offer`, `accept`, `withdraw` and `end`: what holders and buyers do."""

from __future__ import annotations

import click

from databourse.cli.chain.options import CHAIN, LICENCE, OFFER
from databourse.cli.command import Command, sends
from databourse.cli.session import Session
from databourse.cli.values import DURATION, TOKENS


@click.command(
    cls=Command,
    examples="""
    bourse chain offer 1 --price 2.5 --from alice
    bourse chain offer --price 2.5 --to bob --expires-in 1h --from alice     # alice holds one licence
    bourse chain offer --chain 3 --valuation 1 --model "published:1'" --from alice
    """,
)
@click.argument("licence", type=LICENCE, required=False)
@click.option("--chain", type=CHAIN, help="Of several licences, the one in this chain.")
@click.option("--price", type=TOKENS, help="Tokens; 0 is a price like any other.")
@click.option("--valuation", metavar="V", help="Instead of --price: what the data are worth to you; needs --model.")
@click.option("--model", help="The equilibrium price for --valuation under this model, as of `bourse chain price`.")
@click.option("--to", "buyer", metavar="NAME", help="Who alone may accept it.  [default: anybody]")
@click.option("--expires-in", type=DURATION, default="1d", show_default=True, help="How long it can be accepted.")
@sends
def offer(
    session: Session,
    licence: int | None,
    chain: int | None,
    price: int | None,
    valuation: str | None,
    model: str | None,
    buyer: str | None,
    expires_in: int,
) -> None:
    """Offer the data that LICENCE gives you at a price; LICENCE can be left out if you hold only one.

    What you get of the price is told before anything is sent: the rest goes to those who sold the data before you.
    An offer never changes; withdraw it and make another.
    """
    from databourse.cli.chain import offering

    wish = offering.Wish(price, valuation, model, buyer, expires_in)
    offering.post(session, licence, chain, wish)


@click.command(
    cls=Command,
    examples="""
    bourse chain accept 7 --from bob
    bourse chain accept 7 --max-price 2.5 --from bob --yes
    """,
)
@click.argument("offer", type=OFFER)
@click.option("--max-price", type=TOKENS, help="Refuse if the price is higher.  [default: you are shown the price]")
@click.option("--top-up/--no-top-up", default=True, help="Bring what is missing from the wallet (default), or refuse.")
@sends
def accept(session: Session, offer: int, max_price: int | None, top_up: bool) -> None:
    """Buy: accept OFFER and become a holder; your licence has the offer's number.

    The transaction names the price that you are shown, and buys at no other.
    """
    from databourse.cli.chain import accepting

    accepting.accept_offer(session, offer, max_price, top_up)


@click.command(
    cls=Command,
    examples="""
    bourse chain withdraw 7 --from alice
    """,
)
@click.argument("offer", type=OFFER)
@sends
def withdraw(session: Session, offer: int) -> None:
    """Take OFFER back, expired or not; only its seller can. It makes room for another where sales are limited."""
    from databourse.cli.chain import offering

    offering.take_back(session, offer)


@click.command(
    cls=Command,
    examples="""
    bourse chain end 1 --from alice
    """,
)
@click.argument("licence", type=LICENCE)
@sends
def end(session: Session, licence: int) -> None:
    """Sell nothing more from LICENCE, ever; offers of it that stand are withdrawn in the same transaction.

    Licences that were sold go on: their holders may sell, and you earn your shares of it.
    """
    from databourse.cli.chain import offering

    offering.end_selling(session, licence)
