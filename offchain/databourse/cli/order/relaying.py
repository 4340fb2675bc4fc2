"""Running a relayer: look at the folder, carry what can be carried, move the files, tell; once or again and again."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from databourse.chain.connection import connect
from databourse.chain.exchange import Exchange
from databourse.chain.journal import Journal
from databourse.chain.relay.folder import RelayFolder
from databourse.chain.relay.inbox import HOST, Inbox, listening
from databourse.chain.relay.judging import Judgement
from databourse.chain.relay.relaying import Relayer
from databourse.cli import sending
from databourse.cli.session import Session
from databourse.errors import BourseError


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


Told = Callable[[Path, dict[str, Any]], None]
"""Takes an order with its verdict, and the file that it came in."""


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
        How many files stay, because of some of their orders it is not certain what became.
    """
    known: dict[str, Judgement] = relayer.recover()
    letters = folder.letters()
    orders = [one for letter in letters for one in letter.orders if one.id not in known]
    known |= relayer.carry(orders)
    stay = 0
    for letter in letters:
        settled = folder.settle(letter, known)
        stay += settled is None
        for one in settled or ():
            told(letter.path, one)
    relayer.forget()
    return stay


def _once(session: Session, relayer: Relayer, folder: RelayFolder) -> None:
    found: list[tuple[Path, dict[str, Any]]] = []
    stay = look(relayer, folder, lambda path, one: found.append((path, one)))
    session.output.table(
        ["file", "signer", "side", "nonce>", "verdict", "about"],
        [(path.name, *_cells(session, one)) for path, one in found],
    )
    for error in relayer.trouble:
        session.output.warn(f"a transaction did not happen, its orders wait: {error.message}")
    carried = [one for _, one in found if one["verdict"]["status"] == "carried"]
    earned = sum(relayer.fee for one in carried if one["verdict"]["transaction"] in _sent(relayer))
    gas = sum(receipt.cost for receipt in relayer.receipts)
    session.output.say(
        f"{len(carried)} carried, {len(found) - len(carried)} refused, {stay} files wait; "
        f"earned {session.tokens(earned)}, paid {sending.ether(gas)} for gas."
    )
    session.output.result(
        {
            "orders": [{"file": path.name, **one} for path, one in found],
            "waiting_files": stay,
            "earned": str(earned),
            "transactions": [sending.receipt_json(receipt) for receipt in relayer.receipts],
        }
    )


def _again_and_again(session: Session, relayer: Relayer, folder: RelayFolder, every: int) -> None:
    """Goes on whatever the chain says, until somebody stops it."""

    def tell(path: Path, one: dict[str, Any]) -> None:
        if session.output.json:
            click.echo(json.dumps({"time": int(time.time()), "file": path.name, **one}))
        else:
            signer, side, nonce, verdict, about = _cells(session, one)
            session.output.say(f"{_clock()}  {path.name}: {side} of {signer} (nonce {nonce}) {verdict}: {about}")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    # what a service is stopped with ends it as gently as Ctrl-C does
    before = signal.signal(signal.SIGTERM, stop)
    try:
        while True:
            try:
                look(relayer, folder, tell)
            except BourseError as error:
                _tell_trouble(session, error)
            for trouble in relayer.trouble:
                _tell_trouble(session, trouble)
            relayer.trouble.clear()
            relayer.receipts.clear()
            time.sleep(every)
    except KeyboardInterrupt:
        session.output.say("Stopped. What was not carried is still in the folder.")
    finally:
        signal.signal(signal.SIGTERM, before)


def _tell_trouble(session: Session, error: BourseError) -> None:
    if session.output.json:
        click.echo(json.dumps({"time": int(time.time()), "error": session.output.error_json(error)}))
    else:
        click.echo(f"{_clock()}  {error.message}; trying again", err=True)


def _cells(session: Session, one: dict[str, Any]) -> tuple[object, ...]:
    verdict = one["verdict"]
    about = f"entry {verdict['entry']}" if verdict["status"] == "carried" else verdict["reason"]
    if "signer" not in one:
        return "", "", "", verdict["status"], about
    return session.person(one["signer"]), one.get("side", "?"), one["nonce"], verdict["status"], about


def _sent(relayer: Relayer) -> set[str]:
    return {receipt.tx for receipt in relayer.receipts}


def _clock() -> str:
    return datetime.now(UTC).strftime("%H:%M:%S")
