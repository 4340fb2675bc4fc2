"""What came of a file of orders, for people and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import click

from databourse.chain.calls import Receipt
from databourse.chain.refusals import clock
from databourse.cli import sending
from databourse.cli.entering import OpenRound
from databourse.cli.order.screening import Screening
from databourse.cli.session import Session
from databourse.errors import Refused
from databourse.orders.faults import Fault, listed
from databourse.orders.order_file import OrderFile
from databourse.orders.recorded import Found, Wanted


@dataclass(frozen=True)
class Sent:
    """What came of a file.

    Attributes:
        wanted: its orders that could be.
        found: where they are in the log, by line.
        before: the lines that were there already.
        failed: lines whose transaction did not happen, and why.
        receipts: of the transactions that did.
    """

    wanted: tuple[Wanted, ...]
    found: dict[int, Found]
    before: frozenset[int]
    failed: dict[int, str]
    receipts: tuple[Receipt, ...]


def tell_sent(session: Session, target: OpenRound, file: OrderFile, screening: Screening, sent: Sent) -> None:
    """Tells it.

    Raises:
        Refused: some orders that should be in the book are not.
    """
    output = session.output
    rows = [_row(signer.name, who, sent) for who, signer in screening.signers.items()]
    output.table(["sender", "entered>", "in the book before>", "entries"], rows)
    if screening.faults:
        output.warn("left out: " + listed(file.name, screening.faults, file.unit))
    new = len(sent.found) - len(sent.before)
    closes = f"{target.slot}, which closes at {clock(target.view.close_at)}"
    if new or not sent.before:
        output.say(f"{new} order{'' if new == 1 else 's'} entered into {closes}.")
    else:
        output.say(f"Nothing to do: all {len(sent.before)} orders are in the book of {closes}.")
    told = {
        "series": target.series.number,
        "round": target.view.round,
        "file": file.name,
        "entered": new,
        "before": len(sent.before),
        "orders": [
            {"line": line, "entry": found.entry, "transaction": found.tx, "before": line in sent.before}
            for line, found in sorted(sent.found.items())
        ],
        "left_out": [_fault_json(fault) for fault in sorted(screening.faults, key=lambda one: one.line)],
        "failed": [{"line": line, "message": message} for line, message in sorted(sent.failed.items())],
        "transactions": [sending.receipt_json(receipt) for receipt in sent.receipts],
    }
    if not sent.failed:
        output.result(told)
        return
    line, message = min(sent.failed.items())
    error = Refused(
        f"{len(sent.failed)} orders were not entered; the first, of {file.unit} {line}: {message}",
        "the same command tries these again, and enters nothing twice",
    )
    if output.json:
        # one JSON value that is both: what came of the orders, and the error that it ends with
        output.result({**told, "error": output.error_json(error)})
        click.get_current_context().exit(error.exit_code)
    raise error


def _row(name: str, who: str, sent: Sent) -> tuple[object, ...]:
    lines = [order.line for order in sent.wanted if order.who == who and order.line in sent.found]
    before = sum(line in sent.before for line in lines)
    return name, len(lines) - before, before, ranges([sent.found[line].entry for line in lines])


def ranges(numbers: Sequence[int]) -> str:
    """Numbers for people, those in a row together: `3 to 17, 20`."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join(" to ".join(str(end) for end in run) for run in runs)


def _fault_json(fault: Fault) -> dict[str, object]:
    return {"line": fault.line, "column": fault.column or None, "message": fault.message}
