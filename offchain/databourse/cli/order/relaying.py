"""Running a relayer: look at the folder, carry what can be carried, move the files, tell; once or again and again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from databourse.chain.connection import connect
from databourse.chain.exchange import Exchange
from databourse.chain.journal import Journal
from databourse.chain.relay.folder import RelayFolder
from databourse.chain.relay.inbox import Inbox, listening
from databourse.chain.relay.judging import Judgement
from databourse.chain.relay.relaying import Relayer
from databourse.cli import sending
from databourse.cli.serving import Log, StoppableClock
from databourse.cli.session import Session
from databourse.errors import BourseError
from databourse.local_http import HOST
from databourse.printable import printable


@dataclass(frozen=True)
class Wish:
    """How to relay.

    Attributes:
        folder: where signed orders come in.
        fee: base units to take for each.
        batch: orders in one transaction, at most.
        listen: port of the inbox; None for none.
        every: seconds between two looks at the folder; None to look once.
    """

    folder: Path
    fee: int
    batch: int
    listen: int | None
    every: int | None


Told = Callable[[str, dict[str, Any]], None]
"""Takes the name of the file that an order came in, and the order with its verdict."""


def relay(session: Session, wish: Wish) -> None:
    """Relays until it is stopped, or once.

    Raises:
        BourseError: the folder or the port cannot be used; when it looks once, also whatever the chain says.
    """
    exchange = session.exchange
    folder = RelayFolder(wish.folder)
    name = f".journal-{exchange.connection.chain_id}-{exchange.deployment.market}.jsonl"
    with Journal(wish.folder / name) as journal, ExitStack() as stack:
        relayer = Relayer(exchange, session.transactions, session.signer, wish.fee, journal, wish.batch)
        told = [("fee of each", session.tokens(wish.fee)), ("folder", str(wish.folder))]
        sending.tell(session, f"{session.sender_name} carries signed orders, and pays the gas:", told)
        if wish.fee == 0:
            session.output.warn("the fee is 0: nobody pays for the gas")
        sending.agree(session, "Start?")
        if wish.listen is not None:
            own = Exchange(connect(session.connection.network), exchange.deployment)
            inbox = Inbox(own, folder, session.signer.address, wish.fee)
            session.output.say(f"Listening on http://{HOST}:{stack.enter_context(listening(inbox, wish.listen))}.")
        if wish.every is None:
            _once(session, relayer, folder)
        else:
            _again_and_again(session, relayer, folder, wish.every)


def look(relayer: Relayer, folder: RelayFolder, told: Told) -> int:
    """Carries what is in the folder now, and moves the files whose orders are certain.

    Returns:
        How many files are there then: those that could not be read or moved, with orders of which it is not certain
        what became, or new.
    """
    known: dict[str, Judgement] = relayer.recover()
    letters = folder.letters()
    orders = [one for letter in letters for one in letter.orders if one.id not in known]
    known |= relayer.carry(orders)
    for letter in letters:
        for one in folder.settle(letter, known) or ():
            told(printable(letter.path.name), one)
    relayer.forget()
    return folder.waiting()


def _once(session: Session, relayer: Relayer, folder: RelayFolder) -> None:
    found: list[tuple[str, dict[str, Any]]] = []
    stay = look(relayer, folder, lambda file, one: found.append((file, one)))
    session.output.table(
        ["file", "signer", "side", "nonce>", "verdict", "about"],
        [(file, *_cells(session, one)) for file, one in found],
    )
    for error in relayer.trouble:
        session.output.warn(f"a transaction did not happen, its orders wait: {error.message}")
    for error in folder.trouble:
        session.output.warn(f"a file stays where it is: {printable(error.message)}")
    carried = [one for _, one in found if one["verdict"]["status"] == "carried"]
    earned = sum(relayer.fee for one in carried if one["verdict"]["transaction"] in _sent(relayer))
    gas = sum(receipt.cost for receipt in relayer.receipts)
    session.output.say(
        f"{len(carried)} carried, {len(found) - len(carried)} refused, {stay} files wait; "
        f"earned {session.tokens(earned)}, paid {sending.ether(gas)} for gas."
    )
    session.output.result(
        {
            "orders": [{"file": file, **one} for file, one in found],
            "waiting_files": stay,
            "earned": str(earned),
            "transactions": [sending.receipt_json(receipt) for receipt in relayer.receipts],
        }
    )


def _again_and_again(session: Session, relayer: Relayer, folder: RelayFolder, every: int) -> None:
    """Goes on whatever the chain says, until somebody stops it."""
    log, clock = Log(session.output), StoppableClock()

    def tell(file: str, one: dict[str, Any]) -> None:
        signer, side, nonce, status, about = _cells(session, one)
        order = f"{side} of {signer} (nonce {nonce})" if signer else "a line"
        log("info", str(status), f"{file}: {order} {status}: {about}", file=file, **one)

    def tell_trouble(error: BourseError) -> None:
        told = session.output.error_json(error) | {"message": printable(error.message)}
        log("warning", "trouble", f"{error.message}; trying again", error=told)

    with clock.stopped_by_signals():
        while not clock.stopped:
            try:
                look(relayer, folder, tell)
            except BourseError as error:
                tell_trouble(error)
            for trouble in (*relayer.trouble, *folder.trouble):
                tell_trouble(trouble)
            relayer.trouble.clear()
            relayer.receipts.clear()
            folder.trouble.clear()
            clock.wait(every)
    log("info", "stopped", "Stopped. What was not carried is still in the folder.", reason="asked")


def _cells(session: Session, one: dict[str, Any]) -> tuple[object, ...]:
    verdict = one["verdict"]
    about = f"entry {verdict['entry']}" if verdict["status"] == "carried" else verdict["reason"]
    if "signer" not in one:
        return "", "", "", verdict["status"], about
    return session.person(one["signer"]), one.get("side", "?"), one["nonce"], verdict["status"], about


def _sent(relayer: Relayer) -> set[str]:
    return {receipt.tx for receipt in relayer.receipts}
