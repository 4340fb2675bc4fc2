"""`bourse ask`: sell units of a dataset."""

from __future__ import annotations

import click

from databourse.cli.command import Command, sends
from databourse.cli.session import Session
from databourse.cli.values import DATASET, QUALITY, QUANTITY, TOKENS


@click.command(
    cls=Command,
    examples="""
    bourse ask temperature --dataset 3 --price 0.5 --quantity 24 --from bob
    bourse ask temperature/7 --dataset 3 --price 0.5 --quantity 24 --quality 9 --from bob --yes
    """,
)
@click.argument("slot")
@click.option("--dataset", type=DATASET, required=True, help="Number of a dataset of yours.")
@click.option("--price", type=TOKENS, required=True, help="Tokens for one unit, at least.")
@click.option("--quantity", type=QUANTITY, required=True, help="Units that each buyer can have at most.")
@click.option("--quality", type=QUALITY, help="Quality grade to offer.  [default: the dataset's]")
@click.option("--top-up/--no-top-up", default=True, help="Bring a missing entry fee from the wallet, or refuse.")
@sends
def ask(
    session: Session, slot: str, dataset: int, price: int, quantity: int, quality: int | None, top_up: bool
) -> None:
    """Offer in SLOT units of a dataset of yours, to any number of buyers.

    Data can be sold more than once, so the quantity limits each delivery, not their sum. Asking again for the same
    dataset replaces the earlier ask. Only the series' entry fee is locked.
    """
    from databourse.cli import entering, tradable
    from databourse.market.double_auction.orders import AskOrder

    target = entering.open_round(session, slot)
    offered = session.exchange.dataset(dataset)
    order = AskOrder(price, quantity, offered.quality if quality is None else quality, dataset)
    data = order.encode()
    tradable.require_counted(session.exchange, target.round, order)
    replaced = tradable.standing_ask(session.exchange, target.round, dataset)
    gated = target.series.config.gate == session.exchange.deployment.registry
    if replaced is not None and (not gated or offered.owner == session.address()):
        session.output.warn(f"this replaces entry {replaced}, the earlier ask for dataset {dataset}")
    tradable.warn_if_too_few_asks(session, target.round, coming=int(replaced is None))
    title = (
        f"{session.sender_name} asks in {target.slot} for {session.tokens(price)} a unit of dataset {dataset} "
        f"(quality {order.quality}), up to {quantity} units to each buyer:"
    )
    entered = entering.enter(session, target, title, data, top_up=top_up)
    session.output.result(
        {
            **entering.entered_json(target, entered, 0),
            "side": "ask",
            "price": str(price),
            "quantity": quantity,
            "quality": order.quality,
            "dataset": dataset,
            "replaces": replaced,
        }
    )
