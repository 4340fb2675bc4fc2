"""Entering an order into the open round of a series, topping the account up on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from databourse.chain import history
from databourse.chain.accounts import accounts_of_series
from databourse.chain.calls import Receipt, call_of, data_of
from databourse.chain.deposits import deposit_call
from databourse.chain.records import RoundView, SeriesInfo
from databourse.chain.refusals import clock
from databourse.cli import funding, sending
from databourse.cli.sending import Plan
from databourse.cli.session import Session
from databourse.errors import Refused, Unconfirmed
from databourse.market.rounds import Round
from databourse.market.terms import Status


@dataclass(frozen=True)
class OpenRound:
    """The round that takes entries now: its series, what the chain says of it, and its terms and entries so far."""

    series: SeriesInfo
    view: RoundView
    round: Round

    @property
    def slot(self) -> str:
        """How people name it."""
        return history.slot_name(self.series, self.view.round)


@dataclass(frozen=True)
class Entered:
    """An order that was recorded.

    Attributes:
        entry: its index in the book.
        deposited: base units that were brought from the wallet for it.
        receipt: of its transaction.
    """

    entry: int
    deposited: int
    receipt: Receipt


def open_round(session: Session, slot: str) -> OpenRound:
    """The round that SLOT means, if it takes entries.

    Raises:
        NotFound: no such slot.
        Refused: it is closed, or not the latest of its series.
    """
    exchange = session.exchange
    series, number = history.find_slot(exchange, slot)
    view = exchange.round_view(series.number)
    if view.round != number:
        raise Refused(f"round {series.number}/{number} is over; the latest is {view.round}", "see `bourse slot list`")
    if view.status is not Status.OPEN:
        raise Refused(
            f"round {series.number}/{number} takes no more entries: it closed at {clock(view.close_at)}",
            "wait for the next one; `bourse slot list` shows what is open",
        )
    return OpenRound(series, view, history.read_current(exchange, view))


def enter(
    session: Session,
    target: OpenRound,
    title: str,
    data: bytes,
    lock: int = 0,
    costs: Sequence[tuple[str, str]] = (),
    top_up: bool = True,
    payload: bool = False,
) -> Entered:
    """Enters an order for the sender.

    Args:
        session: who acts.
        target: the round.
        title: what is entered, in one sentence.
        data: the order word; or a payload.
        lock: base units that can be debited for it; the series' fee is locked on top.
        costs: further lines about what it costs.
        top_up: whether what the account lacks is brought from the wallet.
        payload: whether `data` is a payload.

    Raises:
        Refused: not enough money, or a contract says no.
        Unconfirmed: it was recorded, and is not there any more.
    """
    exchange, series = session.exchange, target.series
    fee = series.config.fee
    accounts = accounts_of_series(exchange, series.number)
    lacking = funding.lacking(session, accounts, lock + fee, f"{target.slot} needs", top_up)
    functions = exchange.market.functions
    enter_call = (functions.enterWith if payload else functions.enter)(
        series.number, lock, target.round.terms_hash, data
    )
    told = [("locked", session.tokens(lock)), ("entry fee", session.tokens(fee)), *costs]
    checker = target.round.terms.checker
    if lock and exchange.rule(checker) is None:
        session.output.warn(
            f"the rule of {target.slot} is not known here (checker {checker}): "
            "it can take all that you lock, and give nothing for it"
        )
    call = enter_call
    if lacking:
        told.append(("from the wallet", f"{session.tokens(lacking)}, deposited by permit"))
        deposit = deposit_call(accounts, session.signer, lacking)
        call = exchange.market.functions.multicall([data_of(deposit), data_of(enter_call)])
    receipt = sending.carry_out(session, Plan(title, call_of(call), told))
    index = entries_of(session, series, target.view.round, receipt)[0]
    session.output.say(f"It is entry {index} of {target.slot}, which closes at {clock(target.view.close_at)}.")
    return Entered(index, lacking, receipt)


def entries_of(session: Session, series: SeriesInfo, number: int, receipt: Receipt) -> list[int]:
    """Indices of the entries of a round that a transaction made.

    Raises:
        Unconfirmed: it made some, and they are not there any more.
    """
    entered = history.read_series(session.exchange, series.number, [number]).round(number)
    found = [index for index, source in enumerate(entered.sources) if source.tx == receipt.tx]
    if not found:
        raise Unconfirmed(
            f"transaction {receipt.tx} was in block {receipt.block}, and its entry is not in the log any more",
            "the block may have been replaced: look at the round with `bourse slot show` before you repeat",
            tx=receipt.tx,
        )
    return found


def entered_json(target: OpenRound, entered: Entered, lock: int) -> dict[str, Any]:
    """What was entered, for programs."""
    return {
        "series": target.series.number,
        "round": target.view.round,
        "entry": entered.entry,
        "lock": str(lock),
        "fee": str(target.series.config.fee),
        "deposited": str(entered.deposited),
        "close_at": target.view.close_at,
        "transaction": sending.receipt_json(entered.receipt),
    }
