"""`bourse cancel`: take back an order before the close."""

from __future__ import annotations

import click

from databourse.cli.command import Command, sends
from databourse.cli.session import Session
from databourse.cli.values import NUMBER
from databourse.errors import Refused


@click.command(
    cls=Command,
    examples="""
    bourse cancel temperature 4 --from alice
    bourse cancel temperature/7 4 --from alice --yes
    """,
)
@click.argument("slot")
@click.argument("entry", type=NUMBER)
@click.option("--top-up/--no-top-up", default=True, help="Bring a missing entry fee from the wallet, or refuse.")
@sends
def cancel(session: Session, slot: str, entry: int, top_up: bool) -> None:
    """Cancel ENTRY of SLOT, a bid or an ask of yours, before the round closes.

    Nothing is erased: a further entry says that the earlier one does not count. It costs the entry fee again, and the
    money locked for the cancelled entry comes back when the round is over. Cancelling an ask does not bring back one
    that it replaced; cancelling a cancellation does bring back what it cancelled.
    """
    from databourse.cli import entering
    from databourse.market.double_auction.book import Fate, read_book
    from databourse.market.double_auction.orders import CancelOrder

    target = entering.open_round(session, slot)
    cancelled = target.round.entry(entry)
    if cancelled.who != session.address():
        raise Refused(
            f"entry {entry} is {session.person(cancelled.who)}'s, not {session.sender_name}'s",
            f"see `bourse slot show {slot}`",
        )
    status = read_book(target.round.entries).statuses[entry]
    if status.fate is not Fate.STANDING:
        raise Refused(f"entry {entry} does not count anyway: it is {status.fate}", f"see `bourse slot show {slot}`")
    title = f"{session.sender_name} cancels entry {entry} of {target.slot}:"
    entered = entering.enter(session, target, title, CancelOrder(entry).encode(), top_up=top_up)
    session.output.result({**entering.entered_json(target, entered, 0), "side": "cancel", "cancels": entry})
