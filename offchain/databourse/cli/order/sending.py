"""Sending a file of orders: read, compare with the book, screen, tell, agree, send, and tell what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from databourse.chain.bulk_entering import Batch, BulkEntering, by_sender, in_waves, journal_path
from databourse.chain.calls import Quote, Receipt
from databourse.chain.journal import Journal
from databourse.cli import entering, sending
from databourse.cli.order import report
from databourse.cli.order.report import Sent
from databourse.cli.order.screening import Screening
from databourse.cli.progress import progress
from databourse.cli.session import Session
from databourse.errors import BourseError, InvalidInput, NetworkError, Refused
from databourse.orders.faults import listed
from databourse.orders.order_file import OrderFile, read_order_file
from databourse.orders.recorded import Found, Wanted

_AGAIN = "run the same command again: it goes on where this one stopped, and enters nothing twice"


def send_file(session: Session, slot: str, path: Path, skip_invalid: bool, batch: int, top_up: bool) -> None:
    """Enters the orders of a file that are not in the book of SLOT yet.

    Raises:
        InvalidInput: rows of the file are no orders.
        Refused: orders cannot be entered, or were not.
        Unconfirmed: it is not certain yet what became of some.
    """
    file = read_order_file(path)
    if file.faults and not (skip_invalid and file.orders):
        raise InvalidInput(listed(file.name, file.faults, file.unit), _hint(file))
    target = entering.open_round(session, slot)
    screening = Screening(session, target, file.unit, list(file.faults))
    wanted = screening.wanted(file.orders)
    with Journal(journal_path(session.exchange, target.view)) as journal, _going_on_later():
        bulk = BulkEntering(session.exchange, session.transactions, target.view, journal)
        _tie_loose_ends(session, bulk)
        current = bulk.recover(list(screening.signers))
        before = bulk.find(wanted)
        missing = screening.admissible(current, [order for order in wanted if order.line not in before])
        missing, lacking = screening.affordable(current, missing, top_up)
        if screening.faults and not skip_invalid:
            raise Refused(listed(file.name, screening.faults, file.unit), _hint(file))
        waves = in_waves(by_sender(missing), screening.signers, lacking, batch)
        screening.warn_of_replaced(missing)
        if missing:
            _tell_plan(screening, bulk, missing, lacking, len(before))
            transactions = _count(sum(map(len, waves)), "transaction")
            sending.agree(session, f"Send {_count(len(missing), 'order')} in {transactions}?")
        lines = {*before, *(order.line for order in missing)}
        sent = _send(session, bulk, waves, [order for order in wanted if order.line in lines], before)
    report.tell_sent(session, target, file, screening, sent)


def _hint(file: OrderFile) -> str:
    good = "; --skip-invalid sends the others" if file.orders else ""
    return f"nothing was sent; correct the file{good}"


def _count(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number} {what}s"


def _tie_loose_ends(session: Session, bulk: BulkEntering) -> None:
    """What was signed in an earlier run and is in no block is sent first, if that is still wanted."""
    loose = bulk.loose_ends()
    if loose:
        count = _count(loose, "transaction")
        session.output.say(f"An earlier run was interrupted after it signed {count} that no block holds yet.")
        sending.agree(session, "Send what it signed, and go on from there?")


def _tell_plan(
    screening: Screening, bulk: BulkEntering, missing: Sequence[Wanted], lacking: dict[str, int], before: int
) -> None:
    """Tells what the orders cost, once all of each sender were simulated together.

    Raises:
        Refused: they would be refused.
    """
    session, target = screening.session, screening.target
    whole = [
        Batch(screening.signers[who], tuple(orders), lacking.get(who, 0)) for who, orders in by_sender(missing).items()
    ]
    gas = cost = 0
    for one, quote in zip(whole, bulk.quotes(whole), strict=True):
        if not isinstance(quote, Quote):
            message = quote.message.replace(one.signer.address, one.signer.name)
            raise Refused(f"the {len(one.orders)} orders of {one.signer.name} are refused: {message}", quote.hint)
        gas, cost = gas + quote.gas, cost + quote.cost
    names = [one.signer.name for one in whole]
    who = names[0] if len(names) == 1 else f"{names[0]} and {_count(len(names) - 1, 'other')}"
    told = [
        ("locked", session.tokens(sum(order.lock for order in missing))),
        ("entry fees", session.tokens(len(missing) * target.series.config.fee)),
        ("from the wallet", f"{session.tokens(sum(lacking.values()))}, deposited by permit"),
        ("gas", f"about {gas:,}, {sending.ether(cost)}"),
    ]
    if not lacking:
        del told[2]
    if before:
        told.append(("in the book already", str(before)))
    if screening.faults:
        told.append(("left out", str(len(screening.faults))))
    sending.tell(session, f"{_count(len(missing), 'order')} of {who} for {target.slot}:", told)


def _send(
    session: Session, bulk: BulkEntering, waves: list[list[Batch]], wanted: list[Wanted], before: dict[int, Found]
) -> Sent:
    failed: dict[int, str] = {}
    receipts: list[Receipt] = []
    with progress(session, "orders", sum(len(batch.orders) for wave in waves for batch in wave)) as advance:
        for wave in waves:
            try:
                verdicts = bulk.send(wave, lambda batch, _: advance(len(batch.orders)))
            except Refused as refused:
                if not receipts:
                    raise  # nothing was sent
                failed |= {order.line: refused.message for batch in wave for order in batch.orders}
                continue
            for batch, verdict in verdicts:
                if isinstance(verdict, Receipt):
                    receipts.append(verdict)
                else:
                    failed |= {order.line: verdict.message for order in batch.orders}
    found = bulk.find(wanted)
    for order in wanted:
        if order.line not in found:
            failed.setdefault(order.line, "its transaction was in a block, and it is not in the log any more")
    return Sent(tuple(wanted), found, frozenset(before), failed, tuple(receipts))


@contextmanager
def _going_on_later() -> Iterator[None]:
    """Whatever stops this, the same command goes on."""
    try:
        yield
    except KeyboardInterrupt as error:
        raise BourseError("stopped", _AGAIN) from error
    except NetworkError as error:
        error.hint = f"{error.hint}; then {_AGAIN}" if error.hint else _AGAIN
        raise
