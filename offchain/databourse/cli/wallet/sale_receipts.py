"""The receipt of a sale in a resale chain, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator

from databourse.chain.refusals import clock
from databourse.chain.resale import ResaleChains
from databourse.cli.session import Session
from databourse.cli.wallet.receipts import source, tell
from databourse.resale.receipt import AT_ONCE, Receipt, events_of, receipt
from databourse.resale.shares import format_share


def show_receipt(session: Session, number: int) -> None:
    """Shows the receipt of the sale that made this licence.

    Raises:
        NotFound: there is no such licence, or it is an owner's.
    """
    exchange = session.exchange
    licence = ResaleChains(exchange).book().licence(number)
    times = session.connection.times_of({event.block for event in events_of(licence)})
    told = receipt(licence, session.connection.chain_id, exchange.resale.address, times)
    session.output.say(f"Receipt of licence {told.licence}, trade {told.trade} of chain {told.chain}.")
    tell(session, list(_lines(session, told)))
    last = told.parts[-1].player
    session.output.table(
        ["player>", "payee", "share>", "amount>", "what", "claimed"],
        [
            (
                one.player,
                session.person(one.payee),
                "the rest" if one.player == last else format_share(one.share),
                session.tokens(one.amount),
                one.status,
                one.claimed and f"block {one.claimed.block}, {clock(one.claimed.time)}",
            )
            for one in told.parts
        ],
    )
    if told.claimable:
        session.output.say(f"{session.tokens(told.claimable)} can be claimed, by anybody: `bourse chain claim`.")
    session.output.result(told.as_dict())


def _lines(session: Session, told: Receipt) -> Iterator[tuple[str, str]]:
    yield "buyer", f"{session.person(told.buyer)} ({told.buyer})"
    yield "seller", f"{session.person(told.seller)} ({told.seller}), from licence {told.seller_licence}"
    yield "dataset", f"{told.dataset}, of {session.person(told.path[0])}"
    yield "path", " > ".join(map(session.person, told.path))
    yield "matrix", told.matrix
    whom = "this buyer" if told.bound else "anybody"
    yield "offered", f"to {whom} until {clock(told.expiry)}: {source(told.offered)}"
    yield "sold", source(told.sold)
    yield "contract", f"{told.contract}, on chain {told.chain_id}"
    yield "fingerprint", f"{told.fingerprint}, which recordOf({told.licence}) of the contract must tell"
    yield "price", session.tokens(told.price)
    at_once = sum(one.amount for one in told.parts if one.status == AT_ONCE)
    claimed = told.paid - at_once
    yield (
        "paid",
        f"{session.tokens(told.paid)}" + (f", of which {session.tokens(claimed)} by claims" if claimed else ""),
    )
    yield "claimable", session.tokens(told.claimable)
