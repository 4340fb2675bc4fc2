"""Accounts as the command line names them: by a series, or by the word `chains`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from databourse.chain import history
from databourse.chain.accounts import CHAINS, Accounts, accounts_of_chains, accounts_of_series
from databourse.cli.session import Session
from databourse.errors import InvalidInput, Refused


@dataclass(frozen=True)
class Place:
    """Accounts that money can go into.

    Attributes:
        accounts: on the chain.
        title: what they are called in full: `series 3 (temperature)`.
        short: the same in short: `series 3`.
        number: of the series; None for chains.
    """

    accounts: Accounts
    title: str
    short: str
    number: int | None

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        return {"kind": CHAINS if self.number is None else "series", "series": self.number}


def find(session: Session, text: str) -> Place:
    """The accounts of the series of this number or name, or those of chains; a series called so has a number too.

    Raises:
        NotFound: there is no such series.
    """
    if text == CHAINS:
        return Place(accounts_of_chains(session.exchange), "the account of chains", "the account of chains", None)
    found = history.find_series(session.exchange, text)
    accounts = accounts_of_series(session.exchange, found.number)
    return Place(accounts, f"series {found.number} ({found.name})", f"series {found.number}", found.number)


def require_one_contract(source: Place, target: Place, words: tuple[str, str, str]) -> None:
    """Money moves inside one contract only; `words` are what the command was given.

    Raises:
        InvalidInput: it would have to go from one contract to another, or nowhere.
    """
    if source.number == target.number:
        raise InvalidInput(f"both places are {source.short}: nothing would move")
    if None in (source.number, target.number):
        start, end, amount = words
        raise InvalidInput(
            f"money does not move between {source.short} and {target.short}: two contracts keep them",
            f"take it through the wallet: `bourse wallet withdraw {start} {amount}`, "
            f"then `bourse wallet deposit {end}` with the same amount",
        )


def require_some(amount: int) -> None:
    """Refuses an amount of 0.

    Raises:
        InvalidInput: it is 0.
    """
    if amount == 0:
        raise InvalidInput("the amount is 0: nothing would happen", "name an amount above 0")


def require_free(session: Session, place: Place, amount: int | str) -> int:
    """The amount (a word means all that is free), when the account has it.

    Raises:
        Refused: it has less.
        InvalidInput: the amount is 0.
    """
    account = place.accounts.account(session.address())
    hint = "what is locked comes back when its round is over" if account.locked else "see `bourse wallet balance`"
    locked = "" if place.number is None else f"{session.tokens(account.locked)} are locked"
    if isinstance(amount, str):
        amount = account.free
        if amount == 0:
            raise Refused(f"nothing is free in {place.short}" + (locked and f"; {locked}"), hint)
    require_some(amount)
    if amount > account.free:
        told = f"not enough money: {session.tokens(account.free)} are free in {place.short}"
        raise Refused(told + (locked and f", {locked}"), hint)
    return amount
