"""Signing orders without a node, for others to carry."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from databourse.chain import nonce_memory
from databourse.chain.refusals import clock
from databourse.chain.signed_orders import SignedOrder
from databourse.chain.signer import Signer
from databourse.chain.ticket import Ticket, read_ticket
from databourse.chain.typed_data import Order as SignableOrder
from databourse.chain.typed_data import order_message
from databourse.cli import sending, tradable
from databourse.cli.order.ticket import tell_ticket
from databourse.cli.session import Session
from databourse.errors import InvalidInput, Refused, UsageError
from databourse.files import write_whole
from databourse.market.double_auction.orders import AskOrder, BidOrder, CancelOrder, Order
from databourse.market.double_auction.params import read_params
from databourse.money import format_tokens
from databourse.orders.faults import Fault, FaultyRow, listed
from databourse.orders.order_file import read_order_file
from databourse.orders.rows import FileOrder, order_of, price_in_base_units
from databourse.orders.table import Row

_MOST_SHOWN = 20


@dataclass(frozen=True)
class Limits:
    """What bounds every order of a signing.

    Attributes:
        max_fee: base units that a relayer may take for one order.
        expires_in: seconds from now; None means until the round closes.
        nonce: of the first order; None means the next that this machine knows of.
    """

    max_fee: int
    expires_in: int | None
    nonce: int | None


def sign_orders(
    session: Session, ticket_file: Path, orders: Sequence[FileOrder], limits: Limits, out: Path | None
) -> None:
    """Shows orders, asks, signs them, and writes them to a file.

    Raises:
        InvalidInput: the ticket is damaged, or an order is outside the round's bounds.
        Refused: the round has closed.
    """
    if out is None and not session.output.json:
        raise UsageError("where should the signed orders go?", "name a file with --out, or add --json")
    if out is not None and out.exists():
        raise InvalidInput(f"{out} is there already", "name another file: a signed order is as good as sent")
    ticket = read_ticket(ticket_file)
    expiry = _expiry(ticket, limits)
    _require_bounds(ticket, orders)
    tell_ticket(session, ticket)
    signers = _signers(session, ticket, orders)
    _tell(session, ticket, orders, signers, limits, expiry)
    sending.agree(session, "Sign?" if len(orders) == 1 else f"Sign {len(orders)} orders?")
    signed = _sign(ticket, orders, signers, limits, expiry)
    if out is not None:
        write_whole(out, "".join(json.dumps(one.as_json()) + "\n" for one in signed), replace=False)
        nonces = [one.order.nonce for one in signed]
        used = f"nonce {nonces[0]}" if len(signed) == 1 else f"nonces {min(nonces)} to {max(nonces)}"
        session.output.say(f"Signed with {used}; in {out}. Whoever has it can carry it, until {clock(expiry)}.")
        session.output.say(f"To take it back: `bourse order cancel --signed {out}`.")
    session.output.result({"orders": [one.as_json() for one in signed], "file": str(out) if out else None})


def orders_of_file(path: Path) -> tuple[FileOrder, ...]:
    """The orders of a file, all of which must be good.

    Raises:
        InvalidInput: some are not; or an ask leaves its quality to the dataset, which only the chain knows.
    """
    file = read_order_file(path)
    faults = list(file.faults)
    faults += [
        Fault(order.line, "quality", "is missing: without a node nobody knows the dataset's")
        for order in file.orders
        if not order.graded
    ]
    if faults:
        raise InvalidInput(listed(file.name, faults, file.unit), "nothing was signed; correct the file")
    return file.orders


def order_of_options(side: str, given: Mapping[str, int | None]) -> FileOrder:
    """One order from what the command line says: the same cells as in a row of a file.

    Raises:
        UsageError: an option is missing, or has nothing to do with the side.
        InvalidInput: the values make no order.
    """
    row = Row(0, {"side": side, **given})
    try:
        order = order_of(row, price_in_base_units)
    except FaultyRow as faulty:
        fault = faulty.fault
        raise UsageError(
            f"--{fault.column.replace('_', '-')} {fault.message}", "see `bourse order sign --help`"
        ) from faulty
    if not order.graded:
        raise UsageError("--quality is missing", "without a node nobody knows the dataset's: name it")
    return order


def _expiry(ticket: Ticket, limits: Limits) -> int:
    now = int(time.time())
    close_at = ticket.terms.close_at
    if now >= close_at:
        raise Refused(
            f"{ticket.slot} closed at {clock(close_at)}, and it is {clock(now)} by the clock of this machine",
            "get a ticket of the next round with `bourse order terms`",
        )
    return close_at if limits.expires_in is None else min(close_at, now + limits.expires_in)


def _require_bounds(ticket: Ticket, orders: Sequence[FileOrder]) -> None:
    most = max(Counter(order.sender for order in orders).values())
    if most > ticket.max_per_account:
        raise InvalidInput.of("orders", most, f"one account can make {ticket.max_per_account} in this round")
    if ticket.rule is None:
        return
    bounds = read_params(ticket.rule, ticket.terms.params).bounds
    for order in orders:
        if not isinstance(order.order, CancelOrder):
            tradable.require_within(bounds, order.order)


def _signers(session: Session, ticket: Ticket, orders: Sequence[FileOrder]) -> dict[str | None, Signer]:
    names = dict.fromkeys(order.sender for order in orders)
    return {name: session.offline_signer(name, ticket.chain_id) for name in names}


def _tell(
    session: Session,
    ticket: Ticket,
    orders: Sequence[FileOrder],
    signers: Mapping[str | None, Signer],
    limits: Limits,
    expiry: int,
) -> None:
    def tokens(amount: int) -> str:
        return format_tokens(amount, ticket.symbol)

    rows = [(order.sender or session.sender_name, *_cells(order.order, tokens)) for order in orders[:_MOST_SHOWN]]
    session.output.table(["signer", "side", "price>", "quantity>", "quality>", "about", "lock>"], rows)
    if len(orders) > len(rows):
        session.output.say(f"and {len(orders) - len(rows)} more")
    lock = sum(order.lock for order in orders)
    told = [
        ("locked", tokens(lock)),
        ("entry fees", tokens(len(orders) * ticket.config.fee)),
        ("relay fees", f"at most {tokens(len(orders) * limits.max_fee)}"),
        ("expires", clock(expiry)),
    ]
    count = "1 order" if len(orders) == 1 else f"{len(orders)} orders"
    sending.tell(session, f"Signing {count}, which anybody can carry:", told)
    bids = [order for order in orders if isinstance(order.order, BidOrder)]
    if limits.max_fee == 0:
        session.output.warn("--max-fee is 0: a relayer that takes a fee will not carry it")
    if any(limits.max_fee > order.lock // 10 for order in bids):
        session.output.warn("a relayer may take more than a tenth of what a bid is worth: is --max-fee right?")
    if limits.nonce is None and any(signer.address not in ticket.nonces for signer in signers.values()):
        session.output.warn(
            "the ticket does not say which nonces are free: they go on from what was signed on this machine, "
            "or start at 0 (`bourse order terms --for NAME` writes them into the ticket)"
        )
    if any(order.lock == 0 for order in bids):
        session.output.warn("a bid at price 0 can only win where data are given away")
    if ticket.rule is None:
        session.output.warn("the ticket does not know the round's rule: it can take all that is locked")


def _cells(order: Order, tokens: Callable[[int], str]) -> tuple[object, ...]:
    match order:
        case BidOrder(price, quantity, quality):
            return "bid", tokens(price), quantity, f"{quality} or better", "", tokens(order.needed_lock)
        case AskOrder(price, quantity, quality, dataset):
            return "ask", tokens(price), quantity, quality, f"dataset {dataset}", ""
        case CancelOrder(entry):
            return "cancel", "", "", "", f"entry {entry}", ""


def _sign(
    ticket: Ticket, orders: Sequence[FileOrder], signers: Mapping[str | None, Signer], limits: Limits, expiry: int
) -> list[SignedOrder]:
    """Signs them; those of one signer get nonces in a row, in their order."""
    by_address = {signer.address: signer for signer in signers.values()}
    counts = Counter(signers[order.sender].address for order in orders)
    nonces = {who: _first_nonce(ticket, who, count, limits.nonce) for who, count in counts.items()}
    signed = []
    for order in orders:
        who = signers[order.sender].address
        message = SignableOrder(
            terms=ticket.terms_hash,
            signer=who,
            lock=order.lock,
            data=order.order.encode(),
            nonce=nonces[who],
            expiry=expiry,
            max_fee=limits.max_fee,
        )
        nonces[who] += 1
        signature = by_address[who].sign_typed_data(order_message(message, ticket.chain_id, ticket.market))
        signed.append(SignedOrder(ticket.chain_id, ticket.market, ticket.terms.series, message, signature))
    return signed


def _first_nonce(ticket: Ticket, who: str, count: int, given: int | None) -> int:
    """The nonce of the first of `count` orders. One that is given is remembered as well."""
    series = ticket.terms.series
    if given is not None:
        nonce_memory.note(ticket.chain_id, ticket.market, series, who, given + count)
        return given
    return nonce_memory.take(ticket.chain_id, ticket.market, series, who, count, ticket.nonces.get(who, 0))
