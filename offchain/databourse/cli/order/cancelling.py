"""Taking orders back: entries that are in a book, and signed orders that nobody has carried yet."""

from __future__ import annotations

import json
from pathlib import Path

from databourse.chain import history, nonce_memory
from databourse.chain.calls import call_of
from databourse.chain.signed_orders import SignedOrder
from databourse.cli import entering, sending
from databourse.cli.order import cancellable
from databourse.cli.session import Session
from databourse.errors import InvalidInput, Refused
from databourse.files import read_lines
from databourse.market.double_auction.book import read_book
from databourse.market.double_auction.orders import CancelOrder


def cancel_entry(session: Session, slot: str, entry: int, top_up: bool) -> None:
    """Enters a cancellation of an entry of an open round.

    Raises:
        NotFound: there is no such entry.
        Refused: it is somebody else's, does not count anyway, or the round has closed.
    """
    target = entering.open_round(session, slot)
    book = read_book(target.round.entries)
    cancellable.require_cancellable(session, target.round, book, entry, session.address(), session.sender_name)
    title = f"{session.sender_name} cancels entry {entry} of {target.slot}:"
    entered = entering.enter(session, target, title, CancelOrder(entry).encode(), top_up=top_up)
    session.output.result({**entering.entered_json(target, entered, 0), "side": "cancel", "cancels": entry})


def cancel_below(session: Session, series: str, nonce: int) -> None:
    """Makes all orders of the sender with a lower nonce worthless in a series.

    Raises:
        NotFound: there is no such series.
        Refused: they are worthless already.
    """
    _invalidate(session, history.find_slot(session.exchange, series)[0].number, nonce, f"below {nonce}")


def cancel_signed(session: Session, path: Path) -> None:
    """Makes the sender's orders of a file of signed orders worthless, and all that it signed before them.

    Raises:
        NotFound: there is no such file.
        InvalidInput: it holds something else, or orders for another market, or none of the sender.
        Refused: they were carried already, or are worthless already.
    """
    exchange = session.exchange
    here = (session.connection.chain_id, exchange.deployment.market)
    orders = [one for one in read_signed(path) if one.order.signer == session.address()]
    if not orders:
        raise InvalidInput(f"{path} holds no order of {session.sender_name}", "only who signed an order can cancel it")
    if {(one.chain_id, one.market, one.series) for one in orders} != {(*here, orders[0].series)}:
        raise InvalidInput(f"{path} holds orders for other markets or several series", "choose the right --network")
    last = max(one.order.nonce for one in orders)
    _invalidate(session, orders[0].series, last + 1, f"up to {last}")


def read_signed(path: Path) -> list[SignedOrder]:
    """The signed orders of a file.

    Raises:
        NotFound: there is no such file.
        InvalidInput: a line is no signed order.
    """
    found = []
    for number, line in enumerate(read_lines(path), start=1):
        if not line.strip():
            continue
        try:
            found.append(SignedOrder.of_json(json.loads(line)))
        except (ValueError, RecursionError, InvalidInput) as error:
            raise InvalidInput(f"{path}, line {number}: {error}", "`bourse order sign` writes such files") from error
    return found


def _invalidate(session: Session, series: int, nonce: int, which: str) -> None:
    exchange = session.exchange
    now = exchange.account(series, session.address()).nonce
    if nonce <= now:
        raise Refused(
            f"there is nothing to cancel: the next order of {session.sender_name} in series {series} must have "
            f"nonce {now} or higher already",
            "what was carried is in the book: cancel it with `bourse order cancel SLOT ENTRY`",
        )
    title = f"{session.sender_name} makes signed orders worthless:"
    told = [("series", str(series)), ("nonces", f"all {which} ({now} to {nonce - 1})")]
    call = call_of(exchange.market.functions.invalidateOrders(series, nonce))
    receipt = sending.carry_out(session, sending.Plan(title, call, told))
    market = exchange.deployment.market
    # what is signed here next must not be worthless from the start
    nonce_memory.note(session.connection.chain_id, market, series, session.address(), nonce)
    session.output.result(
        {
            "series": series,
            "next_nonce": nonce,
            "invalidated": nonce - now,
            "transaction": sending.receipt_json(receipt),
        }
    )
