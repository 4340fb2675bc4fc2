"""Accounts added up from events, to the last base unit: deposits, withdrawals and moves, and whatever a contract adds.

These are the rules of `Accounts`. A ledger of a contract on top of it says what its own events change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from databourse.events import Event, address, in_order


@dataclass(frozen=True, slots=True)
class Balance:
    """What an account can use and what is locked behind its entries (fees included), in base units."""

    free: int
    locked: int


@dataclass(frozen=True, slots=True)
class Posting:
    """One change of one account.

    Attributes:
        series: whose account it is; 0 where a contract has one account for everybody.
        account: checksummed address.
        free: change of the free balance, in base units.
        locked: change of what is locked.
        reason: "deposit", "withdrawal", "move in", "move out", or what the contract's ledger calls it.
        event: what caused it.
    """

    series: int
    account: str
    free: int
    locked: int
    reason: str
    event: Event


@dataclass(slots=True)
class Account:
    """An account while it is added up; `round` and `entries` as in `IAccounts.Account`."""

    free: int = 0
    locked: int = 0
    round: int = 0
    entries: int = 0


class AccountsLedger:
    """All accounts of a contract.

    Attributes:
        held: deposits less withdrawals.
        postings: everything that happened, in order.
        overdrawn: the postings that took more than an account had; the contracts never let one happen.
        total_of: what `total` adds up, in words.
    """

    total_of = "all accounts"

    def __init__(self) -> None:
        self.held = 0
        self.postings: list[Posting] = []
        self.overdrawn: list[Posting] = []
        self._accounts: dict[tuple[int, str], Account] = {}

    def balance(self, series: int, account: str) -> Balance:
        """One account; zeros if nothing ever happened to it."""
        found = self._accounts.get((series, account), Account())
        return Balance(found.free, found.locked)

    def balances(self) -> dict[tuple[int, str], Balance]:
        """All accounts, by series and address."""
        return {key: Balance(account.free, account.locked) for key, account in self._accounts.items()}

    def total(self) -> int:
        """What is owed, in all accounts; equals `held` if no money came from nowhere and none was lost."""
        return sum(account.free + account.locked for account in self._accounts.values())

    def history_of(self, account: str, series: int | None = None) -> Sequence[Posting]:
        """What happened to an account, in one series or in all."""
        return [p for p in self.postings if p.account == account and series in (None, p.series)]

    def _take_in(self, events: Iterable[Event]) -> None:
        """Posts all of them, in the order in which they happened."""
        for event in in_order(events):
            for posting in self._postings_of(event):
                self._post(posting)

    def _postings_of(self, event: Event) -> Iterator[Posting]:
        """What an event changes. Contracts on top add theirs."""
        args = event.args
        match event.name:
            case "Deposited":
                self.held += args["amount"]
                yield Posting(args["series"], address(args["account"]), args["amount"], 0, "deposit", event)
            case "Withdrawn":
                self.held -= args["amount"]
                yield Posting(args["series"], address(args["account"]), -args["amount"], 0, "withdrawal", event)
            case "Moved":
                who = address(args["account"])
                yield Posting(args["from"], who, -args["amount"], 0, "move out", event)
                yield Posting(args["to"], who, args["amount"], 0, "move in", event)

    def _post(self, posting: Posting) -> None:
        account = self._accounts.setdefault((posting.series, posting.account), Account())
        self._make_room(posting, account)
        account.free += posting.free
        account.locked += posting.locked
        self.postings.append(posting)
        if account.free < 0 or account.locked < 0:
            self.overdrawn.append(posting)

    def _make_room(self, posting: Posting, account: Account) -> None:
        """What happens to the account before a posting, without an event that tells of it; here nothing."""
