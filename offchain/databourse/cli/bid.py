"""`bourse bid`: buy units of data."""

from __future__ import annotations

import click

from databourse.cli.command import Command, sends
from databourse.cli.session import Session
from databourse.cli.values import QUALITY, QUANTITY, TOKENS
from databourse.errors import InvalidInput
from databourse.money import MOST, format_tokens


@click.command(
    cls=Command,
    examples="""
    bourse bid temperature --price 2.5 --quantity 24 --from alice
    bourse bid temperature/7 --price 2.5 --quantity 24 --min-quality 10 --from alice --yes
    bourse bid 1 --price 0.01 --quantity 1 --no-top-up --from trader --network office --json
    """,
)
@click.argument("slot")
@click.option("--price", type=TOKENS, required=True, help="Tokens for one unit, at most.")
@click.option("--quantity", type=QUANTITY, required=True, help="Units wanted; fewer can be delivered.")
@click.option("--min-quality", type=QUALITY, default="0", show_default=True, help="Least quality grade, 0 to 15.")
@click.option("--top-up/--no-top-up", default=True, help="Bring what is missing from the wallet (default), or refuse.")
@sends
def bid(session: Session, slot: str, price: int, quantity: int, min_quality: int, top_up: bool) -> None:
    """Bid in SLOT for units of data.

    Price times quantity, and the series' entry fee, are locked until the round is over; you pay the round's price,
    which is never more than yours, for the units that you get. What is not needed comes back by itself.
    """
    from databourse.cli import entering, tradable
    from databourse.market.double_auction.orders import BidOrder

    order = BidOrder(price, quantity, min_quality)
    if order.needed_lock > MOST:
        shown = format_tokens(order.needed_lock)
        raise InvalidInput.of(
            "price times quantity", shown, f"must be at most {format_tokens(MOST)} tokens", "bid for fewer units"
        )
    target = entering.open_round(session, slot)
    tradable.require_counted(session.exchange, target.round, order)
    title = (
        f"{session.sender_name} bids in {target.slot} for {quantity} units of quality {min_quality} or better, "
        f"at most {session.tokens(price)} each:"
    )
    entered = entering.enter(session, target, title, order.encode(), order.needed_lock, top_up=top_up)
    session.output.result(
        {
            **entering.entered_json(target, entered, order.needed_lock),
            "side": "bid",
            "price": str(price),
            "quantity": quantity,
            "min_quality": min_quality,
        }
    )
