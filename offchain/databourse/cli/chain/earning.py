"""Who earned what in resale chains: a line for each person, or for each payment."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from databourse.chain.resale import ResaleChains
from databourse.cli.chain.matrix_view import percent
from databourse.cli.session import Session
from databourse.errors import InvalidInput
from databourse.events import hex_of
from databourse.money import format_tokens
from databourse.resale.earnings import Earnings, Payment, earnings, payments_of
from databourse.resale.records import Licence

STANDARD_OUTPUT = "-"
COLUMNS = (
    "block",
    "chain",
    "licence",
    "trade",
    "seller",
    "buyer",
    "price",
    "payee",
    "kind",
    "share",
    "amount",
    "due",
    "tx",
)


def show_earnings(session: Session, name: str | None, chain: int | None, file: str | None) -> None:
    """Shows what everybody earned, or every payment to somebody.

    Raises:
        NotFound: there is no such chain, or nobody has that name.
        InvalidInput: the CSV file cannot be written.
    """
    book = ResaleChains(session.exchange).book()
    licences = list(book.licences.values()) if chain is None else book.chain(chain).licences
    who = None if name is None else session.address(name)
    payments = [one for licence in licences for one in payments_of(licence) if who in (None, one.payee) and one.amount]
    totals = earnings(licences)
    chosen = list(totals.values()) if who is None else [totals.get(who, Earnings(who))]
    if file is not None:
        _write(session, file, payments)
    if file != STANDARD_OUTPUT:
        if who is not None:
            _tell_payments(session, payments)
        _tell_people(session, who, [one for one in chosen if one.spent or one.direct or one.upstream or one.due])
    session.output.result(
        {
            "chain": chain,
            "people": [_person_json(session, one) for one in chosen],
            "payments": [_payment_json(session, one) for one in payments],
        }
    )


def _tell_people(session: Session, who: str | None, people: Sequence[Earnings]) -> None:
    session.output.table(
        ["who", "earned directly>", "upstream>", "due>", "spent on licences>", "net>"],
        [
            (
                session.person(one.who),
                *(session.tokens(amount) for amount in (one.direct, one.upstream, one.due, one.spent, one.net)),
            )
            for one in people
        ],
    )
    if not people:
        session.output.say("Nothing was sold yet." if who is None else "Nothing was bought or earned.")
    elif any(one.due for one in people):
        session.output.say("What is due is credited by `bourse chain claim`.")


def _tell_payments(session: Session, payments: Iterable[Payment]) -> None:
    session.output.table(
        ["chain>", "trade>", "licence>", "seller", "buyer", "price>", "as", "share>", "amount>", ""],
        [
            (
                one.licence.chain.number,
                one.licence.depth,
                one.licence.number,
                session.person(_seller(one.licence)),
                session.person(one.licence.holder),
                session.tokens(one.licence.price),
                _kind(one),
                percent(_share(one)),
                session.tokens(one.amount),
                "due" if one.due else None,
            )
            for one in payments
        ],
    )


def _write(session: Session, file: str, payments: Sequence[Payment]) -> None:
    if file == STANDARD_OUTPUT:
        _write_rows(session, sys.stdout, payments)
        return
    try:
        with Path(file).open("w", encoding="utf-8", newline="") as output:
            _write_rows(session, output, payments)
    except OSError as error:
        raise InvalidInput(f"{file} cannot be written: {error.strerror}", "choose another file") from error
    session.output.say(f"Wrote {len(payments)} payments to {file}.")


def _write_rows(session: Session, output: TextIO, payments: Sequence[Payment]) -> None:
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in payments:
        sold = one.licence
        people = (session.person(_seller(sold)), session.person(sold.holder))
        place = sold.event.block, sold.chain.number, sold.number, sold.depth
        paid = format_tokens(sold.price), session.person(one.payee), _kind(one), _share(one) / 10**9
        writer.writerow((*place, *people, *paid, format_tokens(one.amount), int(one.due), hex_of(sold.event.tx)))


def _kind(one: Payment) -> str:
    return "seller" if one.direct else "upstream"


def _share(one: Payment) -> int:
    assert one.licence.bought is not None
    return one.licence.bought.column[one.player]


def _seller(licence: Licence) -> str:
    return licence.path[-2]


def _person_json(session: Session, one: Earnings) -> dict[str, object]:
    return {
        "who": one.who,
        "name": session.person(one.who),
        "direct": str(one.direct),
        "upstream": str(one.upstream),
        "due": str(one.due),
        "spent": str(one.spent),
        "net": str(one.net),
    }


def _payment_json(session: Session, one: Payment) -> dict[str, object]:
    sold = one.licence
    return {
        "chain": sold.chain.number,
        "licence": sold.number,
        "trade": sold.depth,
        "seller": _seller(sold),
        "buyer": sold.holder,
        "price": str(sold.price),
        "payee": one.payee,
        "name": session.person(one.payee),
        "player": one.player,
        "kind": _kind(one),
        "share": _share(one),
        "amount": str(one.amount),
        "due": one.due,
        "block": sold.event.block,
        "transaction": hex_of(sold.event.tx),
    }
