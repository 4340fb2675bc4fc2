"""Balances and the log of a contract in memory."""

from __future__ import annotations

from typing import Any, NoReturn

from eth_utils.crypto import keccak

from databourse.errors import ContractRefused
from databourse.events import PlainEvent
from databourse.money import MOST
from databourse.resale.ledger import SERIES


class Accounts:
    """Accounts of one series. What the token itself may refuse is not played: a deposit always finds its tokens.

    Attributes:
        free: base units of each account.
        held: deposits less withdrawals.
        events: what a real contract would have logged.
    """

    def __init__(self) -> None:
        self.free: dict[str, int] = {}
        self.held = 0
        self.events: list[PlainEvent] = []

    def deposit(self, sender: str, account: str, amount: int) -> None:
        """Pays base units into an account."""
        if amount == 0:
            refuse("AmountIsZero")
        if amount > MOST - self.held:
            refuse("HeldOverflow", held=self.held, amount=amount)
        self.held += amount
        self.credit(account, amount)
        self.log("Deposited", series=SERIES, account=account, payer=sender, amount=amount)

    def withdraw(self, sender: str, to: str, amount: int) -> None:
        """Pays base units out of the sender's account."""
        if amount == 0:
            refuse("AmountIsZero")
        self.take(sender, amount)
        self.held -= amount
        self.log("Withdrawn", series=SERIES, account=sender, to=to, amount=amount)

    def credit(self, who: str, amount: int) -> None:
        """Adds base units to an account."""
        self.free[who] = self.free.get(who, 0) + amount

    def take(self, who: str, amount: int) -> None:
        """Takes base units out of an account, if it has them."""
        free = self.free.get(who, 0)
        if free < amount:
            refuse("InsufficientFree", series=SERIES, account=who, free=free, needed=amount)
        self.free[who] = free - amount

    def log(self, name: str, **args: Any) -> None:
        """Notes an event."""
        block = len(self.events) + 1
        block_hash, tx = keccak(text=f"block {block}"), keccak(text=f"transaction {block}")
        self.events.append(PlainEvent(name, args, block, block_hash, tx, 0))


def refuse(error: str, **values: Any) -> NoReturn:
    """Raises what the contract would revert with."""
    shown = ", ".join(f"{key} {value}" for key, value in values.items())
    raise ContractRefused(f"refused: {error}" + (f" ({shown})" if shown else ""), name=error, values=values)
